import { createHmac } from 'node:crypto';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import type { Pseudonyms } from '../shared/pseudonym.ts';
import { SEGMENT } from '../vault/index-row.ts';
import { firstSegmentAt, segmentTime } from '../vault/segment-time.ts';
import { refusalMessage } from './facts.ts';
import type { RecordQuery, RecordSummary, Records } from './reading.ts';
import { inOrder, onePage } from './summary.ts';

/**
 * A person who does not exist, in what readers are shown of who worked when: nobody has a reason to read what is theirs. They stand in lists for a
 * purpose alone, and are stored nowhere: no book, total, data set, investigation or proof can count them
 * (docs/decisions/decoys-are-in-lists-alone.md).
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** From then on it is another person: one of whom it is known is of no more use. */
const WEEKS = 4;
/** As if of no issuer that there can be: those are URLs. */
const ISSUER = 'decoy';
/** A session of theirs is like one that began within so long after the secret moment of the week. */
const WITHIN = 24 * HOUR;
/** Of a list of all that is kept, on a new instance. */
const WEEKS_AT_A_TIME = 8;
const SESSION = 2 * HOUR;
const SEGMENTS = 24;
/** Old enough for all to have arrived that it is made like. */
const SETTLED = 48 * HOUR;
/** Each segment of it is put off by less than so much, ms. */
const MOVED = 25_000;

const weekOf = (at: number): number => Math.floor(at / WEEK);
const periodOf = (week: number): number => Math.floor(week / WEEKS);

/** Who they are and were, by when: known to whoever may make pseudonyms, and to no reader. */
export function decoyNames(pseudonyms: Pick<Pseudonyms, 'of'>) {
  const known = new Map<number, Promise<string>>();
  const inPeriod = (period: number): Promise<string> => {
    const there = known.get(period);
    if (there) return there;
    const made = pseudonyms.of(ISSUER, String(period));
    known.set(period, made);
    // One that could not be had is asked for again.
    made.catch(() => known.delete(period));
    return made;
  };
  return {
    inWeek: (week: number): Promise<string> => inPeriod(periodOf(week)),
    /** All that stand, or stood, in lists between these times, ms. */
    async between(from: number, to: number): Promise<ReadonlySet<string>> {
      const periods: number[] = [];
      for (let period = periodOf(weekOf(from)); period <= periodOf(weekOf(to)); period++) periods.push(period);
      return new Set(await Promise.all(periods.map(inPeriod)));
    },
  };
}

export interface DecoyParts {
  pseudonyms: Pick<Pseudonyms, 'of' | 'secretOf'>;
  records: Pick<Records, 'list'>;
  rules: Pick<Disclosure, 'retention'>;
  clock: Clock;
}

export interface Decoys {
  /** Whether this is nobody. */
  is(subject: string): Promise<boolean>;
  /** What readers are shown: what is there, and what is not. */
  records: Pick<Records, 'list'>;
}

