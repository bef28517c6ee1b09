import { type Detector, Progress } from '../detector.ts';
import { isLetterAt } from '../text/classes.ts';

/** Longest URL that browsers of the field keep; the rest of a longer one is judged as text. */
const LONGEST = 8192;
/** Characters that end a URL in a text, and those that end its authority. */
const STOPS = new Uint8Array(128);
for (const c of ' \t\r\n"\'<>`{}|\\^') STOPS[c.charCodeAt(0)] = 1;
for (const c of '/?#') STOPS[c.charCodeAt(0)] = 2;
/** Characters that end a part of a query or fragment. */
const PARTS = new Uint8Array(128);
for (const c of '&;#?') PARTS[c.charCodeAt(0)] = 1;
/** Query values that identify nobody. */
const HARMLESS_VALUE = /^(?:[a-z_-]{0,12}|\d{1,4}|true|false)$/;

/** User information anywhere in it: an address may hold another one. */
const NESTED = /:\/\/[^/?#@]{1,256}@/;
const progress = new Progress();

export const url: Detector = {
  name: 'url',
  types: ['URL'],
  source: 'RFC 3986: user information, query and fragment; an address without a path names a person or a house',
  triggers: { marks: ':' },
  examine(text, start, end, emit) {
    if (text.charCodeAt(end) !== 47 || text.charCodeAt(end + 1) !== 47 || !progress.enter(text, start)) return;
    let from = start;
    while (
      from > 0 &&
      start - from < 16 &&
      (isLetterAt(text, from - 1) || (from < start && '+-.'.includes(text[from - 1]!)))
    )
      from--;
    if (from === start) return;
    const authority = end + 2;
    let to = authority;
    const limit = Math.min(text.length, from + LONGEST);
    let hasAt = false;
    for (; to < limit; to++) {
      const c = text.charCodeAt(to);
      if (c < 128 && STOPS[c] === 1) break;
      if (c === 64) hasAt = true;
    }
    while (to > authority && '.,;:!?)]*_'.includes(text[to - 1]!)) to--;
    progress.settle(to);
    let path = authority;
    while (path < to && STOPS[text.charCodeAt(path)] !== 2) path++;
    if (hasAt && (text.slice(authority, path).includes('@') || NESTED.test(text.slice(path, to)))) {
      emit(from, to, 'URL');
      return;
    }
    if (path >= to - 1 && text.slice(authority, path).includes('.') && !isAddress(text, authority, path)) {
      emit(from, to, 'URL');
      return;
    }
    query(text, path, to, emit);
  },
};

function isAddress(text: string, from: number, to: number): boolean {
  return /^[\d.:[\]a-f]+$/i.test(text.slice(from, to));
}

/** Masks the values of the query and what follows a `#` when it carries values too. */
function query(text: string, from: number, to: number, emit: Parameters<Detector['examine']>[3]): void {
  let i = from;
  while (i < to && text.charCodeAt(i) !== 63 && text.charCodeAt(i) !== 35) i++;
  while (i < to) {
    let stop = i + 1;
    while (stop < to && PARTS[text.charCodeAt(stop)] !== 1) stop++;
    const equals = i + text.slice(i, stop).indexOf('=');
    // An empty value is a harmless one.
    if (equals > i && !HARMLESS_VALUE.test(text.slice(equals + 1, Math.min(stop, equals + 24)))) {
      emit(equals + 1, stop, 'URL');
    }
    i = stop;
  }
}
