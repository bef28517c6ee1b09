import Table from 'cli-table3';
import { inLines, inOneLine, printableJson } from '../wire/printable.ts';

/**
 * Where a command writes: tables for people, one JSON value for programs. Progress goes to stderr. Whatever goes through here, others may
 * have written: no control reaches the terminal but line feed and tab, and cells and facts are one line each.
 */
export interface Output {
  json: boolean;
  /** The result: `value` with --json, otherwise what `text` gives. */
  result(value: unknown, text: () => string): void;
  /** What must be known before the result is: a line on stderr, JSON with --json. */
  note(value: unknown, text: string): void;
  /** A line on stderr for work that takes longer than a second. */
  progress(line: string): void;
}

export function createOutput(json: boolean, stdout = process.stdout, stderr = process.stderr): Output {
  return {
    json,
    result(value, text) {
      stdout.write(`${json ? printableJson(value, 2) : inLines(text())}\n`);
    },
    note(value, text) {
      stderr.write(`${json ? printableJson(value) : inLines(text)}\n`);
    },
    progress(line) {
      if (!json) stderr.write(`${inOneLine(line)}\n`);
    },
  };
}

/** A plain table: no borders, so that it can be cut and grepped. */
export function table(head: string[], rows: (string | number)[][]): string {
  const plain = new Table({
    head,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: Object.fromEntries(
      [
        'top',
        'top-mid',
        'top-left',
        'top-right',
        'bottom',
        'bottom-mid',
        'bottom-left',
        'bottom-right',
        'left',
        'left-mid',
        'mid',
        'mid-mid',
        'right',
        'right-mid',
        'middle',
      ].map((place) => [place, '']),
    ),
  });
  plain.push(...rows.map((row) => row.map((cell) => inOneLine(String(cell)))));
  return plain
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** What somebody wrote at length: its lines are marked, so that none of them is taken for one of ours. */
export const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  | ${inOneLine(line)}`)
    .join('\n');

/** `key  value` lines. */
export function facts(pairs: Record<string, string | number | boolean | undefined>): string {
  const known = Object.entries(pairs).filter(([, value]) => value !== undefined);
  const width = Math.max(...known.map(([key]) => key.length));
  return known.map(([key, value]) => `${key.padEnd(width)}  ${inOneLine(String(value))}`).join('\n');
}

export const time = (ms: number | undefined): string =>
  ms === undefined ? '-' : new Date(ms).toISOString().replace('.000Z', 'Z');
