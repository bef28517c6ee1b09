import { type Detector, Progress } from '../detector.ts';
import type { Span } from '../redactor.ts';

/** Twelve bytes and more: shorter than any value worth hiding. */
const SHORTEST = 16;
const LONGEST = 8_192;
/** Of a longer one only the groups of four characters that hold a value are masked. */
const WHOLE = 512;
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
      while (from > progress.until && start - from < 256 && isBase64(text, from - 1)) from--;
      let to = end;
      while (to - from < LONGEST && isBase64(text, to)) to++;
      progress.settle(to);
      if (to - from < SHORTEST) return;
      if (!beginsAsText(text, from, to)) return;
      const decoded = Buffer.from(text.slice(from, to), 'base64').toString('latin1');
      if (!isText(decoded)) return;
      const found = judge(decoded);
      if (found.length === 0) return;
      // A short one goes whole; of a file's content the stretches that hold the values.
      const padding = text.indexOf('=', from);
      if (to - from <= WHOLE || (padding >= 0 && padding < to - 2)) emit(from, to, found[0]!.type);
      else
        for (const { start: first, end: behind, type } of found)
          emit(from + Math.floor(first / 3) * 4, Math.min(to, from + Math.ceil(behind / 3) * 4), type);
    },
  };
}

function isBase64(text: string, at: number): boolean {
  return ALPHABET[text.charCodeAt(at)] === 1;
}

/** Groups of four characters that are looked at before all is decoded. */
const FIRST_GROUPS = 8;
const VALUES = new Uint8Array(128);
for (const [value, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  VALUES[c.charCodeAt(0)] = value;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** False when the first bytes alone hold more control characters than `isText` lets pass in the whole: most runs are none. */
function beginsAsText(text: string, from: number, to: number): boolean {
  const most = ((to - from) * 3) / 4 / 50;
  const last = Math.min(to - 3, from + FIRST_GROUPS * 4);
  let odd = 0;
  for (let at = from; at < last; at += 4) {
    let bits = 0;
    for (let i = at; i < at + 4; i++) {
      const c = text.charCodeAt(i);
      // Padding in the middle ends what is decoded.
      if (c === 61) return true;
      bits = (bits << 6) | VALUES[c]!;
    }
    if (isOdd(bits >> 16)) odd++;
    if (isOdd((bits >> 8) & 255)) odd++;
    if (isOdd(bits & 255)) odd++;
    if (odd >= most) return text.slice(from, to).includes('=');
  }
  return true;
}

const isOdd = (c: number): boolean => c < 32 && c !== 9 && c !== 10 && c !== 13;

/** Random bytes are not: a third of them would be control characters. */
function isText(bytes: string): boolean {
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (isOdd(bytes.charCodeAt(i))) odd++;
  }
  return odd * 50 < bytes.length;
}
