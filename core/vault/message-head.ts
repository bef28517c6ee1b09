import { SluiceError } from '../shared/errors.ts';

/**
 * The head of an AWS Encryption SDK message, format version 2, read by hand: sealing and opening are the SDK's, but it
 * offers no place to cut.
 * https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 *
 *     1 version | 2 suite | 32 message id | 2 context length, context | 2 count of keys, keys |
 *     1 content type | 4 frame length | 32 commitment | 16 tag
 */
const BEFORE_CONTEXT = 1 + 2 + 32;
const AFTER_KEYS = 1 + 4 + 32 + 16;

/** AES-256-GCM under a key derived from the data key, which the message commits to, without signatures. */
const SUITE_ID = 0x0478;
/** Lengths of tag and nonce, and the nonce, behind the name of a raw AES key. */
const AFTER_KEY_NAME = 4 + 4 + 12;

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes of header and header authentication. @throws SluiceError when it is no such message */
export function headLength(message: Uint8Array): number {
  const bytes = asBuffer(message);
  try {
    if (bytes[0] !== 2) throw new RangeError('version');
    let at = BEFORE_CONTEXT + 2 + bytes.readUInt16BE(BEFORE_CONTEXT);
    const keys = bytes.readUInt16BE(at);
    at += 2;
    for (let key = 0; key < keys; key++) {
      // Provider id, provider information, ciphertext: each a length and that many bytes.
      for (let part = 0; part < 3; part++) at += 2 + bytes.readUInt16BE(at);
    }
    if (at + AFTER_KEYS > bytes.length) throw new RangeError('length');
    return at + AFTER_KEYS;
  } catch (cause) {
    throw new SluiceError('not an Encryption SDK message of version 2', { cause });
  }
}

/** Under which keys the data key of a message is wrapped, as it states them, and whether it is of the suite that we seal with. */
export interface StatedKeys {
  suite: boolean;
  /** By the names of key ring and key. */
  keys: { namespace: string; name: string }[];
}

/** Without any key. @throws SluiceError when it is no such message */
export function statedKeys(message: Uint8Array): StatedKeys {
  headLength(message);
  const bytes = asBuffer(message);
  let at = BEFORE_CONTEXT + 2 + bytes.readUInt16BE(BEFORE_CONTEXT);
  const count = bytes.readUInt16BE(at);
  at += 2;
  const part = () => {
    const size = bytes.readUInt16BE(at);
    at += 2 + size;
    return bytes.subarray(at - size, at);
  };
  const keys = Array.from({ length: count }, () => {
    const [namespace, name] = [part(), part()];
    part();
    return {
      namespace: namespace.toString(),
      name: name.subarray(0, Math.max(0, name.length - AFTER_KEY_NAME)).toString(),
    };
  });
  return { suite: bytes.readUInt16BE(1) === SUITE_ID, keys };
}

/** Bytes of a body that tell whether it begins with a frame. */
export const FRAME_BEGINS = 4 + 4 + 12;
const LAST_FRAME = 0xff_ff_ff_ff;

/**
 * Whether what follows a head begins as its first frame does: its number, 1, after a mark when it is the last too, and the nonce, which is the
 * number again. Bytes in the clear are not so.
 */
export function beginsWithFrame(rest: Uint8Array): boolean {
  if (rest.length < FRAME_BEGINS) return false;
  const bytes = asBuffer(rest);
  const at = bytes.readUInt32BE(0) === LAST_FRAME ? 4 : 0;
  return bytes.readUInt32BE(at) === 1 && bytes.subarray(at + 4, at + 16).equals(FIRST_NONCE);
}
const FIRST_NONCE = Buffer.from('000000000000000000000001', 'hex');

/**
 * The encryption context as the message states it, without any key. Authenticated only once the message has opened.
 * @throws SluiceError when it is no such message
 */
export function statedContext(message: Uint8Array): Record<string, string> {
  headLength(message);
  const bytes = asBuffer(message);
  const length = bytes.readUInt16BE(BEFORE_CONTEXT);
  const context: Record<string, string> = Object.create(null);
  if (length === 0) return context;
  let at = BEFORE_CONTEXT + 2;
  const text = () => {
    const size = bytes.readUInt16BE(at);
    at += 2 + size;
    return bytes.toString('utf8', at - size, at);
  };
  try {
    const pairs = bytes.readUInt16BE(at);
    at += 2;
    for (let pair = 0; pair < pairs; pair++) {
      const name = text();
      context[name] = text();
    }
  } catch (cause) {
    throw new SluiceError('the encryption context cannot be read', { cause });
  }
  return context;
}
