import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { STORES, type Store } from '../../host/sealed.ts';
import { DEVICE_NAME } from '../../wire/lease-schema.ts';
import { type SeenCredential, seenCredential } from '../sdk/credential-file.ts';
import { credentialFile, deviceFolder } from './folder.ts';

/** Exit codes of `sluice-agent`, part of its contract. */
export const EXIT = {
  /** Ended as asked; everything captured was acknowledged. */
  done: 0,
  failed: 1,
  usage: 2,
  /** The control plane refused, or did not let it record for as long as it waited: what was not read of the input is there still. */
  refused: 3,
  /** The collector cannot run on this system. */
  collector: 4,
  /** Ended as asked, but sealed frames wait in the state folder; the next run sends them. */
  pending: 5,
} as const;

/** Wrong use of the command line; the message is for the person. */
export class UsageError extends Error {}

/** @default of `--wait` */
export const WAIT_MINUTES = 60;

export const COLLECTORS = ['desktop', 'browser', 'stdin', 'replay'] as const;

type TokenOfParent = () => Promise<string>;

/** One device of one subject. */
export interface Identity {
  device: string;
  /** Absent of a device that proves itself. */
  token?: (refused?: string) => string | Promise<string>;
  /** Where its credential is kept. */
  credential?: { file: string; seen: SeenCredential };
}

export interface RunOptions {
  collector: (typeof COLLECTORS)[number];
  api: string;
  state: string;
  identities: Identity[];
  session?: string;
  speed: number | 'max';
  loops: number;
  /** For how long an input waits while nothing is recorded. */
  waitMinutes: number;
  /** Whether it shows a mark on the screen. */
  mark: boolean;
  json: boolean;
  /** Where the key of this device is to be kept. */
  store: Store;
}

const subjectSchema = z.strictObject({ device: z.string().regex(DEVICE_NAME), token: z.string().min(1) });

export interface RawOptions {
  collector: string;
  api?: string;
  device?: string;
  tokenFile?: string;
  state: string;
  recording?: string;
  speed: string;
  loops: string;
  wait?: string;
  subjects?: string;
  /** False with --no-mark, true with --mark. */
  mark?: boolean;
  json?: boolean;
  store?: string;
}

function storeOf(given: string | undefined, environment: NodeJS.ProcessEnv): Store {
  const store = STORES.find((one) => one === (given ?? environment.SLUICE_STORE ?? 'auto'));
  if (!store) throw new UsageError(`--store (or SLUICE_STORE): one of ${STORES.join(', ')}`);
  return store;
}

/** @throws UsageError naming the option that is missing or wrong */
/** @param parent asks who started this for a token. @default nobody did */
export function runOptions(raw: RawOptions, environment: NodeJS.ProcessEnv, parent?: TokenOfParent): RunOptions {
  const collector = COLLECTORS.find((name) => name === raw.collector);
  if (!collector) throw new UsageError(`--collector: one of ${COLLECTORS.join(', ')}`);
  const api = raw.api ?? environment.SLUICE_API;
  if (!api || !URL.canParse(api)) throw new UsageError('--api (or SLUICE_API): the URL of the program');
  if (collector === 'replay' && raw.recording === undefined) throw new UsageError('--recording: the session to replay');
  if (raw.subjects !== undefined && collector !== 'replay')
    throw new UsageError('--subjects: for --collector replay only');
  const speed = raw.speed === 'max' ? 'max' : Number(raw.speed);
  if (speed !== 'max' && !(speed > 0)) throw new UsageError('--speed: a number above 0, or max');
  const loops = Number(raw.loops);
  if (!Number.isSafeInteger(loops) || loops < 1) throw new UsageError('--loops: a whole number from 1 on');
  const waitMinutes = Number(raw.wait ?? WAIT_MINUTES);
  if (!(waitMinutes >= 0)) throw new UsageError('--wait: minutes, 0 or more');
  const identities = raw.subjects === undefined ? [identity(raw, api, environment, parent)] : subjects(raw.subjects);
  return {
    collector,
    api,
    state: raw.state,
    identities,
    speed,
    loops,
    waitMinutes,
    // Who hands over events of their own shows that they do, or asks for it.
    mark: raw.mark ?? collector === 'desktop',
    json: raw.json === true,
    store: storeOf(raw.store, environment),
    ...(raw.recording === undefined ? {} : { session: raw.recording }),
  };
}

function identity(
  raw: RawOptions,
  api: string,
  environment: NodeJS.ProcessEnv,
  parent: TokenOfParent | undefined,
): Identity {
  const device = raw.device ?? environment.SLUICE_DEVICE;
  if (device === undefined || !DEVICE_NAME.test(device)) {
    throw new UsageError('--device (or SLUICE_DEVICE): the id of this enrolled device');
  }
  const file = credentialFile(deviceFolder(raw.state, api, device));
  const seen = seenCredential(file);
  if (seen) return { device, credential: { file, seen } };
  const { tokenFile } = raw;
  if (tokenFile !== undefined) {
    read(tokenFile, '--token-file');
    // Read again for each request: whoever renews the token writes the file anew.
    return { device, token: () => readFileSync(tokenFile, 'utf8').trim() };
  }
  const token = environment.SLUICE_TOKEN;
  if (token) return { device, token: () => token };
  if (!parent)
    throw new UsageError(
      'this device is not enrolled here (sluice enrol), and there is no token: --token-file, or SLUICE_TOKEN',
    );
  return { device, token: parent };
}

function subjects(file: string): Identity[] {
  const lines = read(file, '--subjects').split('\n').filter(Boolean);
  if (lines.length === 0) throw new UsageError('--subjects: the file is empty');
  return lines.map((line, at) => {
    try {
      const { device, token } = subjectSchema.parse(JSON.parse(line));
      return { device, token: () => token };
    } catch (cause) {
      throw new UsageError(`--subjects: line ${at + 1} is not {"device": ..., "token": ...}`, { cause });
    }
  });
}

function read(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${option}: ${file} cannot be read`, { cause });
  }
}

/** The same for `enrol`: a person's token, for once. @throws UsageError */
export function enrolOptions(
  raw: Pick<RawOptions, 'api' | 'device' | 'tokenFile' | 'state' | 'store'>,
  environment: NodeJS.ProcessEnv,
): { api: string; label: string; token: string; state: string; store: Store } {
  const store = storeOf(raw.store, environment);
  const api = raw.api ?? environment.SLUICE_API;
  if (!api || !URL.canParse(api)) throw new UsageError('--api (or SLUICE_API): the URL of the program');
  const label = raw.device ?? environment.SLUICE_DEVICE;
  if (label === undefined || !DEVICE_NAME.test(label))
    throw new UsageError('--device (or SLUICE_DEVICE): a name for this device');
  const token = raw.tokenFile === undefined ? environment.SLUICE_TOKEN : read(raw.tokenFile, '--token-file').trim();
  if (!token) throw new UsageError('--token-file, or SLUICE_TOKEN: your token, needed this once');
  return { api, label, token, state: raw.state, store };
}
