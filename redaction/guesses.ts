import { separatorOf } from './detectors/labelled-value.ts';
import { isLabel } from './labels.ts';
import type { SensitiveType } from './redactor.ts';
import type { Finding } from './spans.ts';
import { plausible } from './tagged.ts';
import { hasDigit } from './text/classes.ts';
import { lazily } from './text/lazily.ts';
import { eachMatch } from './text/matches.ts';

/**
 * What the tagger took together and is not one value: cells of a table, two people and the word between them, a number that is proven and the
 * words behind it. A value is joined only over what belongs inside of one.
 */

/** Found by a checksum, a form of its own, a list of the customer's: its ends are where they are. */
const PROVEN: ReadonlySet<SensitiveType> = new Set([
  ...([
    'EMAIL',
    'PHONE',
    'CREDIT_CARD',
    'IBAN',
    'BANK_ACCOUNT',
    'NATIONAL_ID',
    'PASSPORT',
    'IP_ADDRESS',
    'MAC_ADDRESS',
    'VEHICLE_ID',
  ] as const),
  ...(['URL', 'SECRET', 'PASSWORD', 'DIRECTORY', 'MEDICAL'] as const),
]);

/** Between cells. A line end is one where the lines are rows of one table. */
const CELL = /[\t;|]|\r?\n/g;
/** Between values, though a firm may be called so (Reynolds and Hall). Those of one letter may stand inside of a name, too (Ortega y Gasset): they part full names alone. */
const BETWEEN =
  'and|or|und|oder|et|ou|en|of|och|eller|og|oraz|lub|and also|sowie|as well as|и|или|та|або|και|ve|nebo|sau';
const BETWEEN_NAMES = 'y|e|o|i|a|ja|és|és|si|și|dan|và';
const CONJUNCTION = lazily(() => new RegExp(`[ \\t]+(?:${BETWEEN})[ \\t]+`, 'giu'));
const SHORT_CONJUNCTION = lazily(() => new RegExp(`[ \\t]+(?:${BETWEEN_NAMES})[ \\t]+`, 'giu'));
/** The first word of each. */
const PARTING = new Set(`${BETWEEN}|${BETWEEN_NAMES}`.split('|').map((words) => words.split(' ')[0]!));
const CAPITAL = lazily(() => /\p{Lu}[\p{L}\p{M}'’-]+/gu);
const PARTED: ReadonlySet<SensitiveType> = new Set(['PERSON', 'LOCATION', 'ADDRESS']);
const LONGEST_HEAD = 400;

/** The guesses of the findings about a text cut where values end; what is known stays. */
export function refine(text: string, found: readonly Finding[]): Finding[] {
  if (!hasGuess(found)) return found as Finding[];
  const out: Finding[] = [];
  // The line that was looked at last: of a text that is no longer than a head may be it is the same for all guesses in it.
  const short = text.length <= LONGEST_HEAD;
  let from = 0;
  let to = -1;
  let head = false;
  for (let i = 0; i < found.length; i++) {
    const finding = found[i]!;
    if (finding.guessed !== true) {
      out.push(finding);
      continue;
    }
    const { start, end } = finding;
    if (short && (start >= to || start < from)) {
      from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
      const next = text.indexOf('\n', start);
      to = next < 0 ? text.length : next;
      head = !hasDigit(text, from, to) && isHead(text.slice(from, to));
    }
    if (!(short ? head && end <= to : inHead(text, finding))) addPieces(text, finding, out);
  }
  const joined = together(text, byStart(out));
  const more = siblings(text, joined);
  return apart(text, more.length === 0 ? joined : [...joined, ...more]);
}

function hasGuess(found: readonly Finding[]): boolean {
  for (let i = 0; i < found.length; i++) if (found[i]!.guessed === true) return true;
  return false;
}

/** Findings in the order of their beginnings, as they nearly always are. */
function byStart(found: readonly Finding[]): readonly Finding[] {
  for (let i = 1; i < found.length; i++)
    if (found[i]!.start < found[i - 1]!.start) return found.toSorted((a, b) => a.start - b.start);
  return found;
}

/** A first name and what was cut off behind it. */
function together(text: string, sorted: readonly Finding[]): readonly Finding[] {
  if (!touches(sorted)) return sorted;
  const out: Finding[] = [];
  for (const finding of sorted) {
    const last = out.at(-1);
    const joins =
      last?.guessed === true && finding.guessed === true && last.type === 'PERSON' && finding.start - last.end === 1;
    if (joins && text[last.end] === ' ' && WORDS().test(text.slice(finding.start, finding.end)))
      out[out.length - 1] = { ...last, end: finding.end };
    else out.push(finding);
  }
  return out;
}
/** Whether one begins where the other ended, but for a space: hardly any does. */
function touches(sorted: readonly Finding[]): boolean {
  for (let i = 1; i < sorted.length; i++) if (sorted[i]!.start - sorted[i - 1]!.end === 1) return true;
  return false;
}
const WORDS = lazily(() => /^\p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]+)?$/u);