export function decoysOf({ pseudonyms, records, rules, clock }: DecoyParts): Decoys {
  const names = decoyNames(pseudonyms);
  const longest = (Math.max(...Object.values(rules.retention)) + 1) * DAY;
  const made = new Map<number, Promise<RecordSummary[]>>();
  const ofWeek = (week: number): Promise<RecordSummary[]> => {
    const there = made.get(week);
    if (there) return there;
    const rows = sessionOf(week);
    made.set(week, rows);
    rows.catch(() => made.delete(week));
    return rows;
  };
  /** Like a session that there was: its shape is not invented, and in a pause, a holiday or a night there is none. */
  async function sessionOf(week: number): Promise<RecordSummary[]> {
    const secret = await pseudonyms.secretOf(ISSUER, `week ${week}`);
    const moment = week * WEEK + Math.floor(share(secret, 'moment') * WEEK);
    if (moment + SETTLED > clock.now()) {
      // It is looked for again.
      made.delete(week);
      return [];
    }
    const {
      rows: [first],
    } = await records.list({ from: moment, to: moment + WITHIN, limit: 1 });
    if (!first) return [];
    const { arrivedTo: from, subject } = first;
    const { rows } = await records.list({ subject, from, to: from + SESSION, limit: SEGMENTS });
    const name = await names.inWeek(week);
    return rows.map((row, at) => likeness(row, name, secret, String(at)));
  }
  async function within({ from, to, after, before }: RecordQuery): Promise<RecordSummary[]> {
    const now = clock.now();
    const lower = Math.max(from, segmentTime(after) ?? 0, now - longest);
    const upper = Math.min(to, segmentTime(before) ?? to, now);
    // A session may begin in the week before, and be like one of the day after its moment.
    const first = weekOf(lower) - 1;
    const weeks = Array.from({ length: Math.max(0, weekOf(upper) - first + 1) }, (_, at) => first + at);
    const found = await parallel(weeks, WEEKS_AT_A_TIME, ofWeek);
    return found
      .flat()
      .filter(
        ({ segment, arrivedTo, expiresSeconds }) =>
          arrivedTo >= from &&
          arrivedTo <= to &&
          (after === undefined || segment > after) &&
          (before === undefined || segment < before) &&
          expiresSeconds * 1000 > now,
      );
  }
  const is = async (subject: string) => (await names.between(clock.now() - longest - WEEK, clock.now())).has(subject);
  return {
    is,
    records: {
      async list(query) {
        const page = await records.list(query);
        const { subject, newest = false, limit } = query;
        if (subject !== undefined && !(await is(subject))) return page;
        // Of a page that goes on, what lies behind its end is on the next.
        const { next } = page;
        const decoys = (await within(query)).filter(
          (row) =>
            (subject === undefined || row.subject === subject) &&
            (next === undefined || (newest ? row.segment > next : row.segment < next)),
        );
        if (decoys.length === 0) return page;
        const rows = [...page.rows, ...decoys].sort(inOrder(query));
        return { ...page, ...onePage(rows, page.unreadable, limit) };
      },
    },
  };
}

/**
 * Reading what is nobody's: the entry that it was read stands, as of any read, and the schedule makes a report of it; then there is nothing to show.
 * @throws Refused always
 */
export const nothingThere = (): never => {
  throw new Refused('no-object', refusalMessage('no-object'));
};

/** From 0 to 1, always the same. */
const share = (secret: Uint8Array, what: string): number =>
  createHmac('sha256', secret).update(what).digest().readUInt32BE(0) / 2 ** 32;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;

/** A row of somebody else, a little later, of a little more or less. */
function likeness(row: RecordSummary, subject: string, secret: Uint8Array, at: string): RecordSummary {
  const moved = 1 + Math.floor(share(secret, `moved ${at}`) * MOVED);
  const arrivedTo = row.arrivedTo + moved;
  const kinds = Object.fromEntries(
    Object.entries(row.kinds).map(([kind, count]) => [kind, around(count, share(secret, `${kind} ${at}`))]),
  );
  const events = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  const random = createHmac('sha256', secret).update(`segment ${at}`).digest().subarray(0, 16);
  const segment =
    firstSegmentAt(arrivedTo).slice(0, TIME_LENGTH) + [...random].map((one) => CROCKFORD[one & 31]).join('');
  if (!SEGMENT.test(segment)) throw new TypeError('a decoy has the name of a segment');
  return {
    ...row,
    ...{ subject, segment, kinds, events, arrivedTo },
    arrivedFrom: row.arrivedFrom + moved,
    readableFrom: row.readableFrom + moved,
    expiresSeconds: row.expiresSeconds + (Math.floor(arrivedTo / 1000) - Math.floor(row.arrivedTo / 1000)),
    bytes: Math.max(
      200,
      around(Math.round((row.bytes * events) / Math.max(1, row.events)), share(secret, `bytes ${at}`)),
    ),
  };
}

const around = (count: number, where: number): number => Math.max(1, Math.round(count * (0.75 + where / 2)));
