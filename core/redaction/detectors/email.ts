import type { Detector } from '../detector.ts';
import { classAt, isWordAt, WORD } from '../text/classes.ts';

/** RFC 5321 allows 64 before the `@` and 255 behind it; a little more is taken, so that a longer one leaves no rest. */
const LONGEST_LOCAL = 128;
const LONGEST_DOMAIN = 255;
/** Of the signs that RFC 5322 allows, those that occur: `=` and `&` stand in query strings far more often. */
const LOCAL_SYMBOLS = "._%+-'";

const OBFUSCATED =
  /([\p{L}\p{N}._%+-]{1,64})[ \t]{0,2}[[({<]?[ \t]{0,2}(?:at|AT|At)[ \t]{0,2}[\])}>]?[ \t]{0,2}([\p{L}\p{N}-]{1,63})[ \t]{0,2}[[({<]?[ \t]{0,2}$/u;

/** End of a domain that begins at `from`, or -1. Its last label consists of letters, so that `pkg@1.2.3` is none. */
function domainEnd(text: string, from: number): number {
  let i = from;
  let label = from;
  let end = -1;
  const limit = Math.min(text.length, from + LONGEST_DOMAIN);
  for (; i <= limit; i++) {
    const c = i < limit ? text.charCodeAt(i) : 0;
    if (c === 45 || (i < limit && (classAt(text, i) & WORD) !== 0)) continue;
    const dotted = label > from;
    if (dotted && i - label >= 2 && isTopLevel(text, label, i)) end = i;
    if (c !== 46 || i === label) break;
    label = i + 1;
  }
  return end;
}

function isTopLevel(text: string, from: number, to: number): boolean {
  if (text.startsWith('xn--', from)) return true;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 45 || (c >= 48 && c <= 57)) return false;
  }
  return to - from <= 24;
}

export const email: Detector = {
  name: 'email',
  types: ['EMAIL'],
  source: 'RFC 5321 section 4.1.2, RFC 6531 (letters beyond ASCII); "name at host dot com" as people write it',
  triggers: { marks: '@', words: ['dot'] },
  examine(text, start, end, emit) {
    if (text.charCodeAt(start) !== 64) {
      const match = OBFUSCATED.exec(text.slice(Math.max(0, start - 144), start));
      const top = /^[ \t]{0,2}[\])}>]?[ \t]{0,2}([a-z]{2,24})(?![\p{L}\p{N}])/iu.exec(text.slice(end, end + 32));
      if (match && top) emit(start - match[0].length, end + top[0].length, 'EMAIL');
      return;
    }
    let from = start;
    const least = Math.max(0, start - LONGEST_LOCAL);
    while (from > least && (isWordAt(text, from - 1) || LOCAL_SYMBOLS.includes(text[from - 1]!))) from--;
    while (from < start && !isWordAt(text, from)) from++;
    if (from === start) {
      // A quoted local part: "john doe"@example.com
      if (text[start - 1] !== '"') return;
      from = text.lastIndexOf('"', start - 2);
      if (from < least) return;
    }
    const to = domainEnd(text, start + 1);
    if (to > 0) emit(from, to, 'EMAIL');
  },
};
