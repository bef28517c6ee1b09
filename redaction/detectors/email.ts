import type { Detector } from '../detector.ts';
import type { Emit } from '../spans.ts';
import { classAt, isWordAt, WORD } from '../text/classes.ts';
import { lazily } from '../text/lazily.ts';

/** RFC 5321 allows 64 before the `@` and 255 behind it; a little more is taken, so that a longer one leaves no rest. */
const LONGEST_LOCAL = 128;
const LONGEST_DOMAIN = 255;
/** Of the signs that RFC 5322 allows, those that occur: `=` and `&` stand in query strings far more often. */
const LOCAL_SYMBOLS = "._%+-'";

/** `jane (dot) doe [at] example dot co `, up to the `dot` before the top level. */
const OBFUSCATED = (() => {
  const word = (spelled: string): string =>
    `[ \\t]{0,2}[[({<]?[ \\t]{0,2}(?:${spelled})[ \\t]{0,2}[\\])}>]?[ \\t]{0,2}`;
  const local = '[\\p{L}\\p{N}._%+-]{1,64}';
  const label = '[\\p{L}\\p{N}-]{1,63}';
  const dot = word('(?<![\\p{L}\\p{N}])dot(?![\\p{L}\\p{N}])');
  const at = word('(?<![\\p{L}\\p{N}])at(?![\\p{L}\\p{N}])');
  return new RegExp(
    `${local}(?:${dot}${local}){0,3}?${at}${label}(?:${dot}${label}){0,3}[ \\t]{0,2}[[({<]?[ \\t]{0,2}$`,
    'iu',
  );
})();
const TOP_LEVEL = lazily(() => /^[ \t]{0,2}[\])}>]?[ \t]{0,2}([a-z]{2,24})(?![\p{L}\p{N}])/iu);
/** `(at)` instead of the sign alone: `jane (at) example.com`. */
const BRACKETED = { before: /[\p{L}\p{N}._%+-]{1,64}[ \t]{0,2}[[({<][ \t]?$/u, after: /^[ \t]?[\])}>][ \t]{0,2}/ };

/** End of a domain that begins at `from`, or -1. Its last label consists of letters, so that `pkg@1.2.3` is none. */
function domainEnd(text: string, from: number): number {
  let i = from;
  let label = from;
  let end = -1;
  const limit = Math.min(text.length, from + LONGEST_DOMAIN);
  for (; i <= limit; i++) {
    const c = i < limit ? text.charCodeAt(i) : 0;
    if (i < limit && (classAt(text, i) & WORD) !== 0) continue;
    const dotted = label > from;
    // A dash in the last label is none of it: what is written behind an address touches it at times.
    if (dotted && i - label >= 2 && isTopLevel(text, label, i)) end = i;
    if (c === 45) continue;
    if (c !== 46 || i === label) break;
    label = i + 1;
  }
  return end;
}

function isTopLevel(text: string, from: number, to: number): boolean {
  if (text.startsWith('xn--', from)) return true;
  // Digits behind it are not its own: what was typed next ran into it.
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 45 || (c <= 57 && i < from + 2)) return false;
  }
  return to - from <= 24;
}

export const email: Detector = {
  name: 'email',
  types: ['EMAIL'],
  source: 'RFC 5321 section 4.1.2, RFC 6531 (letters beyond ASCII); "name at host dot com" as people write it',
  triggers: { marks: '@', words: ['dot', 'at'] },
  examine(text, start, end, emit) {
    if (text.charCodeAt(start) !== 64) {
      if (end - start === 2) return bracketed(text, start, end, emit);
      const top = TOP_LEVEL().exec(text.slice(end, end + 32));
      const match = top && OBFUSCATED.exec(text.slice(Math.max(0, start - 144), start));
      if (match) emit(start - match[0].length, end + top[0].length, 'EMAIL');
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

function bracketed(text: string, start: number, end: number, emit: Emit): void {
  // `at` is one of the commonest words: a look at the neighbours, before any pattern.
  const next = text.charCodeAt(text[end] === ' ' ? end + 1 : end);
  if (next !== 41 && next !== 93 && next !== 125 && next !== 62) return;
  const behind = BRACKETED.after.exec(text.slice(end, end + 8));
  const local = behind && BRACKETED.before.exec(text.slice(Math.max(0, start - 72), start));
  if (!local) return;
  const to = domainEnd(text, end + behind[0].length);
  if (to > 0) emit(start - local[0].length, to, 'EMAIL');
}
