import type { Check } from '../../api/words.ts';
import { canonicalJson } from '../ledger/entry.ts';
import type { RecordSummary } from '../reading/reading.ts';
import { checkFinding } from './checked.ts';
import { addedUp, type Bounds, type RowQuestion, type WalkParts, walkRows } from './walk-rows.ts';

export type RowsParts = WalkParts;

/** Of one row, in words of the check: what is wrong with it, and what cannot be told of it. */
export interface RowVerdict {
  wrong: readonly string[];
  open: readonly string[];
}

/** How the rows of one look are judged; made anew for each, from what the one before it knew. */
export interface RowJudge {
  /** In the order of the rows; undefined of one that is gone. */
  page(rows: readonly RecordSummary[]): Promise<(RowVerdict | undefined)[]>;
  /** What the next look has to know, as plain JSON. @default nothing */
  known?(): unknown;
}

export interface RowCheck {
  check: Check;
  /** Each word of a verdict, as people read it. */
  words: Readonly<Record<string, string>>;
  begin(known: unknown): RowJudge;
  /** What no slice sees by itself: how often each word, with a line for each. @default nothing */
  between?(known: readonly unknown[]): { wrong: Record<string, number>; lines: readonly object[] };
}

interface Tally {
  checked: number;
  unreadable: number;
  wrong: Record<string, number>;
  open: Record<string, number>;
  known?: unknown;
}

/** A check of every row of the window. The evidence has a line for each page, and one for each row that is not clean. */
export const overRows = (parts: RowsParts, check: RowCheck, bounds?: Bounds) =>
  walkRows(parts, questionOf(check), bounds);

const questionOf = ({ check, words, begin, between }: RowCheck): RowQuestion<Tally> => ({
  name: check,
  empty: { checked: 0, unreadable: 0, wrong: {}, open: {} },
  begin({ known: before, ...tally }) {
    const judge = begin(before);
    return {
      async page({ rows, unreadable }, add) {
        const verdicts = await judge.page(rows);
        tally.unreadable += unreadable;
        for (const [at, { subject, segment }] of rows.entries()) {
          const verdict = verdicts[at];
          if (!verdict) continue;
          tally.checked++;
          count(tally.wrong, verdict.wrong);
          count(tally.open, verdict.open);
          if (verdict.wrong.length + verdict.open.length > 0) {
            await add(canonicalJson({ subject, segment, ...verdict }));
          }
        }
        if (rows.length > 0) {
          await add(canonicalJson({ looked: rows.length, from: rows[0]!.segment, to: rows.at(-1)!.segment }));
        }
        return undefined;
      },
      tally() {
        const known = judge.known?.();
        return { ...tally, ...(known !== undefined && { known }) };
      },
    };
  },
  async join(tallies, add) {
    const { wrong = {}, lines = [] } = between?.(tallies.map(({ known }) => known)) ?? {};
    for (const line of lines) await add(canonicalJson(line));
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
    return {
      checked: sum((one) => one.checked),
      unreadable: sum((one) => one.unreadable),
      wrong: addedUp([...tallies.map((one) => one.wrong), wrong]),
      open: addedUp(tallies.map((one) => one.open)),
    };
  },
  found: ({ checked, unreadable, wrong, open }) =>
    checkFinding({
      check,
      what: segments,
      words: { ...words, 'unreadable-row': 'rows of the index that cannot be read' },
      ...{ checked, wrong },
      open: { ...open, ...(unreadable > 0 && { 'unreadable-row': unreadable }) },
    }),
});

const segments = (count: number): string => `${count} segments`;

function count(counts: Record<string, number>, words: readonly string[]): void {
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
}