/** Two full names with such a word between them are two people, or none: one is found by its likeness to the other. */
const BEFORE = lazily(
  () =>
    /(?<![\p{L}\p{M}\p{N}'’-])((?:\p{Lu}[\p{L}\p{M}'’-]+ ){1,2}\p{Lu}[\p{L}\p{M}'’-]+)[ \t]+(?:and|und|et|en|och|og|oraz|y|e|i|a|και|и|та)[ \t]+$/u,
);
const BEHIND = lazily(
  () =>
    /^[ \t]+(?:and|und|et|en|och|og|oraz|y|e|i|a|και|и|та)[ \t]+((?:\p{Lu}[\p{L}\p{M}'’-]+ ){1,2}\p{Lu}[\p{L}\p{M}'’-]+)(?![\p{L}\p{M}\p{N}'’-])/u,
);
const REACH = 72;
const JOINS: ReadonlySet<string> = new Set('and und et en och og oraz y e i a και и та'.split(' '));
const LONGEST_JOIN = 4;

const isBlankAt = (text: string, at: number): boolean => text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9;

/** Whether one of the words of `BEFORE` stands before a place, which spares the look at nearly every name. */
function isJoinedBefore(text: string, at: number): boolean {
  let end = at;
  while (end > 0 && isBlankAt(text, end - 1)) end--;
  if (end === at) return false;
  let start = end;
  while (start > 0 && end - start <= LONGEST_JOIN && !isBlankAt(text, start - 1)) start--;
  return mayBeShort(text, start, end) && JOINS.has(text.slice(start, end));
}

/** As before, of `BEHIND`. */
function isJoinedBehind(text: string, at: number): boolean {
  let start = at;
  while (start < text.length && isBlankAt(text, start)) start++;
  if (start === at) return false;
  let end = start;
  while (end < text.length && end - start <= LONGEST_JOIN && !isBlankAt(text, end)) end++;
  return mayBeShort(text, start, end) && JOINS.has(text.slice(start, end));
}
/** Findings in such a stretch are fewer. */
const NEIGHBOURS = 16;

function siblings(text: string, sorted: readonly Finding[]): Finding[] {
  const more: Finding[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const { start, end, type, guessed } = sorted[i]!;
    if (guessed !== true || type !== 'PERSON') continue;
    const joinedBefore = isJoinedBefore(text, start);
    const joinedBehind = isJoinedBehind(text, end);
    if ((!joinedBefore && !joinedBehind) || capitals(text.slice(start, end)) < 2) continue;
    const add = (from: number, until: number): void => {
      const near = sorted.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS);
      if (!near.some((one) => one.start < until && one.end > from))
        more.push({ start: from, end: until, type: 'PERSON', guessed: true });
    };
    const before = joinedBefore ? BEFORE().exec(text.slice(Math.max(0, start - REACH), start)) : null;
    if (before !== null) add(start - before[0].length, start - before[0].length + before[1]!.length);
    const behind = joinedBehind ? BEHIND().exec(text.slice(end, end + REACH)) : null;
    if (behind !== null) add(end + behind[0].length - behind[1]!.length, end + behind[0].length);
  }
  return more;
}

/** Guesses without what is proven inside of them: both are found, each as what it is. */
export function apart(text: string, found: readonly Finding[]): Finding[] {
  if (!hasProven(found)) return found as Finding[];
  const sorted = byStart(found);
  const proven = sorted.filter(isProven);
  const out: Finding[] = [];
  let first = 0;
  for (const finding of sorted) {
    if (finding.guessed !== true) {
      out.push(finding);
      continue;
    }
    while (first < proven.length && proven[first]!.end <= finding.start) first++;
    let from = finding.start;
    for (let i = first; i < proven.length && proven[i]!.start < finding.end; i++) {
      const { start, end, type } = proven[i]!;
      if (end <= from || type === finding.type) continue;
      out.push(...without(text, finding, from, start));
      from = end;
    }
    if (from === finding.start) out.push(finding);
    else out.push(...without(text, finding, from, finding.end));
  }
  return out;
}

const isProven = ({ type, guessed }: Finding): boolean => guessed !== true && PROVEN.has(type);
function hasProven(found: readonly Finding[]): boolean {
  for (let i = 0; i < found.length; i++) if (isProven(found[i]!)) return true;
  return false;
}

/** A part of a guess, when it still says something. */
function without(text: string, guess: Finding, from: number, until: number): Finding[] {
  let start = from;
  let end = until;
  while (start < end && !SAYS().test(text[start]!)) start++;
  while (end > start && !SAYS().test(text[end - 1]!)) end--;
  if (start >= end) return [];
  const value = text.slice(start, end);
  if (guess.type === 'ADDRESS' && !/\d|\p{Lu}|\p{Lo}/u.test(value)) return [];
  return plausible(text, start, end, guess.type) ? [{ ...guess, start, end }] : [];
}
const SAYS = lazily(() => /[\p{L}\p{M}\p{N}]/u);

/** Whether a sign between cells or a word between values stands in a guess: most have neither. */
function mayPart(text: string, { start, end }: Finding): boolean {
  let from = start;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    // Tab, line ends, `;`, `|`.
    if (c === 9 || c === 10 || c === 13 || c === 59 || c === 124) return true;
    if (c === 46 && text.charCodeAt(i + 1) === 32 && i + 1 < end) return true;
    if (c !== 32) continue;
    if (mayBeShort(text, from, i) && PARTING.has(text.slice(from, i).toLowerCase())) return true;
    from = i + 1;
  }
  return false;
}
const LONGEST_PARTING = 5;

/** Such words by first letter and length: most words of a name leave here, and no part of the text is made for them. */
const SHORT = new Uint8Array(256);
for (const word of [...PARTING, ...JOINS])
  if (word.length <= LONGEST_PARTING && word.charCodeAt(0) < 128)
    SHORT[shortIndex(word.charCodeAt(0), word.length)] = 1;

function shortIndex(letter: number, length: number): number {
  return ((letter & 31) << 3) | length;
}

function mayBeShort(text: string, from: number, to: number): boolean {
  if (to - from > LONGEST_PARTING || from === to) return false;
  const c = text.charCodeAt(from);
  return c > 127 || SHORT[shortIndex(c, to - from)] === 1;
}
const BEGINS = lazily(() => /^(?:and|und|et|en|oraz|och|og)[ \t]+(?=\p{Lu})/u);

function addPieces(text: string, guess: Finding, out: Finding[]): void {
  if (mayPart(text, guess)) out.push(...pieces(text, guess));
  else out.push(guess);
}

function pieces(text: string, guess: Finding): Finding[] {
  const value = text.slice(guess.start, guess.end);
  const cuts: [number, number][] = [];
  const cut = (match: RegExpExecArray) => cuts.push([match.index, match.index + match[0].length]);
  eachMatch(CELL, value, (match) => {
    if (!match[0].endsWith('\n') || rows(text, guess.start + match.index)) cut(match);
  });
  const before = cuts.length;
  if (guess.type === 'PERSON') eachMatch(SENTENCE_END(), value, cut);
  // A word that begins a sentence behind what is no name is none.
  if (cuts.length > before && !CAPITAL_FIRST().test(value)) return [];
  if (PARTED.has(guess.type) && !DIGIT.test(value)) {
    eachMatch(CONJUNCTION(), value, (match) => {
      if (capitals(value.slice(0, match.index)) > 0 || match.index === 0) cut(match);
    });
    eachMatch(SHORT_CONJUNCTION(), value, (match) => {
      if (capitals(value.slice(0, match.index)) > 1 && capitals(value.slice(match.index + match[0].length)) > 1)
        cut(match);
    });
    const begins = BEGINS().exec(value);
    if (begins !== null) cuts.push([0, begins[0].length]);
  }
  if (cuts.length === 0) return [guess];
  cuts.sort((a, b) => a[0] - b[0]);
  const parts: Finding[] = [];
  let from = guess.start;
  for (const [start, end] of [...cuts, [value.length, value.length] as const]) {
    const until = guess.start + start;
    if (until > from) for (const part of without(text, guess, from, until)) parts.push(...named(text, part));
    from = Math.max(from, guess.start + end);
  }
  return parts;
}

const CAPITAL_FIRST = lazily(() => /^(?:[\p{Lu}\p{Lo}]|(?:ul|rue|via|calle|av|al|os|pl)\b)/u);
/** Behind a word that is no abbreviation, or a unit. */
const SENTENCE_END = lazily(() => /(?<=[\p{Ll}\p{M}]{4}|\p{Lo}{3}|[°º ]C|\d{3})\. (?=[\p{Lu}\p{Lo}])/gu);

/** What a part of an address is when it stands alone: a number of a row is none. */
function named(text: string, part: Finding): Finding[] {
  if (part.type !== 'ADDRESS') return [part];
  const value = text.slice(part.start, part.end);
  if (!/\p{L}/u.test(value)) return POSTCODE.test(value) ? [part] : [];
  if (/\d/.test(value)) return [part];
  return [{ ...part, type: WORDS().test(value) && value.includes(' ') ? 'PERSON' : 'LOCATION' }];
}
const POSTCODE = /^\d{4,6}$/;

const capitals = (part: string): number => part.match(CAPITAL())?.length ?? 0;

/** The line that holds a place, as far as a head of a table may be long; nothing of a longer one. */
function lineAt(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - LONGEST_HEAD), at);
  const behind = text.slice(at, at + LONGEST_HEAD);
  const begin = before.lastIndexOf('\n') + 1;
  const end = behind.indexOf('\n');
  if ((begin === 0 && at > LONGEST_HEAD) || (end < 0 && at + LONGEST_HEAD < text.length)) return undefined;
  return before.slice(begin) + (end < 0 ? behind : behind.slice(0, end));
}

