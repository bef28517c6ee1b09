import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Keychain, KeychainError, type KeychainKind, keychainNamed, keychainOf } from './keychain.ts';

/**
 * What a file keeps sealed by a secret of the system's keychain: a session of the command line, the key of a device. AES-256-GCM: 12 bytes of
 * nonce, the text, 16 bytes of tag; base64.
 */

/** Where a secret of theirs is kept, as people say it: in the keychain where there is one that answers, there or not at all, in the file alone. */
export const STORES = ['auto', 'keychain', 'file'] as const;
export type Store = (typeof STORES)[number];

const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Names of secrets, as `newSecret` makes them. */
export const SECRET_NAME = /^[0-9a-f]{32}$/;

/** What a file says of the secret that it is sealed by. */
export interface SecretName {
  keychain: KeychainKind;
  /** Its name there. */
  secret: string;
  /** What the keychain gave to be kept beside it. */
  kept?: string | undefined;
}

/**
 * Keeps something by the keychain of this system, where that is asked for and one answers.
 * @returns the keychain, or why it does not keep it; nothing where none is asked
 */
export function keptBy(store: Store, keep: (keychain: Keychain) => void): { keychain?: Keychain; problem?: string } {
  const keychain = store === 'file' ? undefined : keychainOf(process.platform, process.env);
  if (!keychain) return {};
  try {
    keep(keychain);
    return { keychain };
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    return { problem: `${keychain.name} does not keep it (${error.message})` };
  }
}

/** The keychain answers, and does not have it (any more). */
export class SecretGone extends Error {}

/** Secrets that this process was given: one that runs for weeks asks once, and a keychain that is locked meanwhile is asked nothing. */
const known = new Map<string, Uint8Array>();

/**
 * A fresh secret, put and got back before anything rests on it.
 * @param what it is of, for people who look into their keychain. @default a session of the command line
 * @throws KeychainError
 */
export function newSecret(keychain: Keychain, what?: string): SecretName {
  const [secret, bytes] = [randomBytes(16).toString('hex'), randomBytes(SECRET_BYTES)];
  const text = bytes.toString('base64');
  const kept = keychain.put(secret, text, what);
  if (keychain.get(secret, kept) !== text) throw new KeychainError('it does not give back what it was given');
  known.set(secret, bytes);
  return { keychain: keychain.kind, secret, ...(kept !== undefined && { kept }) };
}

/** Asks for it where this process does not know it yet. @throws KeychainError, SecretGone */
export function openSecret({ keychain, secret, kept }: SecretName): void {
  if (!known.has(secret)) learn(secret, keychainNamed(keychain).get(secret, kept));
}

/** The same, for a process that has something else to do while a person is asked to unlock the keychain. @throws KeychainError, SecretGone */
export async function openSecretWaiting({ keychain, secret, kept }: SecretName): Promise<void> {
  if (!known.has(secret)) learn(secret, await keychainNamed(keychain).getWaiting(secret, kept));
}

function learn(name: string, text: string | undefined): void {
  if (text === undefined) throw new SecretGone('which has it no more');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== SECRET_BYTES) throw new SecretGone('which gives something else');
  known.set(name, bytes);
}

/**
 * @param boundTo what it is good for: in a file that says another thing it does not open
 * @throws KeychainError, SecretGone
 */
export function seal(name: SecretName, text: string, boundTo: readonly unknown[]): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretOf(name), nonce).setAAD(boundBytes(name, boundTo));
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64');
}

/** @throws KeychainError, SecretGone; another error where it is not as it was sealed, or not for that */
export function unseal(name: SecretName, sealed: string, boundTo: readonly unknown[]): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secretOf(name), bytes.subarray(0, NONCE_BYTES))
    .setAAD(boundBytes(name, boundTo))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

function secretOf(name: SecretName): Uint8Array {
  openSecret(name);
  return known.get(name.secret)!;
}

const boundBytes = ({ keychain, secret }: SecretName, boundTo: readonly unknown[]): Buffer =>
  Buffer.from(JSON.stringify([...boundTo, keychain, secret]));

/** A secret that stays in a keychain opens nothing that is left: that it could not be removed stops nobody. */
export function forgetSecret({ keychain, secret }: SecretName): void {
  known.delete(secret);
  try {
    keychainNamed(keychain).remove(secret);
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
  }
}
