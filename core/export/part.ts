import { constants, zstdCompressSync } from 'node:zlib';
import { type RedactableFrame, type Redactor, TIERS, type Tier } from '../../redaction/redactor.ts';
import type { Event, EventKind } from '../../wire/event.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { fitsColumns } from './columns.ts';
import type { Counts } from './export.ts';
import type { ExportNames } from './names.ts';
import { EventFile } from './parquet.ts';
import type { ExportQuery } from './query.ts';
import { sessionsOf } from './sessions.ts';
import { trajectoryOf } from './trajectory.ts';

export const noCounts = (): Counts => ({
  ...{ rows: 0, sessions: 0, byKind: {}, byApplication: {}, byTier: {}, left: {}, found: {} },
  dropped: { query: 0, disclosure: 0, redaction: 0, range: 0, tier: 0 },
});

const add = <K extends string>(to: Partial<Record<K, number>>, key: K, by = 1): void => {
  to[key] = (to[key] ?? 0) + by;
};

/** What several parts have together. */
export function sumCounts(all: Iterable<Counts>): Counts {
  const sum = noCounts();
  for (const counts of all) {
    sum.rows += counts.rows;
    sum.sessions += counts.sessions;
    for (const name of ['byKind', 'byApplication', 'byTier', 'left', 'found', 'dropped'] as const) {
      for (const [key, by] of Object.entries(counts[name])) add(sum[name] as Record<string, number>, key, by);
    }
  }
  return sum;
}

export interface PartParts {
  disclosure: Pick<Disclosure, 'events' | 'applications' | 'purposes'>;
  query: ExportQuery;
  names: Pick<ExportNames, 'person' | 'session'>;
  /** With today's detectors, and a token key of this export alone. @default not looked at again */
  redactor?: Pick<Redactor, 'redactFrames'>;
}

export interface MadePart {
  /** Parquet. Absent when there are no rows. */
  data?: Uint8Array;
  /** NDJSON of trajectories, zstd. */
  trajectories?: Uint8Array;
  counts: Counts;
}

/** What one person's segments become: opened events in, files out. Holds the events of one part, and nothing of any other. */
export class PartMaker {
  readonly #parts: PartParts;
  readonly #subject: string;
  readonly #counts = noCounts();
  #events: Event[] = [];
  #segments = 0;

  constructor(subject: string, parts: PartParts) {
    this.#subject = subject;
    this.#parts = parts;
  }

  /** @param lines NDJSON of one segment */
  add(row: Pick<IndexRow, 'tier'>, lines: string): void {
    const { disclosure, query, redactor } = this.#parts;
    const { dropped, found } = this.#counts;
    const events: Event[] = [];
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      const event = JSON.parse(line) as Event;
      // What the disclosure of today has no more is not given out any more, whatever was stored under an earlier one.
      if (isDisclosed(event, disclosure)) events.push(event);
      else dropped.disclosure++;
    }
    // Before anything is picked: what was typed is judged as a whole.
    const frame: RedactableFrame = { device: 'export', number: ++this.#segments, events };
    const again = redactor ? redactor.redactFrames([frame], this.#subject)[0]! : { events, tiers: [], found: {} };
    dropped.redaction += events.length - again.events.length;
    for (const [type, by] of Object.entries(again.found)) add(found, type as keyof typeof found, by);
    const rules = disclosure.purposes[query.purpose]!;
    let highest = row.tier;
    for (const [at, event] of again.events.entries()) {
      if (!isAskedFor(event, query)) dropped.query++;
      // The query is of what the purpose showed when it was asked for.
      else if (!isAskedFor(event, rules)) dropped.disclosure++;
      // Its segment is of the tier of then: what is found in it today may make it one that the purpose has not.
      else if (rules.tiers && !rules.tiers.includes(higher(row.tier, again.tiers[at]))) dropped.tier++;
      else if (!fitsColumns(event)) dropped.range++;
      else {
        highest = higher(highest, again.tiers[at]);
        this.#events.push(event);
      }
    }
    add(this.#counts.byTier, highest);
  }

  /** Of a segment that stayed out. */
  left(reason: keyof Counts['left'], by = 1): void {
    add(this.#counts.left, reason, by);
  }

  finish(about: Readonly<Record<string, string>>): MadePart {
    const counts = this.#counts;
    const file = new EventFile(about);
    let trajectories = '';
    const packed: Buffer[] = [];
    for (const session of sessionsOf(this.#subject, this.#events, this.#parts.names)) {
      file.add(session);
      trajectories += `${JSON.stringify(trajectoryOf(session))}\n`;
      // zstd frames one behind the other are one stream.
      if (trajectories.length > PACKED_AT) {
        packed.push(zstd(trajectories));
        trajectories = '';
      }
      counts.sessions++;
      for (const { event } of session) {
        add(counts.byKind, event.kind as EventKind);
        add(counts.byApplication, event.app);
      }
    }
    this.#events = [];
    counts.rows = file.rows;
    if (file.rows === 0) return { counts };
    if (trajectories !== '') packed.push(zstd(trajectories));
    return { data: file.finish(), trajectories: Buffer.concat(packed), counts };
  }
}

const higher = (one: Tier, other: Tier = 'routine'): Tier => (TIERS.indexOf(other) > TIERS.indexOf(one) ? other : one);

/** Characters of trajectories that are compressed together. */
const PACKED_AT = 4 * 1024 * 1024;
const zstd = (text: string): Buffer =>
  zstdCompressSync(Buffer.from(text), { params: { [constants.ZSTD_c_compressionLevel]: 3 } });

const isDisclosed = ({ kind, app }: Event, { events, applications }: PartParts['disclosure']): boolean =>
  events[kind] !== undefined && Object.hasOwn(applications, app);

interface Asked {
  kinds?: readonly EventKind[] | undefined;
  applications?: readonly string[] | undefined;
}
const isAskedFor = ({ kind, app }: Event, { kinds, applications }: Asked): boolean =>
  (kinds?.includes(kind) ?? true) && (applications?.includes(app) ?? true);