/** Whether a line end parts two rows: both lines have the same cells, or both begin with the number of a house. */
function rows(text: string, at: number): boolean {
  const before = lineAt(text, at);
  const after = lineAt(text, text[at] === '\r' ? at + 2 : at + 1);
  if (before === undefined || after === undefined) return false;
  const separator = separatorOf(before);
  if (separator !== undefined && separator !== ',' && before.split(separator).length === after.split(separator).length)
    return true;
  return /^\s{0,3}\d/.test(before) && /^\s{0,3}\d+[a-z]? \p{L}/iu.test(after);
}

/** Whether a guess stands in the head of a table: a row of names of columns. */
function inHead(text: string, { start, end }: Finding): boolean {
  if (end - start > LONGEST_HEAD || !mayHead(text, start, end)) return false;
  const line = lineAt(text, start);
  return line !== undefined && isHead(line);
}

/** Whether a line is nothing but names of columns. */
function isHead(line: string): boolean {
  const separator = separatorOf(line);
  if (separator === undefined || DIGIT.test(line)) return false;
  const cells = line.split(separator);
  const known = cells.filter((cell) => isLabel(cell)).length;
  return known >= 2 && known * 2 >= cells.length;
}
const DIGIT = /\d/;

/** Whether nothing between a guess and the ends of its line is a digit, which no head has: most lines with a guess in them have one. */
function mayHead(text: string, start: number, end: number): boolean {
  for (let i = start - 1; i >= 0 && start - i <= LONGEST_HEAD; i--) {
    const c = text.charCodeAt(i);
    if (c === 10) break;
    if (c >= 48 && c <= 57) return false;
  }
  for (let i = start; i < text.length && i - start < LONGEST_HEAD; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i >= end;
    if (c >= 48 && c <= 57) return false;
  }
  return true;
}
