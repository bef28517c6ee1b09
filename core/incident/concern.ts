import { isCovered, type PeopleRules } from '../../api/people.ts';
import type { IncidentStatus } from '../../api/words.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { type Concern, concernOf } from '../reading/concern.ts';
import type { Records } from '../reading/reading.ts';
import { Refused } from '../shared/errors.ts';
import { type Incident, type IncidentStore, windowOf } from './incident.ts';
import { isTold } from './told.ts';

/** What an incident has to do with whoever asks. */
export interface ConcernView extends Concern {
  incident: string;
  window: { from: number; to: number };
  status: IncidentStatus;
  /** ms; while nothing was stored of anybody, nor read. Without `to` it is still so. */
  stood?: { from: number; to?: number };
}

export interface ConcernParts {
  store: Pick<IncidentStore, 'find'>;
  records: Pick<Records, 'list'>;
  ledger: LedgerReader;
  disclosure: PeopleRules;
}

/**
 * To everybody whom the program is about, and to whom it was about: whose records are in the window is told so, whatever group they are in
 * by now.
 * @throws Refused `not-found`, also for those who may not know that it is there
 */
export async function concernIn(
  parts: ConcernParts,
  id: string,
  { subject, groups }: { subject: string; groups: readonly string[] },
): Promise<ConcernView> {
  const incident = await parts.store.find(id);
  if (!incident || !isTold(incident)) throw new Refused('not-found', 'no such incident');
  const window = windowOf(incident);
  const concern = await concernOf(parts, subject, window);
  if (!concern.concerned && !isCovered(parts.disclosure, groups)) throw new Refused('not-found', 'no such incident');
  const stood = stoodIn(incident);
  return { incident: id, window, status: incident.status, ...concern, ...(stood && { stood }) };
}

function stoodIn({ closes, closedAt, status, concludedAt }: Incident): ConcernView['stood'] {
  if (!closes || closedAt === undefined) return undefined;
  return { from: closedAt, ...(status === 'resumed' && concludedAt !== undefined && { to: concludedAt }) };
}
