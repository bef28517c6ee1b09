import type { AccessRecord, Coverage } from '../access-log/access-log.ts';
import { coverOf } from '../access-log/coverage.ts';
import { actedBy } from '../ledger/actor.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Certainty, DidFinding, EntryRef } from './finding.ts';
import { Gathered } from './gathered.ts';
import { type Known, type Scope, type Sight, sightsOf } from './scope.ts';

/*
 * Entries of the ledger and calls of the reader, put beside each other. The rules, as docs/investigation.md tells them:
 *
 * 1. A read lasts as long as its function may run, and clocks differ by no more than `SKEW`: calls belong to entries within `READ`.
 * 2. An entry is seen when the transaction that wrote it is (by its chain and number), or a call on its row, its subject's key or its object is.
 * 3. Calls on the same row, key or object within one read are that read, however often they are repeated: retries, batches, repeated records.
 * 4. Keys are kept in memory for minutes: an entry without a call on the key is none the less seen.
 * 5. A refused read is an entry too, and explains what was looked at for it. Past the first 16 of an hour refusals are counted and not entered: what
 *    was looked at in such an hour, and not opened, is unknown.
 * 6. What is past the end of either of the two is unknown.
 */
export const SKEW = 5_000;
/** The reader's time limit (functions/reader/manifest.ts). */
const LONGEST = 25_000;
export const READ = LONGEST + SKEW;
const HOUR = 3_600_000;

export interface Explained {
  /** Entries of reads in the window. */
  entries: number;
  /** Of them, those that a call stands for; of the others each is a finding. */
  seen: number;
  /** Calls of the reader on what is stored. */
  calls: number;
  findings: DidFinding[];
}

export interface ExplainParts {
  /** Of any kind, from before the window to its end. */
  entries: readonly Entry[];
  scope: Scope;
  known: Known;
  window: { from: number; to: number };
  /** To when the ledger goes. */
  ledgerTo: number;
}

interface Look {
  record: AccessRecord;
  sight: Sight;
  /** A key was used, or a body fetched. */
  opens: boolean;
}

/**
 * Sees the reader's calls one by one, in any order, and no record is held longer than that: entries, and what is wrong, are all there is to hold.
 */
export class ExplainReads {
  readonly #parts: ExplainParts;
  readonly #things: ByThing;
  readonly #reads: ReadEntries;
  readonly #there: ReadonlyMap<string, Entry>;
  readonly #unexplained = new Clusters();
  readonly #gone: DidFinding[] = [];
  /** Seconds of transactions of which the record does not tell what was in them: any of them can be the one that wrote an entry. */
  readonly #untold = new Set<number>();
  #calls = 0;

  constructor(parts: ExplainParts) {
    const { entries, window } = parts;
    this.#parts = parts;
    this.#things = new ByThing(entries.filter(({ kind }) => kind === 'read' || kind === 'read-refused'));
    this.#reads = new ReadEntries(entries.filter((one) => one.kind === 'read' && within(window, one.at)));
    this.#there = new Map(entries.map((one) => [placeOf(one), one]));
  }

