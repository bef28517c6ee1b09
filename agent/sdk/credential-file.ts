import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Keychain, KeychainError, type KeychainKind, keychainNamed } from '../../host/keychain.ts';
import {
  forgetSecret,
  keptBy,
  newSecret,
  openSecret,
  openSecretWaiting,
  SecretGone,
  type SecretName,
  type Store,
  seal,
  unseal,
} from '../../host/sealed.ts';
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

/** Where it is kept, and why not elsewhere. */
export const keptWords = ({ store, problem }: KeptCredential): string =>
  `${storeName(store)}${problem === undefined ? '' : `: ${problem}`}`;

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
  opened(read);
  return unsealed(file, read);
}

/** The same, for a process that has something else to do while a person is asked to unlock the store. */
export async function openCredential(file: string): Promise<DeviceCredential | undefined> {
  const read = readFile(file);
  if (read?.version !== 2) return read && plain(read);
  await openSecretWaiting(read).catch((error) => {
    throw withoutKey(read, error);
  });
  return unsealed(file, read);
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
  opened(before);
  write(file, sealed(credential, nameOf(before)));
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
export function keepCredential(file: string, credential: DeviceCredential, store: Store): KeptCredential {
  const before = sealedBefore(file);
  const { keychain, problem } = keptBy(store, (one) => write(file, sealedWith(one, credential)));
  if (!keychain && store === 'keychain') {
    const why = problem ?? 'this session has no key store that can be reached';
    throw new CredentialError(`${why}; with --store file the key is kept in ${file}`, { reason: 'key-store-locked' });
  }
  if (!keychain) write(file, { ...credential, ...(store === 'file' && { store }) });
  if (before) forgetSecret(before);
  return { store: keychain?.kind ?? 'file', ...(problem !== undefined && { problem }) };
}

/**
 * A key that lies in a file since there was no store, or none was known of: the same key, of the same device, into the store that is there now. Whoever chose the file keeps it.
 * @throws CredentialError it cannot be read
 */
export function moveIntoStore(file: string, store: Store): KeptCredential | undefined {
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

const nameOf = ({ keychain, secret, kept }: Sealed): SecretName => ({
  ...{ keychain, secret },
  ...(kept !== undefined && { kept }),
});

const sealedWith = (keychain: Keychain, credential: DeviceCredential): Sealed =>
  sealed(credential, newSecret(keychain, 'the key of this device'));

function sealed({ version: _, key, next, ...clear }: DeviceCredential, name: SecretName): Sealed {
  return { version: 2, ...clear, ...name, sealed: seal(name, JSON.stringify({ key, next }), boundTo(clear)) };
}

function unsealed(file: string, read: Sealed): DeviceCredential {
  const { version: _, keychain: __, secret: ___, kept: ____, sealed: text, ...clear } = read;
  try {
    return { version: 1, ...clear, ...keysSchema.parse(JSON.parse(unseal(read, text, boundTo(clear)))) };
  } catch (cause) {
    throw new CredentialError(`${file} is not as it was sealed: enrol this device again`, { cause });
  }
}

/** Whose the key is: in another's file it does not open. */
const boundTo = ({ audience, subject, device, boundAt, madeAt }: Clear) => [audience, subject, device, boundAt, madeAt];

/** @throws CredentialError by why the secret cannot be had */
function opened(read: Sealed): void {
  try {
    openSecret(read);
  } catch (error) {
    throw withoutKey(read, error);
  }
}

function withoutKey({ keychain }: Sealed, cause: unknown): unknown {
  const store = keychainNamed(keychain).name;
  if (cause instanceof KeychainError) {
    const message = `the key of this device is in ${store}, which does not answer`;
    return new CredentialError(message, { reason: 'key-store-locked', cause });
  }
  if (cause instanceof SecretGone) {
    const message = `the key of this device was in ${store}, ${cause.message}: enrol it again`;
    return new CredentialError(message, { reason: 'key-store-gone', cause });
  }
  return cause;
}
