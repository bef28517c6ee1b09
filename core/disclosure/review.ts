import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { parse } from 'yaml';
import { canonicalJson } from '../shared/canonical-json.ts';
import { SluiceError } from '../shared/errors.ts';

/**
 * The signature of whoever reviewed a disclosure, over all that its file says but the signature itself: in whatever order, with
 * whatever comments. Over the file as it was written, never with defaults filled in, so that it holds in later releases too.
 */

const PREFIX = 'ed25519:';

/** What is signed, UTF-8. */
function reviewedForm(text: string): Buffer {
  const value = parse(text, { version: '1.2' }) as { review?: Record<string, unknown> };
  const { signature: _, ...review } = value.review ?? {};
  return Buffer.from(canonicalJson({ ...value, review }), 'utf8');
}

const signatureOf = (text: string): unknown =>
  (parse(text, { version: '1.2' }) as { review?: { signature?: unknown } }).review?.signature;

/** Not a key by which a review is signed. */
export class WrongKey extends SluiceError {
  constructor(which: 'private' | 'public', options?: ErrorOptions) {
    super(`no ${which} Ed25519 key in PEM (openssl genpkey -algorithm ed25519)`, options);
  }
}

function keyOf(which: 'private' | 'public', pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = which === 'private' ? createPrivateKey(pem) : createPublicKey(pem);
  } catch (cause) {
    throw new WrongKey(which, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new WrongKey(which);
  return key;
}

/** For `review.signature`. @param text a valid disclosure @param key PEM @throws WrongKey */
export const signReview = (text: string, key: string): string =>
  PREFIX + sign(null, reviewedForm(text), keyOf('private', key)).toString('base64');

/** Why a file is not signed by the holder of a key. `undefined`: it is. @param key PEM @throws WrongKey */
export function reviewProblem(text: string, key: string): string | undefined {
  const by = keyOf('public', key);
  const signature = signatureOf(text);
  if (signature === undefined) return 'not signed';
  if (typeof signature !== 'string' || !signature.startsWith(PREFIX)) {
    return `no signature that can be checked here: it begins with "${PREFIX}"`;
  }
  const holds = verify(null, reviewedForm(text), by, Buffer.from(signature.slice(PREFIX.length), 'base64'));
  return holds ? undefined : 'not the signature of this key over what the file says: one of them is another';
}
