import { type Detector, Progress } from '../detector.ts';
import type { Span } from '../redactor.ts';

/** Twelve bytes and more: shorter than any value worth hiding. */
const SHORTEST = 16;
const LONGEST = 8_192;
const PADDING = '='.charCodeAt(0);
const ALPHABET = new Uint8Array(128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=') ALPHABET[c.charCodeAt(0)] = 1;

/** Text in base64 with a value in it: `am9obkBleGFtcGxlLmNvbQ==`. `judge` is the rest of the structured tier. */
export function base64Encoded(judge: (text: string) => Span[]): Detector {
  const progress = new Progress();
  return {
    name: 'base64-encoded',
    types: ['OTHER'],
    source: 'RFC 4648 sections 4 and 5',
    triggers: { codes: [8, 64], mixedCase: SHORTEST },
    examine(text, start, end, emit) {
      if (!progress.enter(text, start)) return;
      let from = start;
      let padded = false;
      const first = Math.max(progress.until, start - 256);
      for (; from > first; from--) {
        const c = text.charCodeAt(from - 1);
        if (c >= 128 || ALPHABET[c] === 0) break;
        if (c === PADDING) padded = true;
      }
      let to = end;
      const last = Math.min(text.length, from + LONGEST);
      for (; to < last; to++) {
        const c = text.charCodeAt(to);
        if (c >= 128 || ALPHABET[c] === 0) break;
        if (c === PADDING) padded = true;
      }
      progress.settle(to);
      if (to - from < SHORTEST) return;
      // Padding in the middle ends what is decoded: what comes first need not be all of it.
      if (!padded && !beginsAsText(text, from, to)) return;
      const decoded = Buffer.from(text.slice(from, to), 'base64').toString('latin1');
      if (!isText(decoded)) return;
      const [value] = judge(decoded);
      if (value !== undefined) emit(from, to, value.type);
    },
  };
}

/** Groups of four characters that are looked at before all is decoded. */
const FIRST_GROUPS = 32;
const VALUES = new Uint8Array(128);
for (const [value, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  VALUES[c.charCodeAt(0)] = value;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/**
 * False when the first bytes alone hold more control characters than `isText` lets pass in the whole: most runs are hashes.
 * One that begins without a digit is more often a long name or a path (`docs/AmazonCloudWatch`): fewer than a fifth of its
 * first bytes may be neither ASCII nor UTF-8.
 */
function beginsAsText(text: string, from: number, to: number): boolean {
  const most = ((to - from) * 3) / 4 / 50;
  const last = Math.min(to - 3, from + FIRST_GROUPS * 4);
  let odd = 0;
  let strays = 0;
  let seen = 0;
  let previous = 0;
  let digits = false;
  for (let at = from; at < last; at += 4) {
    let bits = 0;
    for (let i = at; i < at + 4; i++) {
      const c = text.charCodeAt(i);
      if (c >= 48 && c <= 57) digits = true;
      bits = (bits << 6) | VALUES[c]!;
    }
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (bits >> shift) & 255;
      if (isOdd(byte)) odd++;
      if (isStray(previous, byte)) strays++;
      previous = byte;
      seen++;
    }
    if (odd >= most) break;
  }
  return odd < most && (digits || strays * 5 < seen);
}

/** A byte of UTF-8 that continues nothing, or one that does not continue what the byte before it began. */
const isStray = (previous: number, byte: number): boolean =>
  byte >= 0x80 && byte < 0xc0 ? previous < 0x80 : previous >= 0xc0;

const isOdd = (c: number): boolean => c < 32 && c !== 9 && c !== 10 && c !== 13;

/** Random bytes are not: a third of them would be control characters. */
function isText(bytes: string): boolean {
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (isOdd(bytes.charCodeAt(i))) odd++;
  }
  return odd * 50 < bytes.length;
}
