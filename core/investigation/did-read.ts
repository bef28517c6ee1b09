import { memoryAccessLog } from '../access-log/access-log.memory.ts';
import { type AccessLog, SOURCES, type Window, WOULD_HAVE } from '../access-log/access-log.ts';
import type { Snapshots } from '../exposure/collect/snapshots.ts';
import type { Branch } from '../incident/branch.ts';
import { readableEntry } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { Entry } from '../ledger/ledger.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import type { RecordSummary, Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { READ } from '../who-did/explain.ts';
import { DID, type DidFinding, type DidKind } from '../who-did/finding.ts';
import { type Known, knownFrom, type Scope } from '../who-did/scope.ts';
import { WHO_DID_FORMAT, type WhoDid, whoDid } from '../who-did/who-did.ts';
import { checkFinding } from './checked.ts';
import { nonZero, putJson } from './could-read.ts';
import { inventoriesOf, scopeIn, watchedAt } from './inventories.ts';
import { type ReadsParts, signedPast } from './reads.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface DidReadParts extends ReadsParts {
  /** Of who called what at AWS. @default no log is kept: what it would have told is unknown */
  log?: AccessLog;
  snapshots: Snapshots;
  evidence: Evidence;
  clock: Clock;
  records: Pick<Records, 'pages'>;
  sealed: Pick<SealedRows, 'rows'>;
  program: string;
  prefix: string;
}

/** The evidence of the branch: one JSON document. */
export interface DidRead extends WhoDid {
  /** What was watched, as an inventory has it. Absent: none has this program, and nothing could be asked. */
  scope?: Scope;
  /** Segments of the window beyond these are not known by their keys and objects. */
  knownOf: number;
}

/** Rows that are looked up, so that keys and objects in a log have a person: minutes. */
const MOST_KNOWN = 50_000;
const AT_ONCE = 100;

const KINDS = Object.keys(DID) as DidKind[];
const WORDS = {
  ...Object.fromEntries(KINDS.map((kind) => [kind, `times something was ${DID[kind]}`])),
  'read-without-entry': 'reads by the reader are in no entry of the ledger',
  'entry-without-read': 'entries of reads have no call that stands for them',
  around: 'times somebody read past the reader',
  tried: 'attempts were denied, or failed',
  'no-log': 'spans of which no log would tell',
  inventory: 'no inventory has this program, so that nobody knows what to look for in a log',
  unseen: 'entries of reads, for which no log would have a call',
  ledger: 'ledger is broken or has no proof: entries may be missing',
  known: 'list of segments was too long, and those behind its end are not known by their keys and objects',
};

/** Who did read in the window: each read of the ledger beside the calls of the reader, and whoever called past it. */
export const didRead =
  (parts: DidReadParts): Branch['look'] =>
  async ({ incident, window }) => {
    const { log, snapshots, evidence, clock, program, prefix } = parts;
    const newest = (await inventoriesOf(snapshots, window)).begun.at(-1);
    const scope =
      newest === undefined ? undefined : scopeIn(await watchedAt(snapshots, newest, prefix), prefix, program);
    if (!scope) {
      const did = nothingKnown(program, window, 'no inventory has this program');
      const link = await putJson(evidence, `${incident}-did-read`, { ...did, knownOf: 0 } satisfies DidRead);
      return { found: [{ ...findingOf(did, { inventory: 1 }), evidence: link }] };
    }
    const { known, rows, truncated } = await knownOf(parts, window);
    const { entries, whole } = await entriesOf(parts, window);
    const did = await whoDid(
      {
        log: log ?? memoryAccessLog([]),
        // Beside no log at all nothing is to be seen of them.
        ...(log && { entries, ledgerTo: clock.now() }),
        ...{ scope, known },
      },
      window,
    );
    const document: DidRead = { ...did, scope, knownOf: rows };
    const link = await putJson(evidence, `${incident}-did-read`, document);
    return {
      found: [{ ...findingOf(did, { ledger: Number(!whole), known: Number(truncated) }), evidence: link }],
    };
  };

function findingOf(did: WhoDid, more: Record<string, number>) {
  const sure = did.findings.filter(({ certainty }) => certainty !== 'unknown');
  const done = sure.filter(({ outcome = 'done' }) => outcome === 'done');
  const count = (finding: DidKind, of: readonly DidFinding[]) =>
    of.filter((one) => one.finding === finding).reduce((sum, one) => sum + one.count, 0);
  return checkFinding({
    check: 'did-read',
    what: (checked) =>
      `${checked} calls about what is stored, and ${did.ledger?.seen ?? 0} of ${did.ledger?.reads ?? 0} reads in the ledger that were seen in them`,
    words: WORDS,
    checked: did.log.records,
    wrong: nonZero({
      ...Object.fromEntries(KINDS.map((kind) => [kind, count(kind, done)])),
      tried: sure.length - done.length,
    }),
    open: nonZero({
      'no-log': did.unknown.length,
      unseen: did.findings.filter(({ certainty }) => certainty === 'unknown').length,
      ...more,
    }),
  });
}

/** Nothing was asked: of everything the log that would have told is named. */
export const nothingKnown = (program: string, window: Window, why: string): WhoDid => ({
  format: WHO_DID_FORMAT,
  ...{ program, window },
  log: { records: 0, reader: 0, own: {}, deploys: 0 },
  findings: [],
  unknown: SOURCES.map((source) => ({ source, ...window, why, wouldHave: WOULD_HAVE[source] })),
  problems: [],
});

/** Whose a key is, and what an object is the body of. */
async function knownOf({ records, sealed }: DidReadParts, window: Window) {
  const rows: { subject: string; segment: string; keyId: string; object?: string }[] = [];
  let truncated = false;
  for await (const page of records.pages(window)) {
    truncated = rows.length >= MOST_KNOWN;
    if (truncated) break;
    for (let at = 0; at < page.rows.length; at += AT_ONCE) {
      const found = await sealed.rows(page.rows.slice(at, at + AT_ONCE).map(keyOf));
      rows.push(...found.flatMap(storedRow));
    }
  }
  return { known: knownFrom(rows) satisfies Known, rows: rows.length, truncated };
}
const keyOf = ({ subject, segment }: RecordSummary) => ({ subject, segment });
const storedRow = (row: IndexRow | 'damaged' | undefined) =>
  row === undefined || row === 'damaged'
    ? []
    : [
        {
          ...{ subject: row.subject, segment: row.segment, keyId: row.keyId },
          ...('object' in row.body && { object: row.body.object }),
        },
      ];

/** Of reads, from just before the window to now: one that was begun in it may be written late. */
async function entriesOf(parts: DidReadParts, window: Window): Promise<{ entries: Entry[]; whole: boolean }> {
  const { checkpoint, forged } = await signedPast(parts);
  const entries: Entry[] = [];
  const walks = await verifyLive(parts.ledger, checkpoint, {
    since: window.from - READ,
    visit: (page) => {
      for (const stored of page) {
        const entry = readableEntry(stored);
        if (entry && entry.at <= window.to + READ) entries.push(entry);
      }
    },
  });
  return { entries, whole: !forged && walks.every(({ broken }) => !broken) };
}
