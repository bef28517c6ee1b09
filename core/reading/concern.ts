import { isListOfEverybody } from '../ledger/about.ts';
import { actedBy } from '../ledger/actor.ts';
import { readableEntry } from '../ledger/entry.ts';
import { firstSince } from '../ledger/first-since.ts';
import { type Entry, type LedgerReader, READ_CHAINS } from '../ledger/ledger.ts';
import { walk } from '../ledger/walk.ts';
import { segmentTime } from '../vault/segment-time.ts';
import type { Records } from './reading.ts';

/** What a span of time has to do with one person: counts of theirs, and reads of theirs by others. */
export interface Concern {
  concerned: boolean;
  stored: { segments: number; events: number; from?: number; to?: number; more?: true };
  reads: {
    count: number;
    newest: ReadOfMine[];
    /** Lists by others of when this person was recorded. */
    listed?: number;
    /** How often records of theirs were read into a data set since the span began: which ones no entry tells, so that all of these count. */
    exported?: number;
    /** Lists of everybody: they may have stood in them. */
    everybody: number;
    /** Entries that cannot be read, so that nobody knows whom they are about. */
    unreadable?: number;
    more?: true;
  };
}

/** As the ledger tells it to whom it is about. */
export interface ReadOfMine {
  at: number;
  reader: string;
  purpose: string;
  segment: string;
}

/** Segments that one answer counts: a month of somebody who is recorded all day. */
const MOST_SEGMENTS = 20_000;
const PAGE = 1_000;
/** Entries of each chain that one answer looks through. */
const MOST_ENTRIES = 20_000;
const MOST_SHOWN = 100;

/**
 * Made when it is asked for, of what there is then, and written nowhere: who is concerned by what would be a list of people. No entry
 * stands for it in the ledger, and it asks no gate: while reading is stopped, those whose records it is about are told how much of theirs
 * is in question all the same. It opens nothing.
 */
export async function concernOf(
  { records, ledger }: { records: Pick<Records, 'list'>; ledger: LedgerReader },
  subject: string,
  window: { from: number; to: number },
): Promise<Concern> {
  const [stored, reads] = await Promise.all([storedOf(records, subject, window), readsOf(ledger, subject, window)]);
  const { count, listed = 0, exported = 0 } = reads;
  return { concerned: stored.segments > 0 || count + listed + exported > 0, stored, reads };
}

async function storedOf(
  records: Pick<Records, 'list'>,
  subject: string,
  window: { from: number; to: number },
): Promise<Concern['stored']> {
  const stored: Concern['stored'] = { segments: 0, events: 0 };
  let after: string | undefined;
  do {
    const { rows, next } = await records.list({
      subject,
      ...window,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const { events, arrivedFrom, arrivedTo } of rows) {
      stored.segments++;
      stored.events += events;
      stored.from = Math.min(stored.from ?? arrivedFrom, arrivedFrom);
      stored.to = Math.max(stored.to ?? arrivedTo, arrivedTo);
    }
    after = next;
  } while (after !== undefined && stored.segments < MOST_SEGMENTS);
  return after === undefined ? stored : { ...stored, more: true };
}

/** What was stored in the window can only have been read since it began. */
async function readsOf(
  ledger: LedgerReader,
  subject: string,
  { from, to }: { from: number; to: number },
): Promise<Concern['reads']> {
  const within = (at = Number.NaN) => at >= from && at <= to;
  const isListed = ({ at, detail }: Entry) => within(at) || (Number(detail?.from) <= to && Number(detail?.to) >= from);
  const cut: string[] = [];
  let [listed, everybody, unreadable, exported] = [0, 0, 0, 0];
  const chains = await Promise.all(
    READ_CHAINS.map(async (chain) => {
      const found: ReadOfMine[] = [];
      const tip = await ledger.tip(chain);
      const first = await firstSince(ledger, tip, from);
      const after = Math.max(first - 1, tip.length - MOST_ENTRIES);
      if (after > first - 1) cut.push(chain);
      for await (const page of walk(ledger, chain, after, tip.length)) {
        const entries = page.flatMap((stored) => readableEntry(stored) ?? []);
        unreadable += page.length - entries.length;
        for (const entry of entries) {
          const { kind, at, segment = '', purpose = '' } = entry;
          if (isListOfEverybody(entry) && isListed(entry)) everybody++;
          if (kind === 'export' && entry.subject === subject && at >= from) exported++;
          if ((kind !== 'read' && kind !== 'listing') || entry.subject !== subject) continue;
          const { role, name } = actedBy(entry);
          if (role === 'subject' && name === subject) continue;
          if (kind === 'listing') listed += isListed(entry) ? 1 : 0;
          else if (within(at) || within(segmentTime(segment))) found.push({ at, reader: name, purpose, segment });
        }
      }
      return found;
    }),
  );
  const all = chains.flat().sort((a, b) => b.at - a.at);
  return {
    count: all.length,
    newest: all.slice(0, MOST_SHOWN),
    ...(listed > 0 && { listed }),
    ...(exported > 0 && { exported }),
    everybody,
    ...(unreadable > 0 && { unreadable }),
    ...(cut.length > 0 && { more: true }),
  };
}
