import { BadMessage, marshal, unmarshal, Variant } from './marshal.ts';

/** D-Bus specification, "Message Format". */

export const METHOD_CALL = 1;
export const METHOD_RETURN = 2;
export const ERROR = 3;
export const SIGNAL = 4;
export const NO_REPLY_EXPECTED = 1;

export interface Message {
  type: number;
  flags?: number;
  serial: number;
  path?: string | undefined;
  interface?: string | undefined;
  member?: string | undefined;
  errorName?: string | undefined;
  replySerial?: number | undefined;
  destination?: string | undefined;
  sender?: string | undefined;
  signature?: string | undefined;
  body: readonly unknown[];
}

const FIELDS = [
  ['path', 1, 'o'],
  ['interface', 2, 's'],
  ['member', 3, 's'],
  ['errorName', 4, 's'],
  ['replySerial', 5, 'u'],
  ['destination', 6, 's'],
  ['sender', 7, 's'],
  ['signature', 8, 'g'],
] as const;

const FIXED = 16;
/** What is longer is none of what we ask for, and is passed over. */
const LONGEST = 1 << 22;
/** No bus carries more: where the next message begins is known no more. */
const MOST = 1 << 27;
const LITTLE = 0x6c;

export function encode(message: Message): Buffer {
  const { type, flags = 0, serial, signature = '', body } = message;
  const content = signature === '' ? Buffer.alloc(0) : marshal(signature, body);
  const fields = FIELDS.flatMap(([name, code, kind]) => {
    const value = message[name];
    return value === undefined || value === '' ? [] : [[code, new Variant(kind, value)]];
  });
  const head = marshal('yyyyuua(yv)', [LITTLE, type, flags, 1, content.length, serial, fields]);
  return Buffer.concat([head, Buffer.alloc((8 - (head.length % 8)) % 8), content]);
}

function measure(bytes: Buffer): { little: boolean; headLength: number; length: number } {
  const little = bytes[0] === LITTLE;
  if (!little && bytes[0] !== 0x42) throw new BadMessage('no message');
  const uint32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const [bodyLength, fieldsLength] = [uint32(4), uint32(12)];
  const headLength = Math.ceil((FIXED + fieldsLength) / 8) * 8;
  return { little, headLength, length: headLength + bodyLength };
}

/** Bytes that the first message takes, or that say so. @throws BadMessage */
export const lengthOf = (bytes: Buffer): number => (bytes.length < FIXED ? FIXED : measure(bytes).length);

/**
 * @returns the first message and how many bytes it takes, which of one that is passed over may be more than there are yet; nothing while it is not whole
 * @throws BadMessage
 */
export function decode(bytes: Buffer): { message?: Message; length: number } | undefined {
  if (bytes.length < FIXED) return undefined;
  const { little, headLength, length } = measure(bytes);
  if (length > MOST) throw new BadMessage('too long');
  if (length > LONGEST) return { length };
  if (bytes.length < length) return undefined;
  const head = unmarshal('yyyyuua(yv)', bytes.subarray(0, headLength), little);
  const message: Message = { type: head[1] as number, flags: head[2] as number, serial: head[5] as number, body: [] };
  for (const [code, variant] of head[6] as [number, Variant][]) {
    const field = FIELDS.find(([, known]) => known === code);
    if (field && variant.signature === field[2]) Object.assign(message, { [field[0]]: variant.value });
  }
  if (message.signature) message.body = unmarshal(message.signature, bytes.subarray(headLength, length), little);
  return { message, length };
}
