import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { KEYCHAINS, type Keychain, KeychainError, keychainNamed } from '../host/keychain.ts';
import {
  forgetSecret,
  keptBy,
  newSecret,
  openSecret,
  SECRET_NAME,
  SecretGone,
  type SecretName,
  type Store,
  seal,
  unseal,
} from '../host/sealed.ts';
import { CommandError, EXIT } from './exit-codes.ts';

const CLEAR = {
  /** Address of the program: the only one that the token is sent to. */
  api: z.url(),
  program: z.string(),
  stage: z.string(),
  issuer: z.url(),
  clientId: z.string(),
  groupsClaim: z.string(),
  /** Of the token, ms. */
  expires: z.number(),
  /** As the token says; absent: it says nothing of groups. */
  groups: z.array(z.string()).optional(),
};
const TOKENS = {
  /** ID token. */
  token: z.string(),
  refreshToken: z.string().optional(),
};

/** What `sluice login` remembers: one file per session name, readable by its owner alone. */
const sessionSchema = z.strictObject({ version: z.literal(2), ...CLEAR, ...TOKENS });
export type Session = z.infer<typeof sessionSchema>;

/** The same, with its tokens sealed by a key that the system's keychain keeps. */
const sealedSchema = z.strictObject({
  version: z.literal(3),
  ...CLEAR,
  keychain: z.enum(KEYCHAINS),
  /** Name of the key there. */
  key: z.string().regex(SECRET_NAME),
  /** What the keychain gave to be kept beside it. */
  kept: z.string().optional(),
  /** AES-256-GCM: 12 bytes, the text, 16 bytes; base64. Bound to what it is for, so that no other address gets it. */
  sealed: z.base64(),
});
type Sealed = z.infer<typeof sealedSchema>;
const tokensSchema = z.strictObject(TOKENS);

const fileSchema = z.discriminatedUnion('version', [sessionSchema, sealedSchema]);

/** Folder of everything that the command line keeps for a person. */
export const configFolder = (): string => join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'sluice');

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** @throws CommandError `usage` for a name that would be a path */
export function sessionFile(name: string): string {
  if (NAME.test(name)) return join(configFolder(), `${name}.session.json`);
  throw new CommandError(
    EXIT.usage,
    'usage',
    `"${name}" is no name of a session: letters, digits, dots, - and _, beginning with a letter or a digit, at most 64.`,
  );
}

export interface Saved {
  file: string;
  /** The keychain that keeps the key of its tokens; absent: the file holds them. */
  keychain?: string;
  /** Why the keychain of this system does not, where it has one. */
  problem?: string;
}

/**
 * Keeps a new session in place of what was there. The file is there whole, or as it was: a command that ends half-way loses no session.
 * @throws CommandError `keychain` for `keychain` where there is none, or none that answers
 */
export function saveSession(name: string, session: Session, store: Store = 'file'): Saved {
  const file = sessionFile(name);
  const before = sealedIn(name);
  const { keychain, problem } = keptBy(store, (one) => write(file, sealedWith(one, session)));
  if (!keychain && store === 'keychain') {
    const why = problem ?? `this system has no keychain that can be reached: ${WANTED}`;
    throw new CommandError(
      EXIT.failed,
      'keychain',
      `${capital(why)}. With --store file the tokens are kept in ${file}.`,
    );
  }
  if (!keychain) write(file, session);
  if (before) forgetSecret(nameOf(before));
  return { file, ...(keychain && { keychain: keychain.name }), ...(problem !== undefined && { problem }) };
}

const WANTED = 'security (macOS), secret-tool and a session bus (Linux), powershell.exe (Windows)';
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** Keeps the renewed tokens of a session where its tokens were. @throws CommandError as `loadSession` */
export function renewSession(name: string, session: Session): void {
  const before = sealedIn(name);
  if (before) opened(name, before);
  write(sessionFile(name), before ? sealed(session, nameOf(before)) : session);
}

function write(file: string, content: Session | Sealed): void {
  mkdirSync(configFolder(), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, file);
}

