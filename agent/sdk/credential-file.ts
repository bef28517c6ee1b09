import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Keychain, KeychainError, type KeychainKind, keychainNamed, keychainOf } from '../../wire/keychain.ts';
import type { DeviceCredential } from './credential.ts';
import {
  type CredentialInFile,
  fileSchema,
  keysSchema,
  type PlainCredential,
  type Sealed,
} from './credential-schema.ts';
import { AgentError } from './errors.ts';
import { privateFolder } from './private-folder.ts';

/**
 * Where a device keeps the key that it proves itself with (docs/decisions/device-credential.md): sealed by a secret of the system's key store, where there is one that answers; else in a file that its
 * owner alone can read. A store that is locked or gone is said, and no other key is made in its place.
 */

/** Why the key cannot be had: words of the agent's state. */
export type NoKey = 'key-damaged' | 'key-store-locked' | 'key-store-gone';

export class CredentialError extends AgentError {
  readonly reason: NoKey;
  constructor(message: string, { reason = 'key-damaged', ...options }: ErrorOptions & { reason?: NoKey } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** Where it is kept: a key store where there is one that answers, there or not at all, in the file alone. */
export const KEY_STORES = ['auto', 'keychain', 'file'] as const;
export type KeyStore = (typeof KEY_STORES)[number];

type Clear = Omit<DeviceCredential, 'version' | 'key' | 'next'>;

/** What can be said of a credential without its key. */
export interface SeenCredential extends Clear {
  store: 'file' | KeychainKind;
}

/** @returns undefined where there is none @throws CredentialError it cannot be read */
export function seenCredential(file: string): SeenCredential | undefined {
  const read = readFile(file);
  if (!read) return undefined;
  const { api, audience, subject, device, boundAt, madeAt } = read;
  return { api, audience, subject, device, boundAt, madeAt, store: read.version === 1 ? 'file' : read.keychain };
}

/** How people know where it is kept. */
export const storeName = (store: SeenCredential['store']): string =>
  store === 'file' ? 'a file that you alone can read' : keychainNamed(store).name;

/**
 * @returns undefined where there is none @throws CredentialError it cannot be used, by why
 *
 * @example
 * const credential = readCredential('/var/lib/my-recorder/credential.json');
 * if (!credential) console.error('enrol this device first');
 */
export function readCredential(file: string): DeviceCredential | undefined {
  const read = readFile(file);
  if (read?.version !== 2) return read && plain(read);
  const bytes =
    secrets.get(read.secret) ??
    believed(
      read,
      attempted(read, () => keychainNamed(read.keychain).get(read.secret, read.kept)),
    );
  return unseal(file, read, bytes);
}

/** The same, for a process that has something else to do while a person is asked to unlock the store. */
export async function openCredential(file: string): Promise<DeviceCredential | undefined> {
  const read = readFile(file);
  if (read?.version !== 2) return read && plain(read);
  const known = secrets.get(read.secret);
  if (known) return unseal(file, read, known);
  let secret: string | undefined;
  try {
    secret = await keychainNamed(read.keychain).getWaiting(read.secret, read.kept);
  } catch (error) {
    throw lockedBy(read, error);
  }
  return unseal(file, read, believed(read, secret));
}

/**
 * Keeps a credential where the one before it was kept; a first one in the file.
 * @throws CredentialError its key store cannot be asked
 */
export function writeCredential(file: string, credential: DeviceCredential): void {
  let before: ReturnType<typeof readFile>;
  try {
    before = readFile(file);
  } catch {
    // Damaged: nothing of it is left to be kept.
  }
  if (before?.version !== 2) {
    write(file, { ...credential, ...(before?.store && { store: before.store }) });
    return;
  }
  const { secret: name, keychain, kept } = before;
  const secret =
    secrets.get(name) ??
    believed(
      before,
      attempted(before, () => keychainNamed(keychain).get(name, kept)),
    );
  write(file, seal(credential, { keychain, secret: name, ...(kept !== undefined && { kept }) }, secret));
}

export interface KeptCredential {
  store: SeenCredential['store'];
  /** Why the key store of this system does not keep it, where it has one. */
  problem?: string;
}

/**
 * Keeps a credential in place of the one before it, wherever that was.
 * @throws CredentialError for `keychain` where there is none, or none that answers
 */
export function keepCredential(file: string, credential: DeviceCredential, store: KeyStore): KeptCredential {
  const before = sealedBefore(file);
  const keychain = store === 'file' ? undefined : keychainOf(process.platform, process.env);
  let problem: string | undefined;
  if (keychain) {
    try {
      write(file, sealedWith(keychain, credential));
      if (before) forget(before);
      return { store: keychain.kind };
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      problem = `${keychain.name} does not keep it (${error.message})`;
    }
  }
  if (store === 'keychain') {
    const why = problem ?? 'this session has no key store that can be reached';
    throw new CredentialError(`${why}; with --store file the key is kept in ${file}`, { reason: 'key-store-locked' });
  }
  write(file, { ...credential, ...(store === 'file' && { store }) });
  if (before) forget(before);
  return { store: 'file', ...(problem !== undefined && { problem }) };
}

/**
 * A key that lies in a file since there was no store, or none was known of: the same key, of the same device, into the store that is there now. Whoever chose the file keeps it.
 * @throws CredentialError it cannot be read
 */
export function moveIntoStore(file: string, store: KeyStore): KeptCredential | undefined {
  const read = readFile(file);
  if (read?.version !== 1 || read.store === 'file' || store === 'file') return undefined;
  return keepCredential(file, plain(read), store);
}

function readFile(file: string): CredentialInFile | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CredentialError(`${file} cannot be read`, { cause: error });
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CredentialError(`${file} is damaged: enrol this device again`, { cause });
  }
}

