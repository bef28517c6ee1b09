import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/**
 * A frame: one Kinesis record. Layout (docs/wire-format.md), numbers big-endian:
 *
 *     0   4  magic "SLCE"
 *     4   1  version, 1
 *     5   1  compression of the body: 0 none, 1 gzip, 2 zstd
 *     6   8  frame number of the device, 1 .. 2^53 - 1
 *     14  2  length of the lease, L
 *     16  L  lease, compact JWE, ASCII
 *     16+L   12  nonce
 *     28+L   n   ciphertext
 *     end    16  tag
 *
 * All bytes before the nonce are the associated data of AES-256-GCM, so that no header fits another body.
 */

export const FRAME_VERSION = 1;
/** A lease is about 700 bytes; what is longer is no lease of ours. */
export const MAX_LEASE_BYTES = 4096;
/** Largest body after decompression, bytes. A full Kinesis record (1 MiB) of real events unpacks to about 10 MiB. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Largest frame, bytes: one Kinesis record with its partition key. */
export const MAX_FRAME_BYTES = 1_048_576 - 256;

/** Frame numbers that the redactor's window tells apart, per device: the highest, and those right below it. */
export const REPLAY_WINDOW = 64;
/**
 * Highest frame number that is believed: a frame every millisecond for 34 years. A leap counts all numbers that it passes as
 * missing, and what 49 subjects of 16 devices can so add in one chunk has to stay below 2^53, which counters are exact to: a
 * sum beyond it could not be written, and two devices would hold up their shard for ever. Absolute, not relative to the
 * window, so that refusing is monotone.
 */
export const HIGHEST_NUMBER = 2 ** 40;

const MAGIC = Buffer.from('SLCE', 'ascii');
const LEASE_OFFSET = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Base64url and the dots between a JWE's parts. */
const LEASE_PATTERN = /^[A-Za-z0-9_.-]+$/;
/** zstd may ask for a window of 2 GiB; levels up to 19 need 2^23. 2^24 is the largest that a body can make use of. */
const ZSTD_WINDOW_LOG = 24;

/** In the order of their byte on the wire. */
export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Stable words for what can be wrong with a frame. Those up to `bad-lease` are of the header, the rest of the body. */
export const FRAME_FAULTS = [
  'not-a-frame',
  'unknown-version',
  'unknown-compression',
  'truncated',
  'bad-number',
  'lease-too-long',
  'bad-lease',
  'bad-key',
  'bad-seal',
  'bad-compression',
  'too-large',
  'too-many-lines',
] as const;
export type FrameFault = (typeof FRAME_FAULTS)[number];

/** Says which fault, and nothing of what the frame holds. */
export class FrameError extends Error {
  readonly fault: FrameFault;
  constructor(fault: FrameFault, options?: ErrorOptions) {
    super(`frame: ${fault}`, options);
    this.name = 'FrameError';
    this.fault = fault;
  }
}

export interface FrameHeader {
  version: number;
  compression: Compression;
  /** The device's frame number, a safe integer >= 1. */
  number: number;
  lease: string;
  /** Offset of the nonce; the bytes before it are the associated data. */
  nonceAt: number;
  ciphertextAt: number;
  tagAt: number;
}

const view = (data: Uint8Array): Buffer =>
  Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/**
 * Reads the clear header; nothing of it is trusted before `openFrame` has checked the seal.
 * @throws FrameError with a header fault
 */
export function readFrame(data: Uint8Array): FrameHeader {
  const bytes = view(data);
  if (bytes.length < MAGIC.length || bytes.compare(MAGIC, 0, 4, 0, 4) !== 0) throw new FrameError('not-a-frame');
  if (bytes.length < LEASE_OFFSET) throw new FrameError('truncated');
  const version = bytes[4]!;
  if (version !== FRAME_VERSION) throw new FrameError('unknown-version');
  const compression = COMPRESSIONS[bytes[5]!];
  if (compression === undefined) throw new FrameError('unknown-compression');
  // Below 2^53 a double holds the sum exactly; above, it is rounded to at least 2^53 and refused.
  const number = bytes.readUInt32BE(6) * 0x1_0000_0000 + bytes.readUInt32BE(10);
  if (number < 1 || number > Number.MAX_SAFE_INTEGER) throw new FrameError('bad-number');
  const leaseBytes = bytes.readUInt16BE(14);
  if (leaseBytes > MAX_LEASE_BYTES) throw new FrameError('lease-too-long');
  const nonceAt = LEASE_OFFSET + leaseBytes;
  const tagAt = bytes.length - TAG_BYTES;
  if (tagAt < nonceAt + NONCE_BYTES) throw new FrameError('truncated');
  const lease = bytes.toString('latin1', LEASE_OFFSET, nonceAt);
  if (!LEASE_PATTERN.test(lease)) throw new FrameError('bad-lease');
  return { version, compression, number, lease, nonceAt, ciphertextAt: nonceAt + NONCE_BYTES, tagAt };
}

