import { SMALLEST_GROUP } from '../shared/smallest-group.ts';
import { wholeDays } from '../shared/whole-days.ts';
import type { RecordQuery, Records } from './reading.ts';

/** Days that one answer is made for: each is 16 queries and more. */
export const MOST_DAYS = 31;

export interface DayTotals {
  /** `YYYY-MM-DD`, UTC, of the arrival. */
  day: string;
  segments: number;
  events: number;
  bytes: number;
  people: number;
}

/**
 * By whole days, in order: a span that begins within a day begins with the day, so that two questions whose spans differ by an hour have the
 * same answer, and their difference says nothing of anybody.
 */
export async function totalsOf(
  records: Pick<Records, 'pages'>,
  { from, to }: Pick<RecordQuery, 'from' | 'to'>,
): Promise<{ days: DayTotals[]; withheld: number; unreadable: number }> {
  const span = wholeDays({ from, to });
  const days = new Map<string, Omit<DayTotals, 'day' | 'people'> & { people: Set<string> }>();
  let unreadable = 0;
  for await (const page of records.pages(span)) {
    unreadable += page.unreadable;
    for (const { arrivedTo, subject, events, bytes } of page.rows) {
      const day = new Date(arrivedTo).toISOString().slice(0, 10);
      const total = days.get(day) ?? { segments: 0, events: 0, bytes: 0, people: new Set<string>() };
      total.segments++;
      total.events += events;
      total.bytes += bytes;
      total.people.add(subject);
      days.set(day, total);
    }
  }
  const shown = [...days]
    .filter(([, { people }]) => people.size >= SMALLEST_GROUP)
    .map(([day, total]): DayTotals => ({ ...total, day, people: total.people.size }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  return { days: shown, withheld: days.size - shown.length, unreadable };
}
