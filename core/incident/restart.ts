import type { Clock } from '../shared/clock.ts';
import { inTurn } from '../shared/turn.ts';
import { type Incident, type IncidentStore, isErasing } from './incident.ts';
import type { Workflow } from './workflow.ts';

export interface RestartParts {
  store: Pick<IncidentStore, 'advance'>;
  workflow: Pick<Workflow, 'start' | 'state'>;
  clock: Clock;
}

/** An execution younger than this is left alone, ms: AWS shows new ones late, and one that ends at once must not be started in a loop. */
export const SETTLED = 240_000;
/** Executions that are looked at in one call: AWS allows some 15 looks a second. */
export const LOOKED_AT = 50;
/** So many of them at most are those that hold the gates, where there are more of either than can be looked at. */
const OF_THESE_HOLDING = 40;
const AT_ONCE = 5;

/**
 * Starts a new execution for each open incident whose last one runs no more: stopped by hand, ended by itself or by AWS, gone with a
 * Service that was destroyed. Steps are done once, so it walks quickly to where people are waited for. Those that hold the gates come
 * first; where there are too many, each comes to its turn.
 * @returns what went wrong; the others are looked at all the same
 */
export async function restartLost(parts: RestartParts, incidents: readonly Incident[]): Promise<unknown[]> {
  const now = parts.clock.now();
  const due = incidents
    .filter((incident) => incident.concludedAt === undefined || isErasing(incident))
    .filter((incident) => now - (executionOf(incident)?.startedAt ?? now) >= SETTLED)
    .sort((a, b) => a.reportedAt - b.reportedAt);
  const [holding, others] = [due.filter(({ closes }) => closes), due.filter(({ closes }) => !closes)];
  const room = Math.max(OF_THESE_HOLDING, LOOKED_AT - others.length);
  const first = inTurn(holding, room, now);
  const looked = [...first, ...inTurn(others, LOOKED_AT - first.length, now)];
  const errors: unknown[] = [];
  for (let at = 0; at < looked.length; at += AT_ONCE) {
    const results = await Promise.allSettled(looked.slice(at, at + AT_ONCE).map((one) => restart(parts, one)));
    errors.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }
  return errors;
}

async function restart({ store, workflow, clock }: RestartParts, incident: Incident): Promise<void> {
  const id = incident.incident;
  const { number } = executionOf(incident)!;
  if ((await workflow.state(id, number)) === 'running') return;
  // Two who look at once start the same one: the name says which.
  await workflow.start(id, number + 1);
  await store.advance(id, {
    set: { execution: { number: number + 1, startedAt: clock.now() } },
    once: ({ execution }) => (execution?.number ?? 1) > number,
  });
}

/** The execution that was started last; undefined before the first, which is the report's to start. */
export const executionOf = ({ execution, startedAt }: Incident): Incident['execution'] =>
  execution ?? (startedAt === undefined ? undefined : { number: 1, startedAt });