export interface SealOptions {
  lease: string;
  number: number;
  /** @default 'zstd' */
  compression?: Compression;
}

function compress(body: Uint8Array, compression: Compression): Uint8Array {
  if (compression === 'none') return body;
  if (compression === 'gzip') return gzipSync(body);
  // Level 1: on event lines better than gzip's ratio at six times its speed.
  return zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/**
 * Seals a body (NDJSON of events) into a frame.
 * @param frameKey 32 bytes, of the lease
 * @param nonce 12 random bytes; passed in by test vectors alone
 * @throws FrameError `bad-number`, `lease-too-long`, `bad-lease`, `bad-key`, `too-large`
 */
export function sealFrame(
  { lease, number, compression = 'zstd' }: SealOptions,
  frameKey: Uint8Array,
  body: Uint8Array,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Buffer {
  if (!Number.isSafeInteger(number) || number < 1) throw new FrameError('bad-number');
  if (lease.length > MAX_LEASE_BYTES) throw new FrameError('lease-too-long');
  if (!LEASE_PATTERN.test(lease)) throw new FrameError('bad-lease');
  if (frameKey.length !== KEY_BYTES) throw new FrameError('bad-key');
  if (body.length > MAX_BODY_BYTES) throw new FrameError('too-large');
  const header = Buffer.alloc(LEASE_OFFSET + lease.length);
  MAGIC.copy(header);
  header[4] = FRAME_VERSION;
  header[5] = COMPRESSIONS.indexOf(compression);
  header.writeBigUInt64BE(BigInt(number), 6);
  header.writeUInt16BE(lease.length, 14);
  header.write(lease, LEASE_OFFSET, 'latin1');
  const cipher = createCipheriv('aes-256-gcm', frameKey, nonce).setAAD(header);
  const sealed = cipher.update(compress(body, compression));
  return Buffer.concat([header, nonce, sealed, cipher.final(), cipher.getAuthTag()]);
}

export interface OpenOptions {
  /** Bound of the body after decompression, bytes. @default MAX_BODY_BYTES */
  maxBytes?: number;
}

/**
 * Checks the seal, decrypts and decompresses. Memory is bounded by the frame plus `maxBytes`, whatever was sent.
 * @throws FrameError `bad-key`, `bad-seal`, `bad-compression`, `too-large`
 */
export function openFrame(
  data: Uint8Array,
  header: FrameHeader,
  frameKey: Uint8Array,
  { maxBytes = MAX_BODY_BYTES }: OpenOptions = {},
): Buffer {
  if (frameKey.length !== KEY_BYTES) throw new FrameError('bad-key');
  const bytes = view(data);
  const { nonceAt, ciphertextAt, tagAt, compression } = header;
  let packed: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-gcm', frameKey, bytes.subarray(nonceAt, ciphertextAt), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(bytes.subarray(0, nonceAt))
      .setAuthTag(bytes.subarray(tagAt));
    packed = decipher.update(bytes.subarray(ciphertextAt, tagAt));
    decipher.final();
  } catch (cause) {
    throw new FrameError('bad-seal', { cause });
  }
  if (compression === 'none') {
    if (packed.length > maxBytes) throw new FrameError('too-large');
    return packed;
  }
  try {
    if (compression === 'gzip') return gunzipSync(packed, { maxOutputLength: maxBytes });
    return zstdDecompressSync(packed, {
      maxOutputLength: maxBytes,
      // Output comes in pieces, each of them a call: as large as events usually become, and never much for a lie.
      chunkSize: Math.min(Math.max(packed.length * 6, 16_384), 1_048_576),
      params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
    });
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new FrameError(tooLarge ? 'too-large' : 'bad-compression', { cause });
  }
}
