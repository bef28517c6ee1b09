import type { RecordPage, RecordSummary } from '../reading/reading.ts';
import { Refused } from '../shared/errors.ts';
import type { ExportNames } from './names.ts';
import { type ExportQuery, type ExportRules, requirePeople } from './query.ts';

/** Segments that one export is made of: more are asked for in parts of the time. Their ids have to fit into memory. */
const MOST_SEGMENTS = 500_000;
/** Of one part: what a worker holds in memory as events, some 100 MB, and what it does within minutes. */
export const PART_EVENTS = 50_000;
export const PART_SEGMENTS = 400;
/** A part is cut where nobody worked for so long, ms; it has to be cut somewhere when it is full. */
const PAUSE = 15 * 60_000;

/** Segments of one person that one worker reads, one after the other. */
export interface PlannedPart {
  part: string;
  subject: string;
  segments: string[];
  /** As their rows say. */
  events: number;
}

export interface Plan {
  parts: PlannedPart[];
  people: number;
  segments: number;
}

/**
 * Who is in it, and how the work is cut. Parts stand in an order by their names, which say nothing: where one stands tells nobody whose it is
 * or when it was.
 * @throws Refused `too-few`, `too-many`
 */
export async function planExport(
  pages: AsyncIterable<Pick<RecordPage, 'rows'>>,
  query: ExportQuery,
  rules: ExportRules,
  names: Pick<ExportNames, 'lot' | 'part'>,
): Promise<Plan> {
  const bySubject = new Map<string, RecordSummary[]>();
  let count = 0;
  for await (const { rows } of pages) {
    for (const row of rows) {
      if (query.kinds && !query.kinds.some((kind) => (row.kinds[kind] ?? 0) > 0)) continue;
      if (++count > MOST_SEGMENTS)
        throw new Refused('too-many', `at most ${MOST_SEGMENTS} segments: ask for less time`);
      const known = bySubject.get(row.subject);
      if (known) known.push(row);
      else bySubject.set(row.subject, [row]);
    }
  }
  const drawn = [...bySubject.keys()]
    .sort((a, b) => (names.lot(a) < names.lot(b) ? -1 : 1))
    .slice(0, query.subjects ?? bySubject.size);
  requirePeople(drawn.length, rules);
  const parts = drawn.flatMap((subject) => cut(subject, bySubject.get(subject)!, names));
  parts.sort((a, b) => (a.part < b.part ? -1 : 1));
  return { parts, people: drawn.length, segments: parts.reduce((sum, { segments }) => sum + segments.length, 0) };
}

function cut(subject: string, rows: RecordSummary[], names: Pick<ExportNames, 'part'>): PlannedPart[] {
  const parts: PlannedPart[] = [];
  let [part, last]: [PlannedPart | undefined, RecordSummary | undefined] = [undefined, undefined];
  for (const row of rows.sort((a, b) => (a.segment < b.segment ? -1 : 1))) {
    const isPause = last !== undefined && row.arrivedFrom - last.arrivedTo > PAUSE;
    // From half a part on, a pause is a good place; a full one ends anywhere.
    const isEnd =
      part !== undefined &&
      (part.segments.length >= PART_SEGMENTS ||
        part.events + row.events > PART_EVENTS ||
        (isPause && (part.events > PART_EVENTS / 2 || part.segments.length > PART_SEGMENTS / 2)));
    if (!part || isEnd) {
      part = { part: names.part(subject, row.segment), subject, segments: [], events: 0 };
      parts.push(part);
    }
    part.segments.push(row.segment);
    part.events += row.events;
    last = row;
  }
  return parts;
}
