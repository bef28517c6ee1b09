import type { Outcome } from '../../api/words.ts';
import type { Branch } from '../incident/branch.ts';
import { type EvidenceLines, evidenceLines, keepLines } from '../incident/evidence-lines.ts';
import {
  type Findings,
  type LedgerFinding,
  MOST_LISTED,
  type ReadByWhom,
  type ReadsFinding,
} from '../incident/findings.ts';
import { actedBy } from '../ledger/actor.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import { canonicalJson, readableEntry } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';
import { lastCheckpoint, type SignedPast } from '../ledger/last-checkpoint.ts';
import type { Entry, StoredEntry } from '../ledger/ledger.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import { Refused } from '../shared/errors.ts';
import { segmentTime } from '../vault/segment-time.ts';

export type ReadsParts = SignedPast & { evidence: Evidence };

export const reads =
  (parts: ReadsParts): Branch['look'] =>
  async ({ incident, window }) => {
    const [read, ledger] = await ledgerFindings(parts, incident, window);
    // That somebody has read is no fault: that each had a purpose is what the reader checks. Of a broken ledger nothing is clean.
    const outcome: Outcome = ledger.intact ? 'clean' : 'unknown';
    return {
      found: [
        { ...read, outcome },
        { ...ledger, outcome: ledger.intact ? 'clean' : 'found' },
      ],
    };
  };

/**
 * Who read, and whether the ledger holds, in one walk: from the last signed checkpoint, or from where the window begins if that is
 * earlier, to the end. What was stored in the window can only have been read since it began.
 */
export async function ledgerFindings(
  parts: ReadsParts,
  incident: string,
  window: Findings['window'],
): Promise<[ReadsFinding, LedgerFinding]> {
  const { checkpoint, forged } = await signedPast(parts);
  const reads = readsWithin(window, evidenceLines(parts.evidence, `${incident}-reads`));
  const walks = await verifyLive(parts.ledger, checkpoint, { since: window.from, visit: reads.visit });
  const broken = walks.filter((one) => one.broken);
  const intact = broken.length === 0 && !forged;
  const entries = walks.reduce((sum, { length }) => sum + length, 0);
  const walked = walks.reduce((sum, { from, length }) => sum + Math.max(0, length - from), 0);
  const since = checkpoint
    ? `; signed at ${new Date(checkpoint.at).toISOString()} and walked since`
    : ', none signed yet';
  const ledger: LedgerFinding = {
    finding: 'ledger',
    statement: intact
      ? `The ledger holds: ${entries} entries${since} (${walked} in this walk).`
      : `The ledger is broken: ${[
          ...broken.map(({ chain, broken: at }) => `chain ${chain} at entry ${at!.seq}`),
          ...(forged ? [`the last checkpoint (${forged})`] : []),
        ].join(', ')}.`,
    evidence: await keepLines(parts.evidence, `${incident}-ledger`, walks.map(canonicalJson)),
    entries,
    walked,
    ...(checkpoint && { signedAt: checkpoint.at }),
    intact,
  };
  return [await reads.finding(intact), ledger];
}

/** A checkpoint whose signature does not hold, or that is gone, is a finding, and nothing to go on from. */
export async function signedPast(parts: SignedPast): Promise<{ checkpoint?: Checkpoint; forged?: string }> {
  try {
    const checkpoint = await lastCheckpoint(parts);
    return checkpoint ? { checkpoint } : {};
  } catch (error) {
    if (error instanceof Refused) return { forged: error.reason };
    throw error;
  }
}

/** Reads in the window, and at any time those of what was stored in it. */
function readsWithin({ from, to }: Findings['window'], lines: EvidenceLines) {
  const within = (at = Number.NaN) => at >= from && at <= to;
  const readers = new Set<string>();
  let first: ReadByWhom[] = [];
  const selves = new Set<string>();
  let [reads, refused, listings, own, ownRefused, slices] = [0, 0, 0, 0, 0, 0];
  return {
    async visit(page: readonly StoredEntry[]): Promise<void> {
      for (const stored of page) {
        // One that is none is the ledger finding's matter.
        const entry = readableEntry(stored);
        if (!entry || !READS.has(entry.kind) || !(within(entry.at) || within(segmentTime(entry.segment)))) continue;
        await lines.add(canonicalJson({ body: stored.body, hash: stored.hash }));
        const { role, name } = actedBy(entry);
        if (role === 'subject' && name === entry.subject) {
          if (entry.kind === 'read-refused') ownRefused++;
          if (entry.kind !== 'read') continue;
          own++;
          selves.add(name);
          continue;
        }
        if (entry.kind === 'read-refused') refused++;
        if (entry.kind === 'listing') listings++;
        // Of a person: records of theirs were read into a data set. Its other steps read nobody's.
        if (entry.kind === 'export' && entry.subject !== undefined) {
          slices++;
          readers.add(name);
        }
        if (entry.kind !== 'read') continue;
        reads++;
        readers.add(name);
        first.push(byWhom(entry));
        if (first.length >= 2 * MOST_LISTED) first = earliest(first);
      }
    },
    finding: async (whole: boolean): Promise<ReadsFinding> => ({
      finding: 'reads',
      statement: `${readers.size} people read in ${reads} reads; ${refused} reads were refused.${own === 0 ? '' : ` ${selves.size} people read their own in ${own} reads.`}${ownRefused === 0 ? '' : ` ${ownRefused} reads of their own were refused to people.`}${listings === 0 ? '' : ` Records were listed ${listings} times.`}${slices === 0 ? '' : ` Records were read into data sets ${slices} times, some of one person at a time.`}${whole ? '' : ' The ledger is broken: there may have been others.'}`,
      evidence: await lines.end(),
      count: reads,
      ...(own > 0 && { own }),
      reads: earliest(first),
      refused,
    }),
  };
}
const READS: ReadonlySet<string> = new Set(['read', 'read-refused', 'listing', 'export']);
const earliest = (reads: ReadByWhom[]) => reads.toSorted((a, b) => a.at - b.at).slice(0, MOST_LISTED);

const byWhom = (entry: Entry): ReadByWhom => {
  const { chain, seq, hash, at, subject = '', segment = '', purpose = '' } = entry;
  return { chain, seq, hash, at, reader: actedBy(entry).name, subject, segment, purpose };
};
