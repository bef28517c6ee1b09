import { inOneLine } from '../wire/printable.ts';
import { terminalWidth } from './terminal.ts';

/*
 * Tables and facts for people. Where a terminal is too narrow, cells go on in the next line, between words; where even that has no room,
 * each row becomes a block of its own. What is piped is as wide as it likes, so that it can be cut and grepped.
 */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Signs that take two places: East Asian scripts, full-width forms, emoji. */
const WIDE =
  /^[\p{Emoji_Presentation}\p{Ideographic}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Places on a terminal. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Lines of at most `width` places, broken between words; a word that is longer stays whole, so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/**
 * A whole text for a terminal: lines that are too long go on below, as far in as they began, and marked as what somebody wrote where they
 * were: no part of it may look like a line of ours.
 */
export function laidOut(text: string, width: number): string {
  if (width === Number.POSITIVE_INFINITY) return text;
  const one = (line: string): string => {
    if (widthOf(line) <= width) return line;
    const indent = /^ *(?:\| )?/.exec(line)![0];
    return wrap(line.slice(indent.length), width - indent.length)
      .map((part) => (indent + part).trimEnd())
      .join('\n');
  };
  return text.split('\n').map(one).join('\n');
}

/** Between two columns. */
const GAP = 2;

/** A plain table: no borders. @param width of the terminal @default the real one's, and none where there is no terminal */
export function table(head: string[], rows: (string | number)[][], width = terminalWidth()): string {
  const cells = rows.map((row) => row.map((cell) => inOneLine(String(cell))));
  const columns = head.map((name, at) => {
    const all = [name, ...cells.map((row) => row[at] ?? '')];
    return { least: Math.max(...all.map(longestWord)), full: Math.max(...all.map(widthOf)) };
  });
  const widths = fitted(columns, width - GAP * (columns.length - 1));
  if (!widths) return blocks(head, cells, width);
  return [head, ...cells].flatMap((row) => lineUp(row, widths)).join('\n');
}

const longestWord = (text: string): number => Math.max(0, ...text.split(' ').map(widthOf));

/** The widest columns give up what is missing, down to their longest words. @returns undefined where that is not enough */
function fitted(columns: readonly { least: number; full: number }[], room: number): number[] | undefined {
  const widths = columns.map(({ full }) => full);
  let over = widths.reduce((sum, one) => sum + one, 0) - room;
  while (over > 0) {
    let widest = -1;
    for (const [at, { least }] of columns.entries()) {
      if (widths[at]! > least && (widest < 0 || widths[at]! > widths[widest]!)) widest = at;
    }
    if (widest < 0) return undefined;
    widths[widest]! -= 1;
    over -= 1;
  }
  return widths;
}

function lineUp(row: readonly string[], widths: readonly number[]): string[] {
  const wrapped = widths.map((width, at) => wrap(row[at] ?? '', width));
  const lines = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: lines }, (_, line) =>
    wrapped
      .map((cell, at) => padded(cell[line] ?? '', widths[at]! + GAP))
      .join('')
      .trimEnd(),
  );
}

const blocks = (head: readonly string[], rows: readonly string[][], width: number): string =>
  rows
    .map((row) => facts(Object.fromEntries(head.map((name, at) => [name.toLowerCase(), row[at]])), width))
    .join('\n\n');

/** `key  value` lines. @param width of the terminal @default the real one's, and none where there is no terminal */
export function facts(pairs: Record<string, string | number | boolean | undefined>, width = terminalWidth()): string {
  const known = Object.entries(pairs).filter(([, value]) => value !== undefined);
  const key = Math.max(0, ...known.map(([name]) => widthOf(name)));
  return known
    .flatMap(([name, value]) =>
      wrap(inOneLine(String(value)), width - key - GAP).map((line, at) =>
        (padded(at === 0 ? name : '', key + GAP) + line).trimEnd(),
      ),
    )
    .join('\n');
}