  /** @param record by the reader, and allowed */
  see(record: AccessRecord): void {
    const { scope, known, window } = this.#parts;
    for (const look of looksOf(record, sightsOf(record, scope, known))) {
      this.#calls++;
      this.#reads.seeLook(look);
      if (within(window, record.at) && !this.#things.explain(look)) this.#unexplained.add(look);
    }
    if (!record.action.startsWith('dynamodb:Transact')) return;
    if (record.touched.every(({ operation }) => operation === undefined)) this.#untold.add(record.at);
    for (const write of writesIn(record, scope)) {
      this.#reads.seePlace(placeOf(write));
      const gone = goneEntry(write, this.#there.get(placeOf(write)), this.#parts);
      if (gone && this.#gone.length < MOST_GONE) this.#gone.push(gone);
    }
  }

  found(coverage: Coverage): Explained {
    const untold = [...this.#untold].sort((a, b) => a - b);
    const unseen = this.#reads.unseen();
    return {
      entries: this.#reads.count,
      seen: this.#reads.count - unseen.length,
      calls: this.#calls,
      findings: [
        ...this.#unexplained.all().map((cluster) => withoutEntry(cluster, this.#parts)),
        ...this.#gone,
        ...unseen.map((entry) => withoutRead(entry, this.#parts.scope, coverage, near(untold, entry.at))),
      ],
    };
  }
}

/** A ledger that lacks more is another one. */
const MOST_GONE = 10_000;
/** Reads that no entry is about: more are not told one by one. */
const MOST_CLUSTERS = 10_000;

const placeOf = ({ chain, seq }: { chain: string; seq: number }): string => `${chain} ${seq}`;

const within = ({ from, to }: { from: number; to: number }, at: number): boolean => at >= from && at <= to;

/** What the reader does for a read; what it lists is told by an entry of its own, and holds no content. */
function looksOf(record: AccessRecord, sights: readonly Sight[]): Look[] {
  return sights.flatMap((sight) => {
    const row = sight.thing === 'index' && sight.segment !== undefined && sight.operation !== 'ConditionCheck';
    const key = sight.thing === 'subject-keys' || sight.thing === 'keys';
    const body = sight.thing === 'vault' && sight.object !== undefined && record.action !== 's3:ListObjects';
    return row || key || body ? [{ record, sight, opens: sight.thing === 'subject-keys' || body }] : [];
  });
}

/** Entries by what they are about, to find those near a moment. */
class ByThing {
  readonly #segments = new Map<string, number[]>();
  readonly #subjects = new Map<string, number[]>();
  readonly #all: number[] = [];

  constructor(entries: readonly Entry[]) {
    for (const { at, subject, segment } of entries.toSorted((a, b) => a.at - b.at)) {
      this.#all.push(at);
      if (subject === undefined) continue;
      push(this.#subjects, subject, at);
      if (segment !== undefined) push(this.#segments, `${subject} ${segment}`, at);
    }
  }

  /** What is known of it decides how narrowly: by segment, by subject, by time alone. */
  explain({ record: { at }, sight: { subject, segment } }: Look): boolean {
    const times =
      subject === undefined
        ? this.#all
        : segment === undefined
          ? this.#subjects.get(subject)
          : this.#segments.get(`${subject} ${segment}`);
    return times !== undefined && near(times, at);
  }
}

const push = (into: Map<string, number[]>, key: string, at: number) => {
  const times = into.get(key);
  if (times) times.push(at);
  else into.set(key, [at]);
};

/** @param times in order */
function near(times: readonly number[], at: number): boolean {
  const first = firstFrom(times.length, (index) => times[index]! >= at - READ);
  return first < times.length && times[first]! <= at + READ;
}

interface Write {
  record: AccessRecord;
  chain: string;
  seq: number;
  subject?: string | undefined;
  segment?: string | undefined;
}

/** Entries as the trail saw them being written. */
function writesIn(record: AccessRecord, { tables }: Scope): Write[] {
  if (record.outcome !== 'done') return [];
  const check = record.touched.find(({ arn, operation }) => arn === tables.Index && operation === 'ConditionCheck');
  return record.touched.flatMap(({ arn, operation, item }) => {
    const seq = Number(item?.seq);
    if (arn !== tables.Ledger || operation !== 'Put' || item?.chain === undefined || !(seq > 0)) return [];
    // Words stand beside the chain, under a name of their own.
    if (item.chain.includes('#')) return [];
    return [{ record, chain: item.chain, seq, subject: check?.item?.subject, segment: check?.item?.segment }];
  });
}

/** Which entries of reads a call stands for. */
class ReadEntries {
  /** By time. */
  readonly #entries: readonly Entry[];
  readonly #isSeen: Uint8Array;
  readonly #places: ReadonlyMap<string, number>;
  /** Of a subject or a segment: which entries, by time. */
  readonly #about = new Map<string, number[]>();

  constructor(entries: readonly Entry[]) {
    this.#entries = entries.toSorted((a, b) => a.at - b.at);
    this.#isSeen = new Uint8Array(entries.length);
    this.#places = new Map(this.#entries.map((one, index) => [placeOf(one), index]));
    this.#entries.forEach(({ subject, segment }, index) => {
      push(this.#about, `${subject} ${segment}`, index);
      push(this.#about, `${subject}`, index);
    });
  }

  get count(): number {
    return this.#entries.length;
  }

  seePlace(place: string): void {
    const index = this.#places.get(place);
    if (index !== undefined) this.#isSeen[index] = 1;
  }

  seeLook({ record: { at }, sight: { subject, segment } }: Look): void {
    if (subject === undefined) return;
    const of = this.#about.get(segment === undefined ? subject : `${subject} ${segment}`) ?? [];
    const from = firstFrom(of.length, (index) => this.#entries[of[index]!]!.at >= at - READ);
    for (let next = from; next < of.length && this.#entries[of[next]!]!.at <= at + READ; next++) {
      this.#isSeen[of[next]!] = 1;
    }
  }

  unseen(): Entry[] {
    return this.#entries.filter((_, index) => this.#isSeen[index] === 0);
  }
}

/** Calls of one read have one subject, and no longer than a read between them. */
class Clusters {
  /** By whom and about what; of each the spans, by time, none within a read of another. */
  readonly #spans = new Map<string, Cluster[]>();
  #count = 0;

  add({ record, sight, opens }: Look): void {
    const isFull = this.#count >= MOST_CLUSTERS;
    const thing = isFull ? sight.thing : `${sight.thing} ${sight.key ?? sight.object ?? sight.arn}`;
    const name = `${record.by.name} ${sight.subject ?? thing}`;
    const spans = this.#spans.get(name) ?? [];
    this.#spans.set(name, spans);
    const { at } = record;
    let first = firstFrom(spans.length, (index) => spans[index]!.gathered.last >= at - READ);
    let past = first;
    while (past < spans.length && spans[past]!.gathered.first <= at + READ) past++;
    if (first === past && isFull && spans.length > 0) {
      // So many are told as longer ones.
      first = Math.min(first, spans.length - 1);
      past = first + 1;
    }
    this.#count += 1 - (past - first);
    const [into = { gathered: new Gathered(record.by), opened: false }, ...others] = spans.slice(first, past);
    into.gathered.add({ record, ...sight });
    into.opened ||= opens;
    for (const { gathered, opened } of others) {
      into.gathered.join(gathered);
      into.opened ||= opened;
    }
    spans.splice(first, past - first, into);
  }

  all(): Cluster[] {
    return [...this.#spans.values()].flat();
  }
}

interface Cluster {
  gathered: Gathered;
  /** Something of it was opened. */
  opened: boolean;
}

/** The first of so many, of which it is so for all that follow. */
function firstFrom(count: number, isSo: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function withoutEntry({ gathered, opened }: Cluster, { entries, ledgerTo }: ExplainParts): DidFinding {
  const at = gathered.first;
  const flooded = entries.some(
    ({ kind, at: then, detail }) =>
      kind === 'read-refused' && detail?.count !== undefined && Math.floor(then / HOUR) === Math.floor(at / HOUR),
  );
  const [certainty, why]: [Certainty, string] =
    at > ledgerTo - READ
      ? ['unknown', 'the ledger that is here ends before it: an entry may follow']
      : opened
        ? ['proven', 'the reader used a key or fetched a body, and no entry is about it within the time of a read']
        : flooded
          ? ['unknown', 'nothing was opened, and refused reads of that hour were so many that not each has its entry']
          : [
              'likely',
              'the reader fetched it, and no entry is about it; a key in memory leaves no call by which it was opened',
            ];
  return gathered.finding({ finding: 'read-without-entry', certainty, why, role: 'reader' });
}

/** The trail saw an entry being written that the ledger does not have, or has about something else. */
function goneEntry(write: Write, entry: Entry | undefined, { ledgerTo, window }: ExplainParts): DidFinding | undefined {
  const { record, chain, seq, subject, segment } = write;
  if (!within(window, record.at) || record.at > ledgerTo - READ) return undefined;
  const other = entry && subject !== undefined && (entry.subject !== subject || entry.segment !== segment);
  if (entry && !other) return undefined;
  const why = entry
    ? `entry ${seq} of chain ${chain} is about something else than the transaction that wrote it`
    : `the transaction that wrote entry ${seq} of chain ${chain} is in the trail, and the entry is not in the ledger`;
  return new Gathered(record.by)
    .add({ record, subject, segment, arn: record.touched[0]!.arn })
    .finding({ finding: 'read-without-entry', certainty: 'proven', why, role: 'reader' });
}

/** @param untold there is a call that can be the one, and does not say */
function withoutRead(entry: Entry, scope: Scope, coverage: Coverage, untold: boolean): DidFinding {
  const span = { from: entry.at - READ, to: entry.at + READ };
  const covers = [scope.tables.Ledger, scope.tables.Index].map((table) => coverOf(coverage, 'dynamodb', span, table));
  const [certainty, why]: [Certainty, string] = untold
    ? ['unknown', 'a transaction of the reader is there then, whose items the record does not tell']
    : covers.includes('none')
      ? ['unknown', 'no log covers the reader’s calls then: data events of DynamoDB for Index and Ledger would have']
      : covers.includes('concluded')
        ? ['likely', 'no call of the reader is about it, in a log that seems whole']
        : ['proven', 'no call of the reader is about it, in a log that is whole'];
  const { chain, seq, hash, actor, at, subject, segment } = entry;
  const by = actedBy(entry);
  const ref: EntryRef = { chain, seq, hash, actor: by.role === undefined ? actor : `${by.role}:${by.name}` };
  return {
    ...{ finding: 'entry-without-read', certainty, first: at, last: at, count: 1 },
    ...{ actions: [], resources: [], objects: [], records: [], entry: ref, why },
    subjects: subject === undefined ? [] : [subject],
    segments: segment === undefined ? [] : [segment],
  };
}
