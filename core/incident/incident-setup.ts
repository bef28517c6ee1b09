import { ulid } from 'ulid';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { readPublicKey } from '../ledger/note.ts';
import { CLOCK_SKEW } from './certify.ts';
import { decide } from './decide.ts';
import type { Decision } from './incident.ts';
import { memoryIncidentSetup } from './memory-setup.ts';
import { report } from './report.ts';
import { runTask } from './tasks.ts';
import type { Task } from './workflow.ts';

export const RITA = { sub: 'rita', groups: ['employees'] };
/** One of each group that approves. */
const [REPRESENTATIVES, STEWARDS] = sampleDisclosure().gate.approvers as [string, string];
export const STELLA = { sub: 'stella', groups: [STEWARDS] };
export const ROLF = { sub: 'rolf', groups: [REPRESENTATIVES] };

/** A person may close the gates once a day. */
export const once = ({ gate }: Disclosure): void => {
  gate.closuresPerDay = 1;
};

/** An incident in memory, and the steps of its way: a report, the leases that run out, the workflow up to where it waits. */
export async function incidentSetup(disclosure = sampleDisclosure()) {
  const memory = await memoryIncidentSetup(disclosure);
  const { parts, clock } = memory;
  const file = (change: Partial<Parameters<typeof report>[1]> = {}) =>
    report(parts, {
      incident: ulid(clock.now()),
      reporter: RITA,
      severity: 'high',
      text: 'I saw something',
      ...change,
    });
  const run = (incident: string, task: Task, token?: string) =>
    runTask(parts, { task, incident, ...(token !== undefined && { token }) });
  const leasesOut = () => {
    clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
    memory.syncLanes();
  };
  /** Up to the wait for approvals. */
  const published = async () => {
    const { incident } = await file();
    const id = incident.incident;
    leasesOut();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(id, task);
    await run(id, 'awaitApprovals', 'told');
    await run(id, 'awaitApprovals', 'token-1');
    const { findings, epochs } = await parts.store.read(id);
    const order = (approver: { sub: string; groups: string[] }, decision: Decision = 'resume', change = {}) => ({
      incident: id,
      approver,
      decision,
      findings: findings!.document,
      epoch: epochs!.collection,
      ...change,
    });
    return { id, order, approve: (...args: Parameters<typeof order>) => decide(parts, order(...args)) };
  };
  const key = async () => readPublicKey(await parts.signer.publicKey());
  return { ...memory, file, run, leasesOut, published, key };
}
