import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { DoorName } from '../disclosure/doors.ts';
import { GATES } from '../gate/gate.ts';
import { closureOf } from '../incident/close.ts';
import { containMovement, type FollowParts, follow, type Movement, reportMovement } from '../incident/report.ts';
import { actor } from '../ledger/actor.ts';
import type { FactsOf } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type ApiCall, readApiCall } from './api-call.ts';
import { type Guarded, judge, type Verdict } from './judge.ts';
import type { Movements } from './movements.ts';

export interface GuardParts extends FollowParts {
  guarded: Guarded;
  movements: Movements;
}

export interface Guarding {
  outcome: Verdict['outcome'];
  door?: DoorName;
  /** The incident that it belongs to. */
  incident?: string;
  /** How long after the event both gates were closed, ms. */
  closedAfter?: number;
}

/**
 * One event of AWS. Contain first: where the disclosure says so, both gates are closed before anything is written. May be told twice, late
 * and in any order; may die anywhere, and is finished when it is told again.
 * @throws what kept it from closing, filing or noting
 */
export async function guard(parts: GuardParts, event: unknown): Promise<Guarding> {
  const call = readApiCall(event);
  const verdict = judge(call, parts.guarded, parts.disclosure.guard);
  switch (verdict.outcome) {
    case 'foreign':
      return verdict;
    // Its own change set is an entry; each of its hundred changes would be one more.
    case 'deployed':
      return verdict;
    // What it comes with, the pause or the resume, is the entry.
    case 'second-line':
      return verdict;
    case 'tried':
      await parts.movements.note(attemptName(call, verdict.door), facts(parts, call, verdict));
      return verdict;
    case 'deploying':
      await parts.movements.note(call.id, facts(parts, call, verdict));
      return verdict;
    case 'moved':
      return moved(parts, call, verdict);
  }
}

type Moved = Extract<Verdict, { outcome: 'moved' }>;

/** In this order: close, file, note, and only then what may take its time or be made good by the schedule. */
async function moved(parts: GuardParts, call: ApiCall, verdict: Moved): Promise<Guarding> {
  const { door } = verdict;
  const movement = await filedMovement(parts, call, verdict);
  const incident = movement?.filed.incident;
  await parts.movements.note(call.id, facts(parts, call, verdict, incident));
  if (movement) await follow(parts, movement.filed, movement.paused);
  const closed = movement?.paused && closureOf(movement.paused).closedAt;
  return {
    outcome: 'moved',
    door,
    ...(incident !== undefined && { incident }),
    ...(closed !== undefined && { closedAfter: Math.max(0, closed - call.at) }),
  };
}

async function filedMovement(parts: GuardParts, call: ApiCall, { door, answer }: Moved): Promise<Movement | undefined> {
  if (answer === 'note') return undefined;
  const at = parts.clock.now();
  const order = { by: call.by, text: sentence(call, door), at };
  if (answer === 'close') {
    return containMovement(parts, { ...order, incident: (await openMovement(parts)) ?? idOf(call, at) });
  }
  try {
    return await reportMovement(parts, { ...order, incident: idOf(call, at) });
  } catch (error) {
    // Past the limit it is an entry still: nobody hides a movement behind many.
    if (error instanceof Refused && error.reason === 'limit') return undefined;
    throw error;
  }
}

/**
 * The guard's own incident that holds both gates, and of which nothing was found out yet: what moves meanwhile belongs to it. One whose
 * findings are there is about less: people have approved without this.
 */
async function openMovement({ gates, store }: GuardParts): Promise<string | undefined> {
  try {
    const [first, second] = await Promise.all(GATES.map((gate) => gates[gate].read()));
    const holding = first!.holds.filter((id) => second!.holds.includes(id));
    const incidents = await Promise.all(holding.map((id) => store.find(id)));
    return incidents.find((one) => one?.kind === 'guard' && !one.draft && !one.findings)?.incident;
  } catch {
    // Containing needs the gate's tables alone.
    return undefined;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The same event is the same incident, on one day. Its time is between the beginning of this day and now, whatever the event says: the
 * gates refuse an id of before what they remember, and one of a time to come.
 */
export function idOf({ id, at }: Pick<ApiCall, 'id' | 'at'>, now: number): string {
  const bytes = digest(id);
  let next = 0;
  return ulid(Math.min(now, Math.max(at, now - (now % DAY))), () => bytes[next++ % bytes.length]! / 256);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whoever tries a shut door a thousand times in an hour is one entry. */
const attemptName = ({ by, event, at }: ApiCall, door: DoorName): string =>
  digest(JSON.stringify([by, event, door, Math.floor(at / HOUR)])).toString('hex');

/** Its time is ours, as of all entries: the ledger is searched by it. When AWS says it happened stands beside. */
const facts = (
  { clock }: GuardParts,
  call: ApiCall,
  verdict: Exclude<Verdict, { outcome: 'foreign' }>,
  incident?: string,
): FactsOf<'door'> => ({
  kind: 'door',
  at: clock.now(),
  actor: actor('aws', call.by),
  ...(incident !== undefined && { incident }),
  detail: {
    door: verdict.door,
    outcome: verdict.outcome,
    ...(verdict.outcome === 'moved' && { answer: verdict.answer }),
    event: call.event,
    cloudtrail: call.id,
    happened: call.at,
  },
});

const sentence = ({ by, event, at, id }: ApiCall, door: DoorName): string =>
  `The door "${door}" was moved outside a deploy: ${event} by ${by} at ${new Date(at).toISOString()} (CloudTrail event ${id}).`;
