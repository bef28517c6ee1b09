import { type Detector, Progress } from '../detector.ts';

/** Longest URL that browsers of the field keep; the rest of a longer one is judged as text. */
const LONGEST = 8192;
const LONGEST_SCHEME = 32;
/** Characters of a scheme, RFC 3986 section 3.1: `socks5`, `postgresql+psycopg2`; 2 are those that it may begin with. */
const SCHEME = new Uint8Array(128);
for (const c of '0123456789+.-') SCHEME[c.charCodeAt(0)] = 1;
for (let c = 97; c <= 122; c++) SCHEME[c] = SCHEME[c - 32] = 2;
const schemeClass = (c: number): number => (c < 128 ? SCHEME[c]! : 0);
/** Characters that end a URL in a text, and those that end its authority. */
const STOPS = new Uint8Array(128);
for (const c of ' \t\r\n"\'<>`{}|\\^') STOPS[c.charCodeAt(0)] = 1;
for (const c of '/?#') STOPS[c.charCodeAt(0)] = 2;
/** Characters that end a part of a query or fragment. */
const PARTS = new Uint8Array(128);
for (const c of '&;#?') PARTS[c.charCodeAt(0)] = 1;
/** Query values that identify nobody. */
const HARMLESS_VALUE = /^(?:[a-z_-]{0,12}|\d{1,4}|true|false)$/;

/** Hosts that are numbers. */
const ADDRESS = /^[\d.:[\]a-f]+$/i;
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
    const farthest = Math.max(0, start - LONGEST_SCHEME);
    while (from > farthest && schemeClass(text.charCodeAt(from - 1)) !== 0) from--;
    while (from < start && schemeClass(text.charCodeAt(from)) !== 2) from++;
    if (from === start) return;
    const authority = end + 2;
    let to = authority;
    let path = -1;
    let login = false;
    let carries = false;
    const limit = Math.min(text.length, from + LONGEST);
    for (let stop = 0; to < limit; to++) {
      const c = text.charCodeAt(to);
      stop = c < 128 ? STOPS[c]! : 0;
      if (stop === 1) break;
      if (c === 64) login = true;
      if (stop !== 2) continue;
      if (path < 0) path = to;
      if (c !== 47) carries = true;
    }
    while ('.,;:!?)]*_'.includes(text[to - 1]!)) to--;
    progress.settle(to);
    if (path < 0 || path > to) path = to;
    const host = text.slice(authority, path);
    if (login && (host.includes('@') || NESTED.test(text.slice(path, to)))) {
      emit(from, to, 'URL');
      return;
    }
    if (path >= to - 1 && host.includes('.') && !ADDRESS.test(host)) {
      emit(from, to, 'URL');
      return;
    }
    // A question mark or a `#`.
    if (carries) query(text, path, to, emit);
  },
};

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
