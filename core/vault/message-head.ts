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
