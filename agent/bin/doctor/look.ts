import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { DEVICE_NAME } from '../../../wire/lease-schema.ts';
import { inOneLine, printableJson } from '../../../wire/printable.ts';
import { accessibilityAddress } from '../../collectors/desktop/atspi/address.ts';
import { createCaller } from '../../sdk/control-api.ts';
import { CredentialError, openCredential, seenCredential } from '../../sdk/credential-file.ts';
import { LeaseRefused, SpoolError } from '../../sdk/errors.ts';
import { lockFolder } from '../../sdk/folder-lock.ts';
import { createFetch } from '../../sdk/http.ts';
import { createProxyRule } from '../../sdk/proxy.ts';
import { createSystemSign } from '../../sign/create.ts';
import { credentialFile, folderName } from '../folder.ts';
import { UsageError } from '../options.ts';
import { isServiceRunning, serviceHere } from '../service/command.ts';
import * as judge from './doctor.ts';

export interface RawDoctorOptions {
  api?: string;
  device?: string;
  state: string;
  json?: boolean;
}

/** Looks at everything, one after the other; none ends the others. */
export async function doctor(raw: RawDoctorOptions, environment: NodeJS.ProcessEnv): Promise<judge.Checked[]> {
  const api = raw.api ?? environment.SLUICE_API;
  if (!api || !URL.canParse(api)) throw new UsageError('--api (or SLUICE_API): the URL of the program');
  const device = raw.device ?? environment.SLUICE_DEVICE;
  if (device === undefined || !DEVICE_NAME.test(device))
    throw new UsageError('--device (or SLUICE_DEVICE): the name of this device');
  const state = resolve(raw.state);
  const folder = folderName(state, api, device);
  const { platform } = process;
  const { answer, offset } = await asked(api);
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, XDG_SESSION_TYPE: sessionType } = environment;
  return [
    judge.nodeVersion(process.versions.node),
    judge.deviceKey(await keyIn(credentialFile(folder)), Date.now()),
    judge.stateFolder(await folderFound(folder)),
    judge.proxy(await proxyOf(api)),
    judge.service(answer),
    judge.clock(offset),
    judge.session({ platform, display, wayland, sessionType }),
    judge.hook(hasHook(), platform),
    judge.mark(await hasMark()),
    judge.fields(await accessibilityAddress(environment).then(Boolean, () => false), platform),
    judge.autostart(autostart({ api, device, state }, environment)),
  ];
}

async function keyIn(file: string): Promise<Parameters<typeof judge.deviceKey>[0]> {
  try {
    const seen = seenCredential(file);
    if (!seen) return 'none';
    await openCredential(file);
    // Windows has rights of another kind, which say nothing here.
    const isPrivate = process.platform === 'win32' || (statSync(file).mode & 0o077) === 0;
    return { boundAt: seen.boundAt, private: isPrivate, store: seen.store };
  } catch (error) {
    return error instanceof CredentialError ? error.reason : 'key-damaged';
  }
}

/** File systems over a network, as Linux names them. */
const NETWORK = /^(nfs\d?|cifs|smb\d?|smbfs|afs|9p|ceph|glusterfs|lustre|fuse\.(sshfs|rclone|s3fs|glusterfs|davfs))$/;

