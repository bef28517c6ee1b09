import { COLUMNS } from './weights.ts';

/** Words of 32 bits that hold a row's used columns: 28. */
const WORDS = COLUMNS / 4;
/** Every second byte of a word: two columns share one 32-bit sum. */
export const LOW = 0x00ff00ff;
/** Makes of signed bytes unsigned ones that are 128 more. */
export const BIAS = 0x80808080 | 0;
const ZERO = 128;

/**
 * Adds the first 28 columns of some rows of signed bytes to `sums`. Two columns share one 32-bit sum: of up to 256 rows, as those of six words
 * are, a column of bytes stays under 2^16.
 */
export function addRows(weights: Int32Array, rows: Int32Array, count: number, sums: Int32Array): void {
  if (count === 0) return;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let a2 = 0;
  let b2 = 0;
  let c2 = 0;
  let d2 = 0;
  let e2 = 0;
  let f2 = 0;
  let g2 = 0;
  for (let i = 0; i < count; i++) {
    const at = rows[i]! * WORDS;
    let word = weights[at]! ^ BIAS;
    a = (a + (word & LOW)) | 0;
    a2 = (a2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 1]! ^ BIAS;
    b = (b + (word & LOW)) | 0;
    b2 = (b2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 2]! ^ BIAS;
    c = (c + (word & LOW)) | 0;
    c2 = (c2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 3]! ^ BIAS;
    d = (d + (word & LOW)) | 0;
    d2 = (d2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 4]! ^ BIAS;
    e = (e + (word & LOW)) | 0;
    e2 = (e2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 5]! ^ BIAS;
    f = (f + (word & LOW)) | 0;
    f2 = (f2 + ((word >>> 8) & LOW)) | 0;
    word = weights[at + 6]! ^ BIAS;
    g = (g + (word & LOW)) | 0;
    g2 = (g2 + ((word >>> 8) & LOW)) | 0;
  }
  const bias = count * ZERO;
  unpack(sums, 0, a, a2, bias);
  unpack(sums, 4, b, b2, bias);
  unpack(sums, 8, c, c2, bias);
  unpack(sums, 12, d, d2, bias);
  unpack(sums, 16, e, e2, bias);
  unpack(sums, 20, f, f2, bias);
  unpack(sums, 24, g, g2, bias);
}

/** Adds the sums of four columns, of even ones and odd ones, less `bias`. */
export function unpack(sums: Int32Array, at: number, even: number, odd: number, bias: number): void {
  sums[at]! += (even & 0xffff) - bias;
  sums[at + 1]! += (odd & 0xffff) - bias;
  sums[at + 2]! += (even >>> 16) - bias;
  sums[at + 3]! += (odd >>> 16) - bias;
}
