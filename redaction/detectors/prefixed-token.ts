import { before, type Detector } from '../detector.ts';
import { classAt, DIGIT, isWordAt, LOWER, UPPER } from '../text/classes.ts';

/** `rk_prod_3vTq8LwZx1NcYp6K`, `tk-live-8Vq3ZmNx05LrTy`, `npm_7Kz2QwXr90LtVbYm5sHd`: a short prefix, perhaps an environment, and what nobody reads. */
const FORM = /([a-z]{1,6}\d?[_-](?:[a-z]{2,8}[_-])?)([A-Za-z0-9]{10,64})(?![A-Za-z0-9_-])/y;
/** All that may stand before that part. */
const PREFIX = /[a-z0-9_-]{1,17}$/;
const LONGEST_PREFIX = 17;
const isOfPrefix = (c: number): boolean => c === 45 || c === 95 || (c >= 97 && c <= 122) || (c >= 48 && c <= 57);

/** Capitals, small letters and digits, mixed through and through, as chance mixes them: a word with a number behind it changes once. */
function isRandom(body: string): boolean {
  let kinds = 0;
  let changes = 0;
  let last = 0;
  for (let i = 0; i < body.length; i++) {
    const kind = classAt(body, i) & (LOWER | UPPER | DIGIT);
    kinds |= kind;
    if (kind !== last) changes++;
    last = kind;
  }
  return kinds === (LOWER | UPPER | DIGIT) && changes * 20 >= body.length * 11;
}

/** A key as services issue them, of a service that is on no list. */
export const prefixedToken: Detector = {
  name: 'prefixed-token',
  types: ['SECRET'],
  source: 'Form of the keys in secret-formats.ts: a prefix, an environment, a random part',
  triggers: { mixedCase: 10, codes: [10, 64] },
  examine(text, start, _end, emit) {
    // Words end at `_` and `-`: the token begins a part or two before this one.
    if (!isOfPrefix(text.charCodeAt(start - 1))) return;
    const prefix = PREFIX.exec(before(text, start, LONGEST_PREFIX));
    if (prefix === null) return;
    const from = start - prefix[0].length;
    if (isWordAt(text, from - 1)) return;
    FORM.lastIndex = from;
    const match = FORM.exec(text);
    if (match !== null && isRandom(match[2]!)) emit(from, from + match[0].length, 'SECRET');
  },
};