/** @param mounts as /proc/self/mounts has them */
export function networkOf(path: string, mounts: string): string | undefined {
  const found = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .map(
      ([, at = '', kind = '']) =>
        [at.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))), kind] as const,
    )
    .filter(([at]) => at !== '' && (path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`)))
    .sort(([a], [b]) => b.length - a.length)[0];
  return found && NETWORK.test(found[1]) ? found[1] : undefined;
}

async function folderFound(folder: string): Promise<judge.FolderFound> {
  const mounts = existsSync('/proc/self/mounts') ? readFileSync('/proc/self/mounts', 'utf8') : '';
  const network = networkOf(folder, mounts);
  const found = { path: folder, lock: 'free' as const, ...(network !== undefined && { network }) };
  const made = firstMissing(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `doctor-${process.pid}`);
    writeFileSync(probe, Buffer.alloc(65_536));
    rmSync(probe);
    return { ...found, ...(await lockIn(folder)) };
  } catch (error) {
    return { ...found, cannotWrite: (error as NodeJS.ErrnoException).code ?? 'unknown' };
  } finally {
    // A look leaves nothing behind.
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  }
}

function firstMissing(folder: string): string | undefined {
  let missing: string | undefined;
  for (let at = folder; !existsSync(at); at = dirname(at)) missing = at;
  return missing;
}

async function lockIn(folder: string): Promise<{ lock: judge.FolderFound['lock'] }> {
  const isNew = !existsSync(join(folder, 'lock.db'));
  try {
    (await lockFolder(folder))();
    return { lock: 'free' };
  } catch (error) {
    return { lock: error instanceof SpoolError && error.message.includes('in use') ? 'held' : 'impossible' };
  } finally {
    if (isNew) rmSync(join(folder, 'lock.db'), { force: true });
  }
}

const knownSchema = z.object({ collecting: z.boolean().optional() });

async function asked(api: string): Promise<{ answer: Parameters<typeof judge.service>[0]; offset?: number }> {
  let date: string | null = null;
  const fetch = createFetch();
  const caller = createCaller({
    url: api,
    async fetch(input, init) {
      const response = await fetch(input, init);
      date = response.headers.get('date');
      return response;
    },
  });
  try {
    const { collecting } = knownSchema.parse(await caller.ask('GET', '/.well-known/sluice.json'));
    return { answer: { collecting }, ...(date !== null && { offset: Date.parse(date) - Date.now() }) };
  } catch (error) {
    // Its gateway answers, and knows no such route: it is there, and older.
    if (error instanceof LeaseRefused)
      return { answer: {}, ...(date !== null && { offset: Date.parse(date) - Date.now() }) };
    return { answer: error as Error };
  }
}

async function proxyOf(api: string): Promise<string | undefined> {
  try {
    return (await createProxyRule()(new URL(api)))?.host;
  } catch {
    return 'a setting that cannot be used';
  }
}

function hasHook(): boolean {
  try {
    createRequire(import.meta.url).resolve('uiohook-napi');
    return true;
  } catch {
    return false;
  }
}

async function hasMark(): Promise<boolean> {
  const sign = await createSystemSign();
  if (!sign) return false;
  if (process.platform !== 'linux') {
    const shown = new Promise<boolean>((done) => {
      sign.onVisible(done);
      setTimeout(() => done(false), 10_000).unref();
    });
    sign.show({ mark: 'stopped', title: 'Sluice: a check', lines: [], choices: [] });
    const visible = await shown;
    sign.close();
    return visible;
  }
  const { visible } = sign;
  sign.close();
  return visible;
}

function autostart(
  of: { api: string; device: string; state: string },
  environment: NodeJS.ProcessEnv,
): Parameters<typeof judge.autostart>[0] {
  try {
    const service = serviceHere(of, environment);
    if (!service.files.every(({ path }) => existsSync(path))) return 'absent';
    return isServiceRunning(service) ? 'running' : 'installed';
  } catch {
    return 'unknown';
  }
}

const SIGNS: Readonly<Record<judge.Verdict, string>> = { ok: '✓', warning: '!', fault: '✗' };

export function doctorText(checks: readonly judge.Checked[]): string {
  return checks
    .flatMap(({ check, verdict, says, do: todo }) => [
      `${SIGNS[verdict]} ${check}: ${inOneLine(says)}`,
      ...(todo === undefined ? [] : [`    ${todo}`]),
    ])
    .join('\n');
}

export const doctorJson = (checks: readonly judge.Checked[]): string =>
  printableJson({ checks, faults: checks.filter(({ verdict }) => verdict === 'fault').length });
