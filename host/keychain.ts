import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The keychain of the system that somebody is logged in to, by the system's own program: none is loaded into this process, and none is
 * installed with the package. It keeps one small secret for a file of the command line's or the agent's, with which that is sealed; what it keeps goes to it on
 * its standard input, never as an argument, which every process of the machine can read.
 */
export interface Keychain {
  /** As the file that it seals names it. */
  readonly kind: KeychainKind;
  /** As people know it. */
  readonly name: string;
  /**
   * @param id a name of the secret that nobody has used, letters and digits
   * @param secret base64
   * @param what it is of, for people who look into their keychain @default a session of the command line
   * @returns what has to be kept beside the file to get it back: nothing, where the system keeps it
   * @throws KeychainError
   */
  put(id: string, secret: string, what?: string): string | undefined;
  /** @param kept what `put` gave @returns nothing where it is not there (any more) @throws KeychainError */
  get(id: string, kept?: string): string | undefined;
  /** The same, for a process that has something else to do while a person is asked to unlock it. @throws KeychainError */
  getWaiting(id: string, kept?: string): Promise<string | undefined>;
  /** Nothing of it is left; again is harmless. @throws KeychainError */
  remove(id: string): void;
}

export const KEYCHAINS = ['keychain', 'secret-service', 'dpapi'] as const;
export type KeychainKind = (typeof KEYCHAINS)[number];

/** The system's program failed, or did not answer. */
export class KeychainError extends Error {}

const SERVICE = 'sluice';
/** A person may be asked to unlock it. */
const PATIENCE_MS = 60_000;
/** `security`: the item was not found. */
const NOT_FOUND = 44;

type Environment = Readonly<Record<string, string | undefined>>;

/** The keychain of a system; nothing where it has none, or none that this process can reach. */
export function keychainOf(platform: NodeJS.Platform, env: Environment): Keychain | undefined {
  const found = (program: string) => located(program, env);
  if (platform === 'darwin') return found('security') ? macKeychain : undefined;
  if (platform === 'win32') return found('powershell.exe') ? windowsProtection : undefined;
  // Without a session's bus nobody answers, and looking for one takes its time.
  const bus = env.DBUS_SESSION_BUS_ADDRESS || (env.XDG_RUNTIME_DIR && isThere(join(env.XDG_RUNTIME_DIR, 'bus')));
  return bus && found('secret-tool') ? secretService : undefined;
}

/** @returns the keychain of a session's file, whether or not it can be reached here */
export const keychainNamed = (kind: KeychainKind): Keychain =>
  ({ keychain: macKeychain, 'secret-service': secretService, dpapi: windowsProtection })[kind];

interface Lookup {
  program: string;
  args: readonly string[];
  input?: string;
  /** What the program's answer says, or what else has to be asked. @throws KeychainError */
  understood(answered: Answered): string | Lookup | undefined;
}

/** Both ways to look something up are one lookup. @param of undefined: nothing is kept under that name */
const looking = (of: (id: string, kept?: string) => Lookup | undefined): Pick<Keychain, 'get' | 'getWaiting'> => ({
  get(id, kept) {
    let next: string | Lookup | undefined = of(id, kept);
    while (typeof next === 'object') next = next.understood(ask(next.program, next.args, next.input));
    return next;
  },
  async getWaiting(id, kept) {
    let next: string | Lookup | undefined = of(id, kept);
    while (typeof next === 'object') next = next.understood(await askWaiting(next.program, next.args, next.input));
    return next;
  },
});

/** macOS. Its `-i` takes commands from standard input; the key is short because such a line is. */
const macKeychain: Keychain = {
  kind: 'keychain',
  name: "macOS's keychain",
  put(id, secret) {
    asked('security', ['-i'], `add-generic-password -U -s ${SERVICE} -a ${id} -w ${secret}\n`);
    return undefined;
  },
  ...looking((id) => ({
    program: 'security',
    args: ['find-generic-password', '-s', SERVICE, '-a', id, '-w'],
    understood({ status, stdout, fault }) {
      if (status === 0) return stdout;
      if (status === NOT_FOUND) return undefined;
      throw new KeychainError(fault);
    },
  })),
  remove(id) {
    const { status, fault } = ask('security', ['delete-generic-password', '-s', SERVICE, '-a', id]);
    if (status !== 0 && status !== NOT_FOUND) throw new KeychainError(fault);
  },
};

