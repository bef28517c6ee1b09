import type { GateName, GateStore } from '../gate/gate.ts';
import type { CheckpointReader } from '../ledger/checkpoint-store.ts';
import { lastCheckpoint } from '../ledger/last-checkpoint.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { admittedAtClosure } from './certify.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { ClosureReceipt, Incident, QuiescenceCertificate } from './incident.ts';
import { type CountedLanes, sinceClosure } from './lanes.ts';

export interface ConformanceParts extends DocumentIssuer {
  gates: Record<GateName, GateStore>;
  lanes: CountedLanes;
  ledger: LedgerReader;
  checkpoints: CheckpointReader;
  clock: Clock;
}

/**
 * What must hold before a resume, each under its name. A check that cannot be made is red: nothing resumes on the unknown.
 *
 * - `gates-held`: this incident holds both gates, at the epochs of its receipt
 * - `lanes-closed`: every lane of collection can be read, and is closed
 * - `nothing-admitted`: no lane has admitted a frame since the closure, as far back as its receipt could read them
 * - `certified`: the certificate of quiescence is there, of this incident and its receipt, and its signature holds
 * - `findings-locked`: the findings are there, their signature holds, and nobody can delete them
 * - `ledger-intact`: every chain passes through the last signed checkpoint, which is the one that the ledger names, and holds from there to its
 *   last entry
 */
const CHECKS: Readonly<Record<string, (parts: ConformanceParts, incident: Incident) => Promise<boolean>>> = {
  'gates-held': async ({ gates }, { incident, epochs }) => {
    const states = await Promise.all([gates.collection.read(), gates.reading.read()]);
    const expected = [epochs?.collection, epochs?.reading];
    return states.every(
      (gate, index) => gate.state === 'closed' && gate.epoch === expected[index] && gate.holds.includes(incident),
    );
  },
  'lanes-closed': async (parts) => {
    const { lanes, damaged } = await parts.lanes.lanes();
    return damaged.length === 0 && lanes.every(({ state }) => state === 'closed');
  },
  'nothing-admitted': async (parts, { incident, receipt }) => {
    if (!receipt) return false;
    const { document } = await readIssued<ClosureReceipt>(parts, receipt, DOCUMENT_KINDS.receipt);
    if (document.incident !== incident) return false;
    const before = admittedAtClosure(document);
    const { moved, unknown } = sinceClosure(before, await parts.lanes.lanes([...before.keys()]));
    return moved.length === 0 && unknown.length === 0;
  },
  certified: async (parts, { incident, receipt, certificate }) => {
    if (!certificate) return false;
    const { document } = await readIssued<QuiescenceCertificate>(parts, certificate, DOCUMENT_KINDS.certificate);
    return document.incident === incident && document.receipt === receipt?.document;
  },
  'findings-locked': async (parts, { incident, findings }) => {
    if (!findings) return false;
    const { document } = await readIssued<Findings>(parts, findings, DOCUMENT_KINDS.findings);
    if (document.incident !== incident) return false;
    return ((await parts.evidence.lockedUntil(findings.name)) ?? 0) > parts.clock.now();
  },
  'ledger-intact': async (parts) => {
    const walks = await verifyLive(parts.ledger, await lastCheckpoint(parts));
    return walks.every(({ broken }) => !broken);
  },
};

/** Names of the checks that are red, in order. */
export async function failingChecks(parts: ConformanceParts, incident: Incident): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => {
      try {
        return (await check(parts, incident)) ? [] : [name];
      } catch (error) {
        // Evidence that is gone, damaged or wrongly signed. Other errors are no verdict, and stop the resume as they are.
        if (error instanceof Refused) return [name];
        throw error;
      }
    }),
  );
  return results.flat();
}
