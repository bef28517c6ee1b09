import { type Detector, Progress } from '../detector.ts';
import { BESIDE_NAMES, isLabel, isName, LABEL_WORDS, labelType, saysPeople } from '../labels.ts';
import type { SensitiveType } from '../redactor.ts';
import type { Emit } from '../spans.ts';
import { lazily } from '../text/lazily.ts';

/** A line that heads a table is no longer, and has no more columns. */
const LONGEST_HEADER = 400;
const MOST_COLUMNS = 32;
const LONGEST_CELL = 64;
/** `last_name = 'Galvez'`, `"city": "Leeds"`, `surname='...'`; what stands before the last word of the key is `KEY`. */
const QUOTED = /["'`\]]?[ \t]{0,2}(?:=>|[:=])[ \t]{0,2}(["'])([^"'\n\\]{2,64})\1/y;
/** Where a key that may name a thing is seen to be of people. */
const AROUND = 96;
const STATEMENT = /\b(?:select|update|set|where|insert|values)\b/i;
const KEY = lazily(() => /[\p{L}\p{N}_]{0,32}$/u);
/** A list of columns, then lists of values in their order. */
const ROWS_OF_VALUES = /[ \t\r\n]{0,8}\(/y;
const VALUE_LIST = /\(((?:[^()'\n]|'(?:[^'\n]|''){0,200}'){1,800})\)[ \t\r\n]{0,8}(,?)/y;
const COLUMN_LIST = lazily(() => /\(([\p{L}\p{N}_"`, \t\r\n]{1,400})\)[ \t\r\n]{0,8}$/u);
const MOST_ROWS = 2_000;
const VALUES = 'values';
const ENDS_LABEL = '"\'`]:=,;|\t\r\n ';
const ENDS_SPACED = '=:|';

const progress = new Progress();

/** Values under a label that says whose they are: a column of a table, a column of a statement, a key. */
export const labelledValue: Detector = {
  name: 'labelled-value',
  types: ['PASSWORD', 'PERSON', 'LOCATION', 'PHONE', 'NATIONAL_ID', 'FINANCIAL', 'OTHER', 'VEHICLE_ID'],
  source: 'Column heads as tables of people have them, in the languages of labels.ts; RFC 4180 for cells',
  triggers: { words: [...LABEL_WORDS, VALUES] },
  examine(text, start, end, emit) {
    if (end - start === VALUES.length && text.slice(start, end).toLowerCase() === VALUES) {
      statement(text, start, end, emit);
      return;
    }
    // A key in quotes, a cell of a head, or a word of a sentence, as nearly all are.
    const next = text[end];
    if (next !== undefined && !ENDS_LABEL.includes(next)) return;
    if (next === ' ' && !ENDS_SPACED.includes(text[end + 1] ?? ' ') && !ENDS_SPACED.includes(text[end + 2] ?? ' '))
      return;
    QUOTED.lastIndex = end;
    const quoted = QUOTED.exec(text);
    if (quoted !== null) {
      const before = KEY().exec(text.slice(Math.max(0, start - 32), start))![0];
      const key = before + text.slice(start, end);
      const from = end + quoted[0].length - 1 - quoted[2]!.length;
      const around = text.slice(Math.max(0, start - AROUND), end + AROUND);
      const type = labelType(key, isName(key) && STATEMENT.test(around) && saysPeople(around));
      if (type !== undefined && type !== 'PASSWORD' && !BESIDE_NAMES.has(type))
        cell(text, from, from + quoted[2]!.length, type, emit);
      return;
    }
    if (next === ':' || (next === ' ' && text[end + 1] === ':')) {
      lineOf(text, start, end, emit);
      return;
    }
    table(text, start, emit);
  },
};

/** `Nazwisko: Zając`: a line of a form that says what somebody is called. */
function lineOf(text: string, start: number, end: number, emit: Emit): void {
  if (start > 0 && text[start - 1] !== '\n') return;
  LINE.lastIndex = end;
  const match = LINE.exec(text);
  if (match === null || labelType(text.slice(start, end), false) !== 'PERSON') return;
  cell(text, end + match[0].length - match[1]!.length, end + match[0].length, 'PERSON', emit);
}
const LINE = /[ \t]?:[ \t]{1,3}([^\s:;,|][^\n:;,|]{1,47})(?=\r?$|,)/my;

/** A table whose head the line of `at` is: each labelled column once, from the head's first label on. */
function table(text: string, at: number, emit: Emit): void {
  if (!progress.enter(text, at)) return;
  const before = text.slice(Math.max(0, at - LONGEST_HEADER), at);
  const from = at - before.length + before.lastIndexOf('\n') + 1;
  const length = text.slice(at, at + LONGEST_HEADER).indexOf('\n');
  if (length < 0 || (from > 0 && text[from - 1] !== '\n')) return;
  const to = at + length;
  const header = text.slice(from, to);
  const separator = separatorOf(header);
  if (separator === undefined || /\d/.test(header)) return;
  const labels = header.split(separator).map((label) => label.trim());
  if (labels.length > MOST_COLUMNS) return;
  const types = typesOf(labels, header);
  // Half of them are known, or two that say something of people.
  const personal = types.filter((type) => type !== undefined).length;
  if (personal < 2 && labels.filter(isLabel).length * 2 < labels.length) return;
  const columns = ofPeople(types);
  if (columns.every((type) => type === undefined) && !labels.some(isName)) return;
  let line = to + 1;
  while (line < text.length) {
    const next = text.indexOf('\n', line);
    const until = next < 0 ? text.length : next;
    if (!row(text, line, until, separator, columns, emit)) break;
    line = until + 1;
  }
  progress.settle(line);
}

/** What columns hold, those that may be of things by what stands in the head beside them. */
function typesOf(labels: readonly string[], head: string): readonly (SensitiveType | undefined)[] {
  const people = labels.some(isName) && saysPeople(head);
  return labels.map((label) => labelType(label, people));
}

/** What people are paid, drive or are numbered by, in a table that has their names. */
function ofPeople(columns: readonly (SensitiveType | undefined)[]): readonly (SensitiveType | undefined)[] {
  if (columns.includes('PERSON')) return columns;
  return columns.map((type) => (type !== undefined && BESIDE_NAMES.has(type) ? undefined : type));
}

/** The tab, semicolon, bar or comma that parts the cells of a line. */
export function separatorOf(line: string): string | undefined {
  return ['\t', ';', '|', ','].find((sign) => line.includes(sign));
}

function row(
  text: string,
  from: number,
  until: number,
  separator: string,
  columns: readonly (SensitiveType | undefined)[],
  emit: Emit,
): boolean {
  let start = from;
  let quote = false;
  const cells: [number, number][] = [];
  for (let i = from; i <= until; i++) {
    const c = text[i];
    if (c === '"') quote = !quote;
    if (i < until && (c !== separator || quote)) continue;
    cells.push([start, i]);
    start = i + 1;
  }
  if (cells.length !== columns.length) return false;
  for (const [i, type] of columns.entries()) if (type !== undefined) cell(text, ...cells[i]!, type, emit);
  return true;
}

/** A value in its cell, where it looks like one. */
function cell(text: string, start: number, end: number, type: SensitiveType, emit: Emit): void {
  while (start < end && /[\s"'`]/.test(text[start]!)) start++;
  while (end > start && /[\s"'`]/.test(text[end - 1]!)) end--;
  const value = text.slice(start, end);
  if (value.length > LONGEST_CELL || /^\[[A-Z_]+\]?$|^(?:null|none|n\/a|-+|true|false|unknown)$/i.test(value)) return;
  const digits = value.replace(/\D/g, '').length;
  const right = BESIDE_NAMES.has(type)
    ? digits >= 2 && (type === 'FINANCIAL' ? AMOUNT : CODED()).test(value)
    : type === 'PASSWORD'
      ? value.length >= 4 && !/\s/.test(value)
      : type === 'PHONE' || type === 'NATIONAL_ID'
        ? digits >= 6
        : /\p{L}{2}|^\p{Script=Han}/u.test(value) && NAME().test(value) && !CODE().test(value);
  if (right) emit(start, end, type);
}

const AMOUNT = /^[^\p{L}\d]{0,3}\d[\d.,' \u00a0]{0,16}(?: ?[^\d]{1,5})?$/u;
/** A number of staff or of a car: capitals and digits, of whatever script. */
const CODED = lazily(() => /^(?=.*\d)[\p{Lu}\p{Lo}\p{M}\d][\p{Lu}\p{Lo}\p{M}\d .·•/-]{1,18}$/u);
/** Words joined as code does, or a constant. */
const CODE = lazily(() => /\p{Ll}\p{Lu}\p{L}*\p{Ll}\p{Lu}|^[A-Z]{12,}$/u);
/** A name or a town: words that are not written small, or of a script that has no capitals. */
const NAME = lazily(() => /^(?:\p{Lu}|\p{Lo}|(?:de|van|von|der|el|al|la|le|dos?|da) )[\p{L}\p{M}.'’・· ,-]*$/u);

function statement(text: string, start: number, end: number, emit: Emit): void {
  ROWS_OF_VALUES.lastIndex = end;
  if (!ROWS_OF_VALUES.test(text)) return;
  const listed = COLUMN_LIST().exec(text.slice(Math.max(0, start - 420), start));
  if (listed === null) return;
  const labels = listed[1]!.split(',').map((label) => label.trim());
  const columns = ofPeople(typesOf(labels, listed[1]!));
  if (labels.length > MOST_COLUMNS || columns.every((type) => type === undefined)) return;
  let at = ROWS_OF_VALUES.lastIndex - 1;
  for (let n = 0; n < MOST_ROWS; n++) {
    VALUE_LIST.lastIndex = at;
    const list = VALUE_LIST.exec(text);
    if (list === null) return;
    let column = 0;
    for (const value of list[1]!.matchAll(/\s*('(?:[^']|'')*'|[^,]*),?/g)) {
      const type = columns[column++];
      const from = at + 1 + value.index + value[0].indexOf(value[1]!);
      if (type !== undefined) cell(text, from, from + value[1]!.length, type, emit);
    }
    at = VALUE_LIST.lastIndex;
    if (list[2] !== ',') return;
    while (/\s/.test(text[at] ?? '')) at++;
  }
}