const plain = ({ store: _, ...credential }: PlainCredential): DeviceCredential => credential;

function sealedBefore(file: string): Sealed | undefined {
  try {
    const read = readFile(file);
    return read?.version === 2 ? read : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, content: CredentialInFile): void {
  privateFolder(dirname(file));
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  // Where one was left by a crash, its mode stays.
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

// Sealing

/** Secrets that this process was given: a store that is locked meanwhile is asked nothing. */
const secrets = new Map<string, Uint8Array>();
const SECRET_BYTES = 32;

type SecretName = Pick<Sealed, 'keychain' | 'secret' | 'kept'>;

/** A fresh secret, put and got back before anything rests on it. */
function sealedWith(keychain: Keychain, credential: DeviceCredential): Sealed {
  const [name, secret] = [randomBytes(16).toString('hex'), randomBytes(SECRET_BYTES)];
  const kept = keychain.put(name, secret.toString('base64'), 'the key of this device');
  if (keychain.get(name, kept) !== secret.toString('base64')) {
    throw new KeychainError('it does not give back what it was given');
  }
  secrets.set(name, secret);
  return seal(credential, { keychain: keychain.kind, secret: name, ...(kept !== undefined && { kept }) }, secret);
}

function seal({ version: _, key, next, ...clear }: DeviceCredential, names: SecretName, secret: Uint8Array): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(boundTo(clear, names));
  const text = JSON.stringify({ key, next });
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { version: 2, ...clear, ...names, sealed: sealed.toString('base64') };
}

function unseal(
  file: string,
  { version: _, keychain, secret: name, kept: __, sealed, ...clear }: Sealed,
  secret: Uint8Array,
): DeviceCredential {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12))
      .setAAD(boundTo(clear, { keychain, secret: name }))
      .setAuthTag(bytes.subarray(-16));
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    return { version: 1, ...clear, ...keysSchema.parse(JSON.parse(text)) };
  } catch (cause) {
    throw new CredentialError(`${file} is not as it was sealed: enrol this device again`, { cause });
  }
}

/** Whose the key is: in another's file it does not open. */
const boundTo = ({ audience, subject, device, boundAt, madeAt }: Clear, { keychain, secret }: SecretName): Buffer =>
  Buffer.from(JSON.stringify([audience, subject, device, boundAt, madeAt, keychain, secret]));

const lockedBy = ({ keychain }: Sealed, cause: unknown): unknown =>
  cause instanceof KeychainError
    ? new CredentialError(`the key of this device is in ${keychainNamed(keychain).name}, which does not answer`, {
        reason: 'key-store-locked',
        cause,
      })
    : cause;

function attempted<T>(read: Sealed, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw lockedBy(read, error);
  }
}

/** @throws CredentialError `key-store-gone`: the store answers, and has it no more */
function believed({ keychain, secret: name }: Sealed, secret: string | undefined): Uint8Array {
  const bytes = Buffer.from(secret ?? '', 'base64');
  if (bytes.length !== SECRET_BYTES) {
    throw new CredentialError(
      `the key of this device was in ${keychainNamed(keychain).name}, which has it no more: enrol it again`,
      {
        reason: 'key-store-gone',
      },
    );
  }
  secrets.set(name, bytes);
  return bytes;
}

/** A secret that stays in a store opens nothing that is left: that it could not be removed stops nobody. */
function forget({ keychain, secret }: Sealed): void {
  secrets.delete(secret);
  try {
    keychainNamed(keychain).remove(secret);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
  }
}
