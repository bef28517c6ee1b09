import { createHash } from 'node:crypto';
import { ROW_BITS } from './features.ts';
import { LABELS, LANES } from './labels.ts';
import { LEXICON_BITS, Lexicon } from './lexicon.ts';

/** Weights as they are shipped. */
export interface TaggerWeights {
  /** Raised whenever features or layout change: other weights do not fit the code. */
  version: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
  /** Slots of the lexicon, as a power of two. @default 18 */
  lexiconBits?: number;
  /** Lexicon flags (16-bit), classes, fingerprints, transitions (16-bit), rows; little-endian. */
  bytes: Uint8Array;
}

export const WEIGHTS_VERSION = 1;

/** One unit of score is 1/16 nat; a weight is an unsigned byte with 128 as zero (all labels of a row share the bias). */
export const SCALE = 16;
export const ZERO = 128;

/**
 * Lead of the label O, from the words' own features alone, at which the joint features are not looked up: 4 nats. Half of
 * the words of plain text have it; on the held-out set F2 changes by less than .001, and tagging is 12% faster.
 */
export const CERTAIN = 4 * SCALE;

export interface Model {
  lexicon: Lexicon;
  /** From label to label, LANES by LANES, in units of score. */
  transitions: Int32Array;
  /** Rows of LANES bytes, read as 32-bit words: four labels at a time. */
  rows: Int32Array;
}

const ROWS_SIZE = (1 << ROW_BITS) * LANES;
const MAX_CLASSES = 256;

/** Size of the weights' file, by the slots of its lexicon. */
export const modelBytes = (lexiconSize: number): number =>
  MAX_CLASSES * 2 + lexiconSize * 2 + LANES * LANES * 2 + ROWS_SIZE;

/** Throws when version or hash do not fit: a tagger with other weights would leak without anybody seeing it. */
export function unpack(weights: TaggerWeights): Model {
  if (weights.version !== WEIGHTS_VERSION) {
    throw new Error(`tagger weights of version ${weights.version}, expected ${WEIGHTS_VERSION}`);
  }
  const { bytes } = weights;
  const lexiconSize = 1 << (weights.lexiconBits ?? LEXICON_BITS);
  if (bytes.length !== modelBytes(lexiconSize) || createHash('sha256').update(bytes).digest('hex') !== weights.sha256) {
    throw new Error('tagger weights do not match their hash');
  }
  // 16- and 32-bit views need aligned offsets, which a part of another buffer may not give: that one is copied.
  const aligned = bytes.byteOffset % 4 === 0;
  const own = aligned ? bytes.buffer : new Uint8Array(bytes).buffer;
  let at = aligned ? bytes.byteOffset : 0;
  const take = (size: number): number => {
    at += size;
    return at - size;
  };
  const flags = new Uint16Array(own, take(MAX_CLASSES * 2), MAX_CLASSES);
  const classes = new Uint8Array(own, take(lexiconSize), lexiconSize);
  const fingerprints = new Uint8Array(own, take(lexiconSize), lexiconSize);
  const transitions = Int32Array.from(new Int16Array(own, take(LANES * LANES * 2), LANES * LANES));
  const rows = new Int32Array(own, take(ROWS_SIZE), ROWS_SIZE / 4);
  return { lexicon: new Lexicon(classes, fingerprints, flags), transitions, rows };
}

/** Inverse of the layout in `unpack`; for training. */
export function layOut(lexicon: Lexicon, transitions: Int16Array, rows: Uint8Array): Uint8Array {
  const lexiconSize = lexicon.classes.length;
  const out = new Uint8Array(modelBytes(lexiconSize));
  let at = 0;
  const put = (part: ArrayBufferView, size: number): void => {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += size;
  };
  put(lexicon.flags, MAX_CLASSES * 2);
  put(lexicon.classes, lexiconSize);
  put(lexicon.fingerprints, lexiconSize);
  put(transitions, LANES * LANES * 2);
  put(rows, ROWS_SIZE);
  return out;
}

export const LABEL_COUNT = LABELS.length;
