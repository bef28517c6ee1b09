import { follow, reportMovement } from '../incident/report.ts';
import { Refused } from '../shared/errors.ts';
import { type Here, type NoFinding, readFinding, type ServiceFinding } from './finding.ts';
import { type GuardParts, idOf } from './guard.ts';
import { isOurs } from './judge.ts';

export interface Heard {
  /** `foreign`: it names nothing of this program; `limit`: so many about the same were filed today. */
  outcome: 'reported' | 'foreign' | 'limit' | NoFinding;
  incident?: string;
}

/**
 * What a service of AWS found of this program becomes a report. It closes nothing by itself, whatever its severity: where nobody says in time what
 * it is, the time-out of a medium report does.
 */
export async function hearFinding(parts: GuardParts, event: unknown, here: Here): Promise<Heard> {
  const finding = readFinding(event, here);
  if (typeof finding === 'string') return { outcome: finding };
  if (!finding.names.some((name) => isOurs(name, parts.guarded))) return { outcome: 'foreign' };
  const at = parts.clock.now();
  const incident = idOf({ id: finding.id, at: finding.at }, at);
  try {
    const order = { incident, by: finding.by, text: sentence(parts, finding), at };
    const { filed } = await reportMovement(parts, order, finding.severity);
    await follow(parts, filed);
    return { outcome: 'reported', incident };
  } catch (error) {
    if (error instanceof Refused && error.reason === 'limit') return { outcome: 'limit' };
    throw error;
  }
}

/** The service's word, and what of ours it names: titles and descriptions are left where they are. */
const sentence = ({ guarded }: GuardParts, { service, type, id, at, names }: ServiceFinding): string => {
  const ours = [...new Set(names.filter((name) => isOurs(name, guarded)))].slice(0, 10);
  return `${service} found "${type}" at ${new Date(at).toISOString()} about ${ours.join(', ')} (finding ${id}).`;
};
