import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { LeaseLengths } from '../lease/lease-lengths.ts';
import { SYSTEM } from '../ledger/actor.ts';
import { SluiceError } from '../shared/errors.ts';
import type { CloseParts } from './close.ts';
import { DOCUMENT_KINDS, issue, readIssued } from './documents.ts';
import { type ClosureReceipt, type Incident, isLookedInto, type QuiescenceCertificate } from './incident.ts';
import { type AdmittedAtClosure, admittedOf, sinceClosure } from './lanes.ts';
import type { TaskResult } from './workflow.ts';

/**
 * Added to the longest lease, ms: for a lease that was being issued while the gate closed, and for clocks of AWS hosts
 * (agents measure a lease by elapsed time, so that their calendars do not matter).
 */
export const CLOCK_SKEW = 5_000;

export interface CertifyParts extends Omit<CloseParts, 'gates'> {
  disclosure: Disclosure;
  leases: LeaseLengths;
}

/**
 * Certifies that capture has stopped: the last lease that can have been issued before the closure has run out, and no
 * lane has admitted a frame since. Nothing shortens the wait: a lease cannot be called back, only outlived. How long the leases
 * were that run then is noted where they are given, by whatever deployment; a disclosure alone tells of its own.
 *
 * A lane that has moved has moved for good, also once it has retired and nobody can see it any more. One whose row is damaged may be
 * looked at again: it is certified when the row can be read, and shows what the receipt says.
 */
export async function certify(parts: CertifyParts, incident: Incident): Promise<TaskResult> {
  const { store, lanes, program, clock } = parts;
  const id = incident.incident;
  if (!incident.closes || incident.certificate) return { outcome: 'quiet', incident: id };
  if (incident.moved) return { outcome: 'moved', incident: id };
  if (!incident.receipt || !incident.epochs || incident.closedAt === undefined) {
    throw new SluiceError('an incident is contained before it is certified');
  }
  const longest = await longestLease(parts, incident, incident.closedAt);
  const leasesEnded = incident.closedAt + longest * 1000 + CLOCK_SKEW;
  const left = leasesEnded - clock.now();
  if (left > 0) return { outcome: 'waiting', incident: id, waitSeconds: Math.ceil(left / 1000) };

  const { document: receipt } = await readIssued<ClosureReceipt>(parts, incident.receipt);
  const before = admittedAtClosure(receipt);
  const now = await lanes.lanes([...before.keys(), ...(incident.damaged ?? [])]);
  const { moved, unknown } = sinceClosure(before, now);
  if (moved.length + unknown.length > 0) {
    await store.advance(id, {
      once: 'certificate',
      set: {
        ...(moved.length > 0 && { moved: moved.map(({ lane }) => lane) }),
        damaged: unknown.length > 0 ? unknown : undefined,
      },
    });
    return { outcome: 'moved', incident: id };
  }
  const document: QuiescenceCertificate = {
    program,
    incident: id,
    receipt: incident.receipt.document,
    epoch: incident.epochs.collection,
    closedAt: incident.closedAt,
    leasesEnded,
    certifiedAt: clock.now(),
    lanes: now.lanes.map((lane) => ({ lane: lane.lane, admitted: admittedOf(lane) })),
  };
  const { link } = await issue(parts, 'receipts', `${id}-quiescence`, DOCUMENT_KINDS.certificate, document);
  await store.advance(id, {
    once: 'certificate',
    // Later than the findings where a damaged row was mended: what has been reached since stays.
    set: { status: incident.findings ? incident.status : 'quiet', certificate: link, damaged: undefined },
    facts: { kind: 'certificate', at: clock.now(), actor: SYSTEM, incident: id, detail: { document: link.document } },
  });
  return { outcome: 'quiet', incident: id };
}

/**
 * A report that closed nothing may come to hold the gates while it is walked: what follows is about the closure, so it starts over.
 * @throws SluiceError
 */
export function checkCertified(incident: Incident): void {
  if (incident.closes && !isLookedInto(incident) && incident.concludedAt === undefined) {
    throw new SluiceError('an incident that holds the gates is certified before it goes on');
  }
}

/** Seconds; of the leases that can have run at the closure, and never less than the disclosures then and now allow. */
async function longestLease(
  { leases, disclosure }: CertifyParts,
  incident: Incident,
  closedAt: number,
): Promise<number> {
  const noted = await leases.longest(closedAt - LONGEST_LEASE_SECONDS * 1000 - CLOCK_SKEW, closedAt + CLOCK_SKEW);
  return Math.max(noted, incident.leaseSeconds ?? 0, disclosure.lease.seconds);
}

/** Frames admitted per lane of the collection gate when it was closed. */
export function admittedAtClosure({ gates }: ClosureReceipt): AdmittedAtClosure {
  const lanes = gates.flatMap((closed) => (closed.gate === 'collection' ? closed.lanes : []));
  return new Map(lanes.map(({ lane, admitted }) => [lane, admitted]));
}
