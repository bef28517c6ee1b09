import type { AccessRecord, Coverage } from '../access-log/access-log.ts';
import { coverOf } from '../access-log/coverage.ts';
import { actedBy } from '../ledger/actor.ts';
import type { Entry } from '../ledger/ledger.ts';
import { type Certainty, type DidFinding, type EntryRef, findingOf } from './finding.ts';
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
  /** By the reader, allowed. */
  records: readonly AccessRecord[];
  scope: Scope;
  known: Known;
  coverage: Coverage;
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

export function explainReads(parts: ExplainParts): Explained {
  const { scope, known, window, records } = parts;
  const entries = new ByThing(parts.entries.filter(({ kind }) => kind === 'read' || kind === 'read-refused'));
  const looks = records.flatMap((record) => looksOf(record, sightsOf(record, scope, known)));
  const unexplained = looks.filter((look) => within(window, look.record.at) && !entries.explain(look));
  const reads = parts.entries.filter((one) => one.kind === 'read' && within(window, one.at));
  const written = writes(records, scope);
  const seen = seenIn(looks, written);
  const unseen = reads.filter((one) => !seen(one));
  // Transactions of which the record does not tell what was in them: any of them can be the one that wrote an entry.
  const untold = records
    .filter(
      ({ action, touched }) =>
        action.startsWith('dynamodb:Transact') && touched.every(({ operation }) => operation === undefined),
    )
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return {
    entries: reads.length,
    seen: reads.length - unseen.length,
    calls: looks.length,
    findings: [
      ...(unexplained.length > 0 ? clusters(unexplained).map((cluster) => withoutEntry(cluster, parts)) : []),
      ...goneEntries(written, parts),
      ...unseen.map((entry) => withoutRead(entry, parts, near(untold, entry.at))),
    ],
  };
}

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
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < at - READ) low = middle + 1;
    else high = middle;
  }
  return low < times.length && times[low]! <= at + READ;
}

interface Write {
  record: AccessRecord;
  chain: string;
  seq: number;
  subject?: string | undefined;
  segment?: string | undefined;
}

/** Entries as the trail saw them being written. */
const writes = (records: readonly AccessRecord[], { tables }: Scope): Write[] =>
  records.flatMap((record) => {
    if (record.outcome !== 'done' || !record.action.startsWith('dynamodb:Transact')) return [];
    const check = record.touched.find(({ arn, operation }) => arn === tables.Index && operation === 'ConditionCheck');
    return record.touched.flatMap(({ arn, operation, item }) => {
      const seq = Number(item?.seq);
      if (arn !== tables.Ledger || operation !== 'Put' || item?.chain === undefined || !(seq > 0)) return [];
      // Words stand beside the chain, under a name of their own.
      if (item.chain.includes('#')) return [];
      return [{ record, chain: item.chain, seq, subject: check?.item?.subject, segment: check?.item?.segment }];
    });
  });

function seenIn(looks: readonly Look[], written: readonly Write[]): (entry: Entry) => boolean {
  const placed = new Set(written.map(({ chain, seq }) => `${chain} ${seq}`));
  const times = new Map<string, number[]>();
  for (const { record, sight } of looks.toSorted((a, b) => a.record.at - b.record.at)) {
    if (sight.subject === undefined) continue;
    push(times, sight.segment === undefined ? sight.subject : `${sight.subject} ${sight.segment}`, record.at);
  }
  return ({ chain, seq, at, subject, segment }) =>
    placed.has(`${chain} ${seq}`) ||
    [`${subject} ${segment}`, `${subject}`].some((name) => {
      const found = times.get(name);
      return found !== undefined && near(found, at);
    });
}

/** Calls of one read have one subject, and no longer than a read between them. */
function clusters(looks: readonly Look[]): Look[][] {
  const by = new Map<string, Look[]>();
  for (const look of looks) {
    const { sight, record } = look;
    const name = `${record.by.name} ${sight.subject ?? `${sight.thing} ${sight.key ?? sight.object ?? sight.arn}`}`;
    by.set(name, [...(by.get(name) ?? []), look]);
  }
  return [...by.values()].flatMap((of) => {
    const sorted = of.toSorted((a, b) => a.record.at - b.record.at);
    const parts: Look[][] = [];
    for (const look of sorted) {
      const last = parts.at(-1);
      if (last && look.record.at - last.at(-1)!.record.at <= READ) last.push(look);
      else parts.push([look]);
    }
    return parts;
  });
}

function withoutEntry(looks: readonly Look[], { entries, ledgerTo }: ExplainParts): DidFinding {
  const opened = looks.some(({ opens }) => opens);
  const at = looks[0]!.record.at;
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
  return findingOf(
    { finding: 'read-without-entry', certainty, why, role: 'reader' },
    looks.map(({ record, sight }) => ({ record, ...sight })),
  );
}

/** The trail saw an entry being written that the ledger does not have, or has about something else. */
function goneEntries(written: readonly Write[], { entries, ledgerTo, window }: ExplainParts): DidFinding[] {
  const there = new Map(entries.map((one) => [`${one.chain} ${one.seq}`, one]));
  return written.flatMap((write) => {
    const { record, chain, seq, subject, segment } = write;
    if (!within(window, record.at) || record.at > ledgerTo - READ) return [];
    const entry = there.get(`${chain} ${seq}`);
    const other = entry && subject !== undefined && (entry.subject !== subject || entry.segment !== segment);
    if (entry && !other) return [];
    const why = entry
      ? `entry ${seq} of chain ${chain} is about something else than the transaction that wrote it`
      : `the transaction that wrote entry ${seq} of chain ${chain} is in the trail, and the entry is not in the ledger`;
    return [
      findingOf({ finding: 'read-without-entry', certainty: 'proven', why, role: 'reader' }, [
        { record, subject, segment, arn: record.touched[0]!.arn },
      ]),
    ];
  });
}

/** @param untold there is a call that can be the one, and does not say */
function withoutRead(entry: Entry, { scope, coverage }: ExplainParts, untold: boolean): DidFinding {
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
