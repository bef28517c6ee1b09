import type { Branch, Found, Scope, Sliced, SoFar } from '../incident/branch.ts';
import { type EvidenceLines, evidenceLines } from '../incident/evidence-lines.ts';
import type { Evidence, EvidenceLink } from '../ledger/evidence.ts';
import type { Place, RecordPage, Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import { sliceOf, slicesOf } from './slices.ts';

export interface WalkParts {
  records: Pick<Records, 'pages'>;
  evidence: Evidence;
  clock: Clock;
}

type Add = EvidenceLines['add'];

/** Something that is counted over every row of a window. @typeParam T what was counted, as plain JSON */
export interface RowQuestion<T extends object> {
  /** Of its evidence. */
  name: string;
  empty: T;
  /** Counts one page after the other, from what was counted before; made anew for each look. */
  begin(tally: T): {
    /** @returns whether that is enough */
    page(page: RecordPage, add: Add): Promise<boolean | undefined>;
    tally(): T;
  };
  /** What slices counted, in their order, as one. */
  join(tallies: readonly T[], add: Add): Promise<T>;
  found(tally: T): Omit<Found, 'evidence'>;
}

/** ms after which a look hands on: far below the 14 minutes of its function. */
const LOOK_FOR = 5 * 60_000;
/** Rows of which one look is good: some seconds. More are looked at slice by slice, side by side. */
const FEW = 5_000;

export interface Bounds {
  /** ms after which a look hands on. */
  lookFor?: number | undefined;
  /** Rows that are not yet many. */
  few?: number | undefined;
}

interface Walked {
  place?: Place;
  parts: EvidenceLink[];
}

/**
 * A question that is asked of every row of the window, in constant memory, page by page; it goes on from where another look ended. Where there
 * are many rows, each slice of the index is walked by itself, and what they counted is put together.
 */
export function walkRows<T extends object>(
  parts: WalkParts,
  question: RowQuestion<T>,
  { lookFor = LOOK_FOR, few = FEW }: Bounds = {},
): Pick<Branch, 'look'> & { sliced: Sliced } {
  const { records, evidence, clock } = parts;
  const stemOf = (incident: string) => `${incident}-${question.name}`;
  const end = async (tally: T, lines: EvidenceLines) => ({
    found: [{ ...question.found(tally), evidence: await lines.end() } as Found],
  });

  async function walk(
    { incident, window }: Scope,
    { slice, soFar, most = Number.POSITIVE_INFINITY }: { slice?: string; soFar?: SoFar | undefined; most?: number },
  ): Promise<{ tally: T; lines: EvidenceLines } | { more: SoFar } | 'many'> {
    const { place, parts: before, ...counted } = (soFar ?? { parts: [], ...question.empty }) as unknown as Walked & T;
    const walking = question.begin(structuredClone(counted) as unknown as T);
    const stem = slice === undefined ? stemOf(incident) : `${stemOf(incident)}-slice-${slice}`;
    const lines = evidenceLines(evidence, stem, undefined, before);
    const span = slice === undefined ? window : sliceOf(window, slice);
    const until = clock.now() + lookFor;
    let rows = 0;
    for await (const page of records.pages(span, place)) {
      rows += page.rows.length;
      // Nothing of it is kept yet: all of it is looked at again, in slices.
      if (rows > most) return 'many';
      if (await walking.page(page, lines.add)) break;
      if (!page.place || clock.now() < until) continue;
      return { more: { ...walking.tally(), place: page.place, parts: await lines.pause() } as unknown as SoFar };
    }
    return { tally: walking.tally(), lines };
  }

  const look: Branch['look'] = async (scope, soFar) => {
    const walked = await walk(scope, { soFar });
    if (walked === 'many') throw new SluiceError('there is no most');
    return 'more' in walked ? walked : end(walked.tally, walked.lines);
  };
  return {
    look,
    sliced: {
      async begin(scope) {
        const walked = await walk(scope, { most: few });
        if (walked === 'many') return { slices: slicesOf(scope.window) };
        return 'more' in walked ? walked : end(walked.tally, walked.lines);
      },
      async look(scope, slice, soFar) {
        const walked = await walk(scope, { slice, soFar });
        if (walked === 'many') throw new SluiceError('there is no most');
        if ('more' in walked) return walked;
        return { part: { ...walked.tally, parts: await walked.lines.pause() } as unknown as SoFar };
      },
      async join({ incident, window }, slices) {
        const walked = slicesOf(window).map((name) => slices.get(name) as unknown as (Walked & T) | undefined);
        const there = walked.filter((one) => one !== undefined);
        if (there.length < walked.length || slices.size > walked.length)
          throw new SluiceError('these are not the slices of the window');
        const before = there.flatMap((one) => one.parts);
        const lines = evidenceLines(evidence, stemOf(incident), undefined, before);
        const tallies = there.map(({ place: _, parts: __, ...tally }) => tally as unknown as T);
        return end(await question.join(tallies, lines.add), lines);
      },
    },
  };
}

/** Counts by word, added up. */
export function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of counts) for (const [word, count] of Object.entries(one)) sums[word] = (sums[word] ?? 0) + count;
  return sums;
}
