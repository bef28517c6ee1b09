import { inLines, inOneLine, printableJson } from '../wire/printable.ts';
import { laidOut } from './layout.ts';
import { coloured, hasColour, terminalWidth } from './terminal.ts';

export { facts, table } from './layout.ts';

/** `table` for people, `json` one value, `ndjson` one value a line. */
export const FORMATS = ['table', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Where a command writes: tables for people, JSON for programs. Progress goes to stderr. Whatever goes through here, others may
 * have written: no control reaches the terminal but line feed and tab, and cells and facts are one line each.
 */
export interface Output {
  /** Whether a program reads it. */
  json: boolean;
  /** The result: `value` for programs, otherwise what `text` gives. */
  result(value: unknown, text: () => string): void;
  /** What must be known before the result is: a line on stderr, JSON for programs. */
  note(value: unknown, text: string): void;
  /** A line on stderr for work that takes longer than a second. */
  progress(line: string): void;
}

/** Takes a long text in place of the terminal. @returns whether it did */
export type Pager = (text: string) => boolean;

/** @param format true: `json` */
export function createOutput(
  format: boolean | Format,
  stdout = process.stdout,
  stderr = process.stderr,
  pager: Pager = () => false,
): Output {
  const kind = format === true ? 'json' : format || 'table';
  const json = kind !== 'table';
  return {
    json,
    result(value, text) {
      if (kind === 'ndjson')
        stdout.write(
          rowsOf(value)
            .map((row) => `${printableJson(row)}\n`)
            .join(''),
        );
      else if (kind === 'json') stdout.write(`${printableJson(value, 2)}\n`);
      else {
        const plain = laidOut(inLines(text()), terminalWidth(stdout));
        const shown = `${hasColour(stdout) ? coloured(plain) : plain}\n`;
        if (!pager(shown)) stdout.write(shown);
      }
    },
    note(value, text) {
      stderr.write(`${json ? printableJson(value) : laidOut(inLines(text), terminalWidth(stderr))}\n`);
    },
    progress(line) {
      if (!json) stderr.write(`${laidOut(inOneLine(line), terminalWidth(stderr))}\n`);
    },
  };
}

/** A list, or the one list of an answer, is a line each; where there is a next page, a last line says so. */
function rowsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const { next, ...others } = value as Record<string, unknown>;
  const lists = Object.values(others).filter(Array.isArray);
  const [list] = lists;
  if (!list || lists.length > 1 || Object.keys(others).length > 1) return [value];
  return next === undefined ? list : [...list, { next }];
}

/** What somebody wrote at length: its lines are marked, so that none of them is taken for one of ours. */
export const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  | ${inOneLine(line)}`)
    .join('\n');

/** A moment as people here say it, with its zone; programs get milliseconds. */
export function time(ms: number | undefined): string {
  if (ms === undefined) return '-';
  const at = new Date(ms);
  const east = -at.getTimezoneOffset();
  const [hours, minutes] = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const zone = east === 0 ? 'UTC' : `${east < 0 ? '-' : '+'}${hours}:${minutes}`;
  return `${new Date(ms + east * 60_000).toISOString().slice(0, 19).replace('T', ' ')} ${zone}`;
}
