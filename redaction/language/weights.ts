import { createHash } from 'node:crypto';
import { anywhere, type Place, readInto } from '../kernel/read.ts';
import { ROW_BITS } from './features.ts';
import about from './language.weights.json' with { type: 'json' };

/** Columns of a row: a language each, the last ones unused. */
export const COLUMNS = 32;
/** One unit of score is 1/16 nat. */
export const SCALE = 16;

/** Beside this module, and beside a bundle that it is part of: see tagger/weights.ts. */
export const LANGUAGE_WEIGHTS_FILE = new URL('./language.weights.bin', import.meta.url);

/** Throws when the bytes are not those that the detector was trained to. */
export function languageWeights(place: Place = anywhere): Int8Array {
  const bytes = readInto(LANGUAGE_WEIGHTS_FILE, place);
  const right =
    bytes.length === COLUMNS << ROW_BITS && createHash('sha256').update(bytes).digest('hex') === about.sha256;
  if (!right) throw new Error('the weights of the language detector do not match their hash');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