/** @returns whether there was one */
export function forgetSession(name: string): boolean {
  const sealed = sealedIn(name);
  try {
    rmSync(sessionFile(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  if (sealed) forgetSecret(nameOf(sealed));
  return true;
}

/** Of which program a session is; none where there is no session, or none that can be read. */
export function addressOfSession(name: string): string | undefined {
  try {
    return readSession(name).api;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.unauthenticated) return undefined;
    throw error;
  }
}

/** @throws CommandError `not-logged-in`, `bad-session`; `keychain` where the key of its tokens cannot be had */
export function loadSession(name: string): Session {
  const read = readSession(name);
  if (read.version === 2) return read;
  opened(name, read);
  const { version: _, keychain: __, key: ___, kept: ____, sealed: _____, ...clear } = read;
  return { version: 2, ...clear, ...unsealed(name, read) };
}

function readSession(name: string): Session | Sealed {
  const path = sessionFile(name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(
      EXIT.unauthenticated,
      'not-logged-in',
      `Not logged in${name === 'default' ? '' : ` (session "${name}")`}. Log in first: ${loginLine(name, 'ADDRESS')}`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const api = (value as { api?: unknown } | undefined)?.api;
  const line = loginLine(name, typeof api === 'string' ? api : 'ADDRESS');
  throw new CommandError(
    EXIT.unauthenticated,
    'bad-session',
    `${path} is no session of this version of the command line. Log in again: ${line}`,
  );
}

/** What to type to log in (again). */
export const loginLine = (name: string, api: string): string =>
  `sluice${name === 'default' ? '' : ` --session ${name}`} login ${api}`;

// Sealing

const nameOf = ({ keychain, key, kept }: Sealed): SecretName => ({ keychain, secret: key, kept });

const sealedWith = (keychain: Keychain, session: Session): Sealed => sealed(session, newSecret(keychain));

function sealed({ version: _, token, refreshToken, ...clear }: Session, name: SecretName): Sealed {
  const { keychain, secret: key, kept } = name;
  const text = seal(name, JSON.stringify({ token, refreshToken }), boundTo(clear));
  return { version: 3, ...clear, keychain, key, ...(kept !== undefined && { kept }), sealed: text };
}

function unsealed(name: string, session: Sealed): z.infer<typeof tokensSchema> {
  try {
    return tokensSchema.parse(JSON.parse(unseal(nameOf(session), session.sealed, boundTo(session))));
  } catch (cause) {
    throw new CommandError(
      EXIT.unauthenticated,
      'bad-session',
      `${sessionFile(name)} is not as it was sealed. Log in again: ${loginLine(name, session.api)}`,
      { cause },
    );
  }
}

/** What tokens are good for: whoever changes it in the file has a file that does not open. */
const boundTo = ({
  api,
  program,
  stage,
  issuer,
  clientId,
  groupsClaim,
}: Pick<Session, 'api' | 'program' | 'stage' | 'issuer' | 'clientId' | 'groupsClaim'>) => [
  ...[api, program, stage],
  ...[issuer, clientId, groupsClaim],
];

/** @throws CommandError `keychain` by why the key of its tokens cannot be had */
function opened(name: string, session: Sealed): void {
  try {
    openSecret(nameOf(session));
  } catch (cause) {
    const why =
      cause instanceof KeychainError
        ? `which does not answer (${cause.message}): unlock it, and try again`
        : cause instanceof SecretGone && cause.message;
    if (!why) throw cause;
    throw new CommandError(
      EXIT.unauthenticated,
      'keychain',
      `The key of session "${name}" is in ${keychainNamed(session.keychain).name}, ${why}. Or log in again: ${loginLine(name, session.api)}`,
      { cause },
    );
  }
}

/** The sealed session that a file holds, if it holds one. */
function sealedIn(name: string): Sealed | undefined {
  try {
    const read = readSession(name);
    return read.version === 3 ? read : undefined;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.unauthenticated) return undefined;
    throw error;
  }
}
