import type { Outcome } from '../../api/words.ts';
import { MOST_LISTED, type StoredFinding, type StoredOfSubject } from '../incident/findings.ts';
import { canonicalJson } from '../ledger/entry.ts';
import { addedUp, type Bounds, type RowQuestion, type WalkParts, walkRows } from './walk-rows.ts';

/** Segments named per subject; the evidence names them all. */
const MOST_NAMED = 100;
/** Rows that one investigation looks at: some ten minutes. Above it the finding says how far it came. */
const MOST_SEGMENTS = 5_000_000;

interface Tally {
  segments: number;
  events: number;
  unreadable: number;
  truncated: boolean;
  subjects: (StoredOfSubject & { count: number })[];
  disclosures: Record<string, number>;
}

const NONE: Tally = { segments: 0, events: 0, unreadable: 0, truncated: false, subjects: [], disclosures: {} };

/** What was stored in the window, and of whom: counted while it is read. */
export const stored = (parts: WalkParts, { most = MOST_SEGMENTS, ...bounds }: Bounds & { most?: number } = {}) =>
  walkRows(parts, questionOf(most), bounds);

const questionOf = (most: number): RowQuestion<Tally> => ({
  name: 'stored',
  empty: NONE,
  begin(tally) {
    const subjects = new Map(tally.subjects.map((one) => [one.subject, one]));
    return {
      async page({ rows, unreadable }, add) {
        if (tally.segments >= most) {
          tally.truncated = true;
          return true;
        }
        tally.segments += rows.length;
        tally.unreadable += unreadable;
        for (const row of rows) {
          tally.events += row.events;
          const of = subjects.get(row.subject) ?? { subject: row.subject, events: 0, count: 0, segments: [] };
          of.events += row.events;
          of.count++;
          if (of.segments.length < MOST_NAMED) of.segments.push(row.segment);
          subjects.set(row.subject, of);
          tally.disclosures[row.disclosure] = (tally.disclosures[row.disclosure] ?? 0) + 1;
          await add(canonicalJson(row));
        }
        return false;
      },
      tally: () => ({ ...tally, subjects: [...subjects.values()] }),
    };
  },
  async join(tallies) {
    const subjects = new Map<string, Tally['subjects'][number]>();
    for (const one of tallies.flatMap((tally) => tally.subjects)) {
      const of = subjects.get(one.subject);
      subjects.set(one.subject, {
        subject: one.subject,
        events: (of?.events ?? 0) + one.events,
        count: (of?.count ?? 0) + one.count,
        segments: [...(of?.segments ?? []), ...one.segments].slice(0, MOST_NAMED),
      });
    }
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
    return {
      segments: sum(({ segments }) => segments),
      events: sum(({ events }) => events),
      unreadable: sum(({ unreadable }) => unreadable),
      truncated: tallies.some(({ truncated }) => truncated),
      subjects: [...subjects.values()],
      disclosures: addedUp(tallies.map(({ disclosures }) => disclosures)),
    };
  },
  found({ segments, events, unreadable, truncated, subjects, disclosures }): Omit<StoredFinding, 'evidence'> & {
    outcome: Outcome;
  } {
    const figures = `${segments} segments with ${events} events of ${subjects.length} subjects`;
    return {
      finding: 'stored',
      outcome: !truncated && unreadable === 0 ? 'clean' : 'unknown',
      statement: [
        truncated
          ? `Partly: the search ended at ${figures}; more were stored in the window.`
          : `In the window, ${figures} were stored.`,
        ...(unreadable > 0 ? [`${unreadable} rows of the index cannot be read and are not counted.`] : []),
      ].join(' '),
      ...{ segments, events },
      subjects: subjects.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)).slice(0, MOST_LISTED),
      ...{ disclosures, truncated, unreadable },
    };
  },
});
