import type { Check } from '../../api/words.ts';
import type { Branch, SoFar } from '../incident/branch.ts';
import { evidenceLines } from '../incident/evidence-lines.ts';
import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence, EvidenceLink } from '../ledger/evidence.ts';
import type { Place, RecordSummary, Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { checkFinding } from './checked.ts';

export interface RowsParts {
  records: Pick<Records, 'pages'>;
  evidence: Evidence;
  clock: Clock;
}

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
}

/** ms after which a look hands on: far below the 14 minutes of its function. */
const LOOK_FOR = 5 * 60_000;

interface Tally {
  checked: number;
  unreadable: number;
  wrong: Record<string, number>;
  open: Record<string, number>;
  place?: Place;
  parts: EvidenceLink[];
  known?: unknown;
}

/**
 * A check of every row of the window, in constant memory, page by page; it goes on from where another look ended. The evidence has a line for
 * each page, and one for each row that is not clean.
 */
export const overRows =
  (parts: RowsParts, { check, words, begin }: RowCheck, lookFor = LOOK_FOR): Branch['look'] =>
  async ({ incident, window }, soFar) => {
    const { records, evidence, clock } = parts;
    const tally = structuredClone((soFar ?? EMPTY) as unknown as Tally);
    const lines = evidenceLines(evidence, `${incident}-${check}`, undefined, tally.parts);
    const judge = begin(tally.known);
    const until = clock.now() + lookFor;
    for await (const { rows, unreadable, place } of records.pages(window, tally.place)) {
      const verdicts = await judge.page(rows);
      tally.unreadable += unreadable;
      for (const [at, { subject, segment }] of rows.entries()) {
        const verdict = verdicts[at];
        if (!verdict) continue;
        tally.checked++;
        count(tally.wrong, verdict.wrong);
        count(tally.open, verdict.open);
        if (verdict.wrong.length + verdict.open.length > 0) {
          await lines.add(canonicalJson({ subject, segment, ...verdict }));
        }
      }
      if (rows.length > 0) {
        await lines.add(canonicalJson({ looked: rows.length, from: rows[0]!.segment, to: rows.at(-1)!.segment }));
      }
      if (!place) continue;
      tally.place = place;
      if (clock.now() < until) continue;
      const known = judge.known?.();
      return {
        more: { ...tally, parts: await lines.pause(), ...(known !== undefined && { known }) } as unknown as SoFar,
      };
    }
    if (tally.unreadable > 0) tally.open['unreadable-row'] = tally.unreadable;
    const { checked, wrong, open } = tally;
    return {
      found: [
        {
          ...checkFinding({
            check,
            what: segments,
            words: { ...words, 'unreadable-row': 'rows of the index that cannot be read' },
            checked,
            wrong,
            open,
          }),
          evidence: await lines.end(),
        },
      ],
    };
  };

const segments = (count: number): string => `${count} segments`;
const EMPTY: Tally = { checked: 0, unreadable: 0, wrong: {}, open: {}, parts: [] };

function count(counts: Record<string, number>, words: readonly string[]): void {
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
}
