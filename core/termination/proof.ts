import { GATES, type GateName, type GateRoot } from '../gate/gate.ts';
import { agreed } from '../incident/approve.ts';
import type { Incident, IncidentStore } from '../incident/incident.ts';
import { Refused } from '../shared/errors.ts';

export interface ProofParts {
  store: Pick<IncidentStore, 'read' | 'approvals' | 'find'>;
  gates: Readonly<Record<GateName, Pick<GateRoot, 'read'>>>;
}

/** An incident that is proven to have ended the program. */
export type Ended = Incident & Required<Pick<Incident, 'ending' | 'concludedAt'>>;

/**
 * What is erased cannot be brought back. So whoever erases believes nobody that the program has ended: the incident says so in its row, with
 * two approvals of different people of different groups over the findings and at the epoch that it was ended on, neither of them the
 * reporter's; and both gates are closed, held by it, at that epoch, and ended.
 * @throws Refused `state`, `approvals`, `not-held`, `epoch`
 */
export async function checkEnded({ store, gates }: ProofParts, id: string): Promise<Ended> {
  const incident = await store.read(id);
  const { ending, status, concludedAt, epochs } = incident;
  if (status !== 'terminated' || !ending || concludedAt === undefined || !incident.findings) {
    throw new Refused('state', 'the program was not ended by this incident');
  }
  const given = (await store.approvals(id)).filter(({ approver }) => ending.approvers.includes(approver));
  // Who joined it after the end takes no approval back: they were looked at when it was ended.
  const { alsoBy: _, ...then } = incident;
  const over = { ...then, findings: { ...incident.findings, document: ending.findings } };
  if (!agreed(given, 'terminate', over, ending.epoch)) {
    throw new Refused('approvals', 'the two approvals on which it was ended are not there');
  }
  for (const name of GATES) {
    const gate = await gates[name].read();
    if (gate.state !== 'closed' || gate.ended === undefined || !gate.holds.includes(id)) {
      throw new Refused('not-held', `the gate before ${name} is not closed for good by this incident`);
    }
    const epoch = name === 'collection' ? ending.epoch : epochs?.[name];
    if (gate.epoch !== epoch) throw new Refused('epoch', `the gate before ${name} has moved on since the end`);
  }
  return incident as Ended;
}

/**
 * Whether another incident that is still looked into may need what is kept: for as long as the disclosure lets it keep others' erasures from
 * being done, from when it came to hold a gate.
 * @param longest ms
 */
export async function isNeeded(
  { store, gates }: ProofParts,
  id: string,
  longest: number,
  now: number,
): Promise<boolean> {
  const states = await Promise.all(GATES.map((name) => gates[name].read()));
  const others = new Map(states.flatMap(({ placed }) => [...placed]).filter(([other]) => other !== id));
  for (const [other, { at }] of others) {
    if (at <= now - longest) continue;
    // One that is not filed yet may need it too.
    if ((await store.find(other))?.concludedAt === undefined) return true;
  }
  return false;
}
