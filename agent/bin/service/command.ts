import { realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { DEVICE_NAME } from '../../../wire/lease-schema.ts';
import { printableJson } from '../../../wire/printable.ts';
import { seenCredential } from '../../sdk/credential-file.ts';
import { nativeHostOf } from '../browser/native-host.ts';
import { credentialFile, deviceFolder } from '../folder.ts';
import { UsageError } from '../options.ts';
import { type Done, type Installed, install, runCommand, uninstall } from './apply.ts';
import { type Service, type ServiceOf, serviceOf } from './service.ts';

export interface RawServiceOptions {
  api?: string;
  device?: string;
  state: string;
  /** For browsers to start it, and not for the desktop. */
  browser?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

type OfThis = Pick<RawServiceOptions, 'api' | 'device' | 'state'>;

/** The service of a device of this machine. @throws UsageError */
export function serviceHere(
  raw: OfThis,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Service & { state: string; api: string; device: string } {
  const of = ofHere(raw, environment, platform);
  const service = serviceOf(of, platform);
  if (!service)
    throw new UsageError(`no service is known of ${platform}: start sluice-agent run by what this system has`);
  return { ...service, ...of };
}

/** The same, started by the browsers of the person. */
function browsersHere(raw: OfThis, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform) {
  const of = ofHere(raw, environment, platform);
  const host = nativeHostOf(of, platform);
  if (!host) throw new UsageError(`where browsers of ${platform} look for programs is not known`);
  return { ...host, ...of };
}

function ofHere(raw: OfThis, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): ServiceOf {
  const api = raw.api ?? environment.SLUICE_API;
  if (!api || !URL.canParse(api)) throw new UsageError('--api (or SLUICE_API): the URL of the program');
  const device = raw.device ?? environment.SLUICE_DEVICE;
  if (device === undefined || !DEVICE_NAME.test(device))
    throw new UsageError('--device (or SLUICE_DEVICE): the id of this enrolled device');
  // A secret in an address would stand in a file that backups take along, and in every list of processes.
  const { username, password } = new URL(api);
  if (username !== '' || password !== '') throw new UsageError('--api: an address without a name or a password in it');
  const state = resolve(raw.state);
  const user = platform === 'win32' ? windowsUser(environment) : String(userInfo().uid);
  return {
    node: realpathSync(process.execPath),
    program: realpathSync(process.argv[1]!),
    state,
    api,
    device,
    user,
    home: homedir(),
  };
}

const windowsUser = ({ USERDOMAIN, USERNAME }: NodeJS.ProcessEnv) => [USERDOMAIN, USERNAME].filter(Boolean).join('\\');

const WORDS: Readonly<Record<Done['what'], string>> = {
  write: 'written',
  unchanged: 'as it is to be',
  remove: 'removed',
  run: 'done',
  'not-possible': 'not possible now',
};

export function installHere(raw: RawServiceOptions, write: (line: string) => void): void {
  const service = raw.browser ? browsersHere(raw, process.env) : serviceHere(raw, process.env);
  const credential = seenCredential(credentialFile(deviceFolder(service.state, service.api, service.device)));
  if (!credential)
    throw new UsageError(
      'this device is not enrolled here, and a service is given no token of a person: sluice enrol --device NAME first',
    );
  const done = install(service, { dryRun: raw.dryRun === true });
  tell(raw, service, done, write);
  if (raw.json) return;
  if (raw.browser && !raw.dryRun)
    write(`${service.name}: they find the agent now; sluice-agent status shows how it is`);
  else if (done.some(({ what }) => what === 'not-possible')) write(`${service.name}: it starts at the next login`);
  else if (!raw.dryRun) write(`${service.name}: installed; sluice-agent status shows how it is`);
}

export function uninstallHere(raw: RawServiceOptions, write: (line: string) => void): void {
  const service = raw.browser ? browsersHere(raw, process.env) : serviceHere(raw, process.env);
  const done = uninstall(service, { dryRun: raw.dryRun === true });
  tell(raw, service, done, write);
  if (raw.json) return;
  write(
    done.length === 0
      ? `${service.name}: not installed`
      : `${service.name}: ${raw.dryRun ? 'nothing was removed yet' : 'removed'}; the device’s key and sealed frames that wait stay in ${service.state}`,
  );
}

function tell(raw: RawServiceOptions, { name }: Installed, done: Done[], write: (line: string) => void): void {
  if (raw.json) {
    write(printableJson({ service: name, dryRun: raw.dryRun === true, done }));
    return;
  }
  for (const { what, of, text } of done) {
    write(raw.dryRun ? `would ${what === 'unchanged' ? 'leave' : what}: ${of}` : `${WORDS[what]}: ${of}`);
    if (text !== undefined) write(text);
  }
}

/** Whether the system says that it runs. */
export const isServiceRunning = (service: Service): boolean => runCommand(service.isRunning);