/** Linux: whatever answers as the Secret Service (GNOME Keyring, KWallet, KeePassXC). */
const secretService: Keychain = {
  kind: 'secret-service',
  name: 'the Secret Service',
  put(id, secret, what = 'a session of the command line') {
    asked('secret-tool', ['store', '--label', `Sluice: ${what}`, ...attributes(id)], secret);
    return undefined;
  },
  ...looking((id) => ({
    program: 'secret-tool',
    args: ['lookup', ...attributes(id)],
    understood({ status, stdout, fault, said }) {
      if (status === 0) return stdout;
      if (said) throw new KeychainError(fault);
      // Not there, and there behind a lock that nobody opens, are one exit code: what is there is listed all the same.
      return {
        program: 'secret-tool',
        args: ['search', ...attributes(id)],
        understood({ stdout: listed }) {
          if (listed !== '') throw new KeychainError('secret-tool: it is locked, and nobody unlocked it');
          return undefined;
        },
      };
    },
  })),
  remove(id) {
    const { status, fault, said } = ask('secret-tool', ['clear', ...attributes(id)]);
    if (status !== 0 && said) throw new KeychainError(fault);
  },
};

/** Windows: sealed by the key of whoever is logged in (DPAPI), and kept beside the session. */
const windowsProtection: Keychain = {
  kind: 'dpapi',
  name: "Windows' data protection",
  put: (_, secret) => asked('powershell.exe', powershell('Protect'), secret),
  ...looking((_, kept) =>
    kept === undefined
      ? undefined
      : { program: 'powershell.exe', args: powershell('Unprotect'), input: kept, understood: done },
  ),
  remove: () => undefined,
};

const attributes = (id: string) => ['service', SERVICE, 'session', id];

const powershell = (operation: 'Protect' | 'Unprotect') => [
  ...['-NoProfile', '-NonInteractive', '-Command'],
  `$ErrorActionPreference = 'Stop'; Add-Type -AssemblyName System.Security; $given = [Convert]::FromBase64String([Console]::In.ReadToEnd().Trim()); ` +
    `[Convert]::ToBase64String([Security.Cryptography.ProtectedData]::${operation}($given, $null, 'CurrentUser'))`,
];

interface Answered {
  status: number | null;
  stdout: string;
  /** Whether it said anything on standard error. */
  said: boolean;
  /** In words; holds no secret: programs say on standard error what they could not do. */
  fault: string;
}

function ask(program: string, args: readonly string[], input = ''): Answered {
  const path = located(program, process.env);
  if (path === undefined) return { status: null, stdout: '', said: true, fault: `${program}: not found` };
  const { status, stdout, stderr, error } = spawnSync(path, args, {
    ...{ input, encoding: 'utf8', timeout: PATIENCE_MS, windowsHide: true, env: process.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return answeredOf(program, { status, stdout, stderr, error });
}

interface Ended {
  status: number | null;
  stdout: string | null;
  stderr: string | null;
  error?: Error | undefined;
}

function answeredOf(program: string, { status, stdout, stderr, error }: Ended): Answered {
  const why = error ? ((error as NodeJS.ErrnoException).code ?? error.message) : (stderr ?? '').trim().split('\n')[0];
  const said = error !== undefined || (stderr ?? '').trim() !== '';
  const reason = (why || `ended with ${status}`).replace(`${program}: `, '');
  return { status, stdout: (stdout ?? '').trim(), said, fault: `${program}: ${reason}` };
}

function askWaiting(program: string, args: readonly string[], input = ''): Promise<Answered> {
  const path = located(program, process.env);
  if (path === undefined)
    return Promise.resolve({ status: null, stdout: '', said: true, fault: `${program}: not found` });
  return new Promise((resolve) => {
    const child = execFile(
      path,
      args,
      { encoding: 'utf8', timeout: PATIENCE_MS, windowsHide: true, env: process.env },
      (error, stdout, stderr) => {
        const { exitCode } = child;
        // Of one that ended by itself, its code says it; of one that did not, the error does.
        const failed = exitCode === null ? (error ?? new Error('ended by a signal')) : undefined;
        resolve(answeredOf(program, { status: exitCode, stdout, stderr, error: failed }));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

const asked = (program: string, args: readonly string[], input: string): string => done(ask(program, args, input));

function done({ status, stdout, fault }: Answered): string {
  if (status !== 0) throw new KeychainError(fault);
  return stdout;
}

/**
 * Where a program is, by the whole folders of the PATH alone: started by its bare name it would be looked for in the folder that the command
 * runs in as well (Windows always does, others where the PATH says so), and what lies there would be given the key.
 */
const located = (program: string, env: Environment): string | undefined =>
  (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, program))
    .find(isThere);

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}
