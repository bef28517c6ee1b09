import { CHAR } from './characters.ts';
import { EMITTED, LABEL } from './labels.ts';
import { GAP } from './words.ts';

/** Gap classes over which two words with the same label are one value, per label. Spaces alone always join. */
const JOINS: readonly number[] = (() => {
  const bits = (...kinds: number[]): number => kinds.reduce((all, kind) => all | (1 << kind), 1);
  const joins: number[] = new Array(EMITTED.length).fill(0);
  joins[LABEL.PERSON] = bits(CHAR.PERIOD, CHAR.HYPHEN, CHAR.APOSTROPHE);
  joins[LABEL.ORGANIZATION] = bits(
    CHAR.COMMA,
    CHAR.PERIOD,
    CHAR.HYPHEN,
    CHAR.APOSTROPHE,
    CHAR.CODE,
    CHAR.SLASH,
    CHAR.OPEN,
    CHAR.CLOSE,
  );
  joins[LABEL.LOCATION] = bits(CHAR.PERIOD, CHAR.HYPHEN, CHAR.APOSTROPHE, CHAR.OPEN, CHAR.CODE);
  joins[LABEL.ADDRESS] = bits(
    CHAR.COMMA,
    CHAR.PERIOD,
    CHAR.HYPHEN,
    CHAR.APOSTROPHE,
    CHAR.SLASH,
    CHAR.HASH,
    CHAR.CODE,
    CHAR.OPEN,
    CHAR.CLOSE,
  );
  joins[LABEL.DATE] = bits(CHAR.COMMA, CHAR.PERIOD, CHAR.HYPHEN, CHAR.SLASH, CHAR.COLON);
  joins[LABEL.AGE] = bits(CHAR.HYPHEN);
  joins[LABEL.NUMBER] = bits(CHAR.PERIOD, CHAR.HYPHEN, CHAR.SLASH, CHAR.OPEN, CHAR.CLOSE);
  joins[LABEL.TITLE] = bits(CHAR.COMMA, CHAR.PERIOD, CHAR.HYPHEN, CHAR.SLASH);
  joins[LABEL.GROUP] = bits(CHAR.HYPHEN);
  return joins;
})();

/**
 * Names with nothing but a space between them are one name: the surname that is a town, the company that begins with one.
 * The lesser label stands for it: a person before an organisation before a place.
 */
const NAMES = (1 << LABEL.PERSON) | (1 << LABEL.ORGANIZATION) | (1 << LABEL.LOCATION);

/**
 * Label of the one value that two neighbouring words of these labels are, or -1 when they are two. `gap` is that of `Words`.
 * An address goes on over line ends and takes the places in it along.
 */
export function join(left: number, right: number, gap: number): number {
  const kind = 1 << (gap & 31);
  if (gap & (GAP.BLANK_LINE | GAP.START)) return -1;
  const address = left === LABEL.ADDRESS || right === LABEL.ADDRESS;
  if (address && (left === right || left === LABEL.LOCATION || right === LABEL.LOCATION)) {
    // Several characters of punctuation join only as ", " and ".," do; brackets and bullets of lists and links do not.
    const several = gap & GAP.MORE && !(kind & ((1 << CHAR.COMMA) | (1 << CHAR.PERIOD)));
    return JOINS[LABEL.ADDRESS]! & kind && !several ? LABEL.ADDRESS : -1;
  }
  if (left !== right)
    return gap === GAP.SPACE && NAMES & (1 << left) && NAMES & (1 << right) ? Math.min(left, right) : -1;
  if (gap & GAP.NEWLINE) return -1;
  if (gap & GAP.MORE && left !== LABEL.ORGANIZATION && left !== LABEL.NUMBER) return -1;
  return JOINS[left]! & kind ? left : -1;
}

/** Characters after the last word that belong to the value: the period of "Mr.", "J." and "Inc.", an open bracket's close. */
export function trailing(text: string, label: number, start: number, end: number): number {
  const next = text.charCodeAt(end);
  if (next === 46) {
    if (label === LABEL.TITLE) return end - start <= 4 ? 1 : 0;
    if (label === LABEL.PERSON) return end - start === 1 ? 1 : 0;
    if (label === LABEL.ORGANIZATION) return LEGAL_FORM.test(text.slice(Math.max(start, end - 5), end)) ? 1 : 0;
    return 0;
  }
  return next === 41 &&
    (label === LABEL.LOCATION || label === LABEL.ADDRESS || label === LABEL.ORGANIZATION) &&
    text.lastIndexOf('(', end) >= start
    ? 1
    : 0;
}

const LEGAL_FORM =
  /\b(?:inc|ltd|co|corp|llc|kft|bt|pty|bros|p\.l\.c|s\.p\.a|s\.a|a\.s|a\.g|n\.v|b\.v|l\.p|s\.l|s\.r\.o|plc)$/i;
