import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { KEYCHAINS, type Keychain, KeychainError, keychainNamed, keychainOf } from '../wire/keychain.ts';
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
  key: z.string().regex(/^[0-9a-f]{32}$/),
  /** What the keychain gave to be kept beside it. */
  kept: z.string().optional(),
  /** AES-256-GCM: 12 bytes, the text, 16 bytes; base64. Bound to what it is for, so that no other address gets it. */
  sealed: z.base64(),
});
type Sealed = z.infer<typeof sealedSchema>;
const tokensSchema = z.strictObject(TOKENS);

const fileSchema = z.discriminatedUnion('version', [sessionSchema, sealedSchema]);

/** Where tokens are kept: in the keychain where there is one that answers, there or not at all, in the file alone. */
export const STORES = ['auto', 'keychain', 'file'] as const;
export type Store = (typeof STORES)[number];

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
  let problem: string | undefined;
  const keychain = store === 'file' ? undefined : keychainOf(process.platform, process.env);
  if (keychain) {
    try {
      write(file, sealedWith(keychain, session));
      if (before) removeKey(before);
      return { file, keychain: keychain.name };
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      problem = `${keychain.name} does not keep it (${error.message})`;
    }
  }
  if (store === 'keychain') {
    const why = problem ?? `this system has no keychain that can be reached: ${WANTED}`;
    throw new CommandError(
      EXIT.failed,
      'keychain',
      `${capital(why)}. With --store file the tokens are kept in ${file}.`,
    );
  }
  write(file, session);
  if (before) removeKey(before);
  return { file, ...(problem !== undefined && { problem }) };
}

const WANTED = 'security (macOS), secret-tool and a session bus (Linux), powershell.exe (Windows)';
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** Keeps the renewed tokens of a session where its tokens were. @throws CommandError as `loadSession` */
export function renewSession(name: string, session: Session): void {
  const before = sealedIn(name);
  write(sessionFile(name), before ? seal(session, namesOf(before), keyOf(name, before)) : session);
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
  if (sealed) removeKey(sealed);
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
  const { version: _, keychain: __, key: ___, kept: ____, sealed: _____, ...clear } = read;
  return { version: 2, ...clear, ...unseal(name, read) };
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

type KeyName = Pick<Sealed, 'keychain' | 'key' | 'kept'>;

const namesOf = ({ keychain, key, kept }: KeyName): KeyName => ({
  ...{ keychain, key },
  ...(kept !== undefined && { kept }),
});

/** A fresh key, put and got back before anything rests on it. */
function sealedWith(keychain: Keychain, session: Session): Sealed {
  const [key, secret] = [randomBytes(16).toString('hex'), randomBytes(32)];
  const kept = keychain.put(key, secret.toString('base64'));
  if (keychain.get(key, kept) !== secret.toString('base64')) {
    throw new KeychainError('it does not give back what it was given');
  }
  keys.set(key, secret);
  return seal(session, { keychain: keychain.kind, key, ...(kept !== undefined && { kept }) }, secret);
}

function seal({ version: _, token, refreshToken, ...clear }: Session, names: KeyName, key: Uint8Array): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(clear, names));
  const text = JSON.stringify({ token, refreshToken });
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { version: 3, ...clear, ...names, sealed: sealed.toString('base64') };
}

function unseal(name: string, session: Sealed): z.infer<typeof tokensSchema> {
  const key = keyOf(name, session);
  const bytes = Buffer.from(session.sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      .setAAD(boundTo(session, session))
      .setAuthTag(bytes.subarray(-16));
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    return tokensSchema.parse(JSON.parse(text));
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
const boundTo = (
  {
    api,
    program,
    stage,
    issuer,
    clientId,
    groupsClaim,
  }: Pick<Session, 'api' | 'program' | 'stage' | 'issuer' | 'clientId' | 'groupsClaim'>,
  { keychain, key }: KeyName,
): Buffer => Buffer.from(JSON.stringify([api, program, stage, issuer, clientId, groupsClaim, keychain, key]));

/** Keys that this process has asked for: an agent renews for weeks, and a keychain that is locked meanwhile asks nobody. */
const keys = new Map<string, Uint8Array>();

function keyOf(name: string, { keychain: kind, key, kept, api }: Sealed): Uint8Array {
  const known = keys.get(key);
  if (known) return known;
  const keychain = keychainNamed(kind);
  const cannot = (why: string, cause?: unknown) =>
    new CommandError(
      EXIT.unauthenticated,
      'keychain',
      `The key of session "${name}" is in ${keychain.name}, ${why}. Or log in again: ${loginLine(name, api)}`,
      { cause },
    );
  let secret: string | undefined;
  try {
    secret = keychain.get(key, kept);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    throw cannot(`which does not answer (${error.message}): unlock it, and try again`, error);
  }
  if (secret === undefined) throw cannot('which has it no more');
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== 32) throw cannot('which gives something else');
  keys.set(key, bytes);
  return bytes;
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

/** A key that stays in a keychain opens nothing that is left: that it could not be removed stops nobody. */
function removeKey({ keychain, key }: Sealed): void {
  keys.delete(key);
  try {
    keychainNamed(keychain).remove(key);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
  }
}
