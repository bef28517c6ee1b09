import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from '../shared/canonical-json.ts';
import { Refused } from '../shared/errors.ts';

/**
 * A file of an export at rest: `1 version | 12 nonce | ciphertext | 16 tag`, AES-256-GCM under a key of this part alone, which seals its two
 * files and nothing else. Names of export, part and file are the associated data, so that no file passes for another one. That the key fits
 * one file alone is shown by the manifest, which has the hash of what lies in the bucket.
 */
export interface SealContext {
  program: string;
  export: string;
  part: string;
  file: 'data' | 'trajectories';
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const CIPHER = 'aes-256-gcm';

/** @param key 32 bytes */
export function sealFile(bytes: Uint8Array, context: SealContext, key: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(canonicalJson(context)));
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Refused `unsealed` when it is another file, was changed, or the key is another one */
export function openFile(sealed: Uint8Array, context: SealContext, key: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  try {
    if (bytes[0] !== VERSION) throw new RangeError('version');
    const body = bytes.subarray(1 + NONCE, -TAG);
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(canonicalJson(context)))
      .setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new Refused('unsealed', `${context.file} of part ${context.part} does not open`, { cause });
  }
}
