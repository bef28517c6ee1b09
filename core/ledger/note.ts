import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Refused } from '../shared/errors.ts';
import { hashDocument } from './entry.ts';
import type { SignedDocument, Signer } from './ledger.ts';

/**
 * Signed notes as https://c2sp.org/signed-note has them: a text that ends in a newline, an empty line, and signature
 * lines `— <key name> base64(key id || signature)`. The signature is over the text, its last newline included.
 */

/** Signature type of Ed25519 in C2SP signed notes. */
const ED25519 = 0x01;
/** DER of a SubjectPublicKeyInfo with an Ed25519 key (RFC 8410), up to the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/**
 * Keys that were read, by the base64 of their DER: a program has one, or two in a rotation, and to read it takes longer than to
 * verify with it. Of strangers' keys no more are kept than that.
 */
const read = new Map<string, KeyObject>();
const KEPT = 8;

function keyOf(spki: Uint8Array): KeyObject {
  const name = Buffer.from(spki).toString('base64');
  let key = read.get(name);
  if (key === undefined) {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    if (read.size >= KEPT) read.clear();
    read.set(name, key);
  }
  return key;
}

/** PEM, or DER of a SubjectPublicKeyInfo. @throws Refused `bad-key` when it is no Ed25519 public key */
export function readPublicKey(key: string | Uint8Array): Uint8Array {
  try {
    const object = typeof key === 'string' ? createPublicKey(key) : keyOf(key);
    const der = object.export({ format: 'der', type: 'spki' });
    if (der.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX)) return der;
  } catch (cause) {
    throw new Refused('bad-key', 'not a public key', { cause });
  }
  throw new Refused('bad-key', 'not an Ed25519 public key');
}

/** The key in the form that people keep in a file. */
export const publicKeyPem = (spki: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString('base64')}\n-----END PUBLIC KEY-----\n`;

/** First 4 bytes of SHA-256(name, newline, signature type, key). */
export function keyId(name: string, spki: Uint8Array): Uint8Array {
  const key = Buffer.from(spki).subarray(SPKI_PREFIX.length);
  return createHash('sha256').update(name).update(Uint8Array.of(0x0a, ED25519)).update(key).digest().subarray(0, 4);
}

/** @param text ends with a newline and holds no control characters but newlines */
export async function signNote(signer: Signer, text: string): Promise<string> {
  const [signature, spki] = await Promise.all([signer.sign(Buffer.from(text)), signer.publicKey()]);
  const line = Buffer.concat([keyId(signer.name, spki), signature]).toString('base64');
  return `${text}\n\u2014 ${signer.name} ${line}\n`;
}

export interface OpenedNote {
  text: string;
  /** Name of the key whose signature was verified. */
  name: string;
}

/**
 * The text of a note that this key signed. Signatures of other keys are skipped, as the specification asks.
 * @throws Refused `malformed-note`, `unknown-key` (no signature of this key), `bad-signature`
 */
export function openNote(note: string, spki: Uint8Array): OpenedNote {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Refused('malformed-note', 'no signatures');
  const text = note.slice(0, split + 1);
  const key = keyOf(spki);
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const found = SIGNATURE_LINE.exec(line);
    if (!found) throw new Refused('malformed-note', 'a line after the text is no signature');
    const [name, bytes] = [found[1]!, Buffer.from(found[2]!, 'base64')];
    if (!bytes.subarray(0, 4).equals(keyId(name, spki))) continue;
    if (!verify(null, Buffer.from(text), key, bytes.subarray(4))) {
      throw new Refused('bad-signature', `the signature of ${name} does not fit the text`);
    }
    return { text, name };
  }
  throw new Refused('unknown-key', 'no signature of this key');
}

/** Signs the canonical form of a document. `kind` is one word, e.g. `closure-receipt`. */
export async function signDocument<T>(signer: Signer, kind: string, document: T): Promise<SignedDocument<T>> {
  return { document, note: await signNote(signer, `${signer.name}\n${kind}\nsha256:${hashDocument(document)}\n`) };
}

export interface VerifiedDocument {
  /** `sluice/<program>`. */
  origin: string;
  kind: string;
  /** Hex SHA-256 of the document's canonical JSON. */
  hash: string;
}

/** @throws Refused as `openNote`, and `wrong-document` when the note is about another one */
export function verifyDocument(signed: SignedDocument<unknown>, spki: Uint8Array): VerifiedDocument {
  const { text, name } = openNote(signed.note, spki);
  const [origin, kind, digest, ...rest] = text.split('\n');
  const hash = hashDocument(signed.document);
  // After the third line comes its end, and nothing else.
  if (!kind || origin !== name || rest.length !== 1) {
    throw new Refused('malformed-note', 'the note is not one about a document');
  }
  if (digest !== `sha256:${hash}`) throw new Refused('wrong-document', 'the note is about another document');
  return { origin, kind, hash };
}
