import { ulid } from 'ulid';
import type { Severity } from '../../api/words.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Clock } from '../shared/clock.ts';
import type { Counts } from '../shared/counts.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import { ANONYMOUS } from './filing.ts';
import type { Incident, IncidentStore } from './incident.ts';
import { type Answered, boxOf, type Mailbox } from './mailbox.ts';
import { reportFacts, rowOf } from './report.ts';

/**
 * Of a whole program: nobody knows whose they are. Each costs an investigation; those who fill them keep others from reporting without a name
 * for an hour or a day, and nobody from reporting with one.
 */
export const ANONYMOUS_REPORTS: readonly Limit[] = [
  { most: 20, per: 'hour' },
  { most: 100, per: 'day' },
];

export interface AnonymousParts {
  program: string;
  store: Pick<IncidentStore, 'find' | 'file'>;
  mailbox: Pick<Mailbox, 'incidentOf' | 'open' | 'answers'>;
  /** By the word of the span. */
  counts: Counts;
  disclosure: Disclosure;
  clock: Clock;
}

export interface AnonymousOrder {
  receipt: string;
  /** As who reports sees it. It closes nothing: whoever finds the address could stop the program. */
  severity: Severity;
  text: string;
}

export type AnonymouslyFiled = Pick<Incident, 'incident' | 'status' | 'reportedAt'>;

/**
 * Files a report of nobody. What follows on it is begun by the schedule, within some minutes: whoever is asked by anybody starts nothing.
 * @throws Refused `limit`
 */
export async function fileAnonymously(
  parts: AnonymousParts,
  { receipt, severity, text }: AnonymousOrder,
): Promise<AnonymouslyFiled> {
  const { store, mailbox, clock } = parts;
  const at = clock.now();
  const box = boxOf(parts.program, receipt);
  const known = await mailbox.incidentOf(box);
  if (known === undefined) await takeOne(parts.counts, at);
  const id = known ?? (await mailbox.open(box, ulid(at)));
  // It may have died between box and report.
  const there = await store.find(id);
  if (there) return shown(there);
  const reporter = { sub: ANONYMOUS };
  const row: Incident = {
    ...rowOf(parts, { incident: id, reporter, severity }, 'anonymous', at),
    closes: false,
    notClosed: 'anonymous',
  };
  return shown(await store.file(row, text, reportFacts(row)));
}

/** @throws Refused `limit` */
async function takeOne(counts: Counts, at: number): Promise<void> {
  for (const limit of ANONYMOUS_REPORTS) {
    const count = await counts.add(limit.per, spanOf(limit, at), limit.most);
    if (count > limit.most) throw usedUp('reports without a name', limit, at);
  }
}

/** @throws Refused `not-found` to whoever has no receipt of a report */
export async function answersTo(
  { program, store, mailbox }: Pick<AnonymousParts, 'program' | 'store' | 'mailbox'>,
  receipt: string,
): Promise<AnonymouslyFiled & { concludedAt?: number; answers: Answered[] }> {
  const id = await mailbox.incidentOf(boxOf(program, receipt));
  const incident = id === undefined ? undefined : await store.find(id);
  if (!incident) throw new Refused('not-found', 'there is no report of this receipt: was it sent?');
  const { concludedAt } = incident;
  return {
    ...shown(incident),
    ...(concludedAt !== undefined && { concludedAt }),
    answers: await mailbox.answers(incident.incident),
  };
}

const shown = ({ incident, status, reportedAt }: Incident): AnonymouslyFiled => ({ incident, status, reportedAt });
