import { randomBytes } from 'node:crypto';
import { isCovered } from '../../api/people.ts';
import { type DevicePublicKey, isSameKey } from '../../wire/device-proof.ts';
import {
  FIRST_KINDS,
  type LeaseClaims,
  type LeaseGrant,
  type LeaseRequest,
  type PushChannel,
  type Run,
} from '../../wire/lease.ts';
import { looking } from '../consent/change.ts';
import { notCovered } from '../consent/consent.ts';
import type { ConsentRow, ConsentStore, Device } from '../consent/consent-store.ts';
import { type NameOfDevice, namesOf } from '../consent/device-name.ts';
import { narrowed } from '../consent/opt-outs.ts';
import { isPaused, isPauseOver, resumeOwn } from '../consent/own-pause.ts';
import { deliveryMs, longestWithout } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { filterOf, ofKinds } from '../disclosure/filter.ts';
import { consentCovers } from '../disclosure/version.ts';
import { type GateState, type GateStore, programEnded } from '../gate/gate.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import type { AgentCredentials } from './agent-credentials.ts';
import { type LeaseTimes, type StepAsked, stepOf } from './device-step.ts';
import { sealLease } from './lease.ts';
import type { LeaseKeys } from './lease-keys.ts';
import { coversAll, noProof, type ProvenDevice } from './prove-device.ts';

export interface LeaseDeps {
  store: Pick<ConsentStore, 'read' | 'device' | 'tell' | 'step' | 'change'>;
  /** Of collection. */
  gate: Pick<GateStore, 'read'>;
  keys: LeaseKeys;
  credentials: AgentCredentials;
  disclosure: Disclosure;
  stream: { name: string; region: string };
  clock: Clock;
  /** Where agents are told at once; undefined while they are not. @default they are not */
  push?: (() => Promise<Omit<PushChannel, 'epoch'> | undefined>) | undefined;
  /** @default node:crypto */
  random?: (bytes: number) => Uint8Array;
}

/**
 * Leases of one device. An agent renews at half time; four times as many, and sixty for starts of its own, are more than any honest one asks
 * for, and bound what a loop costs: each is two calls of KMS or STS and some writes.
 */
export const leasesOf = ({ lease: { seconds } }: Pick<Disclosure, 'lease'>): Limit => ({
  most: 4 * Math.ceil(3_600 / (longestWithout(seconds) / 2)) + 60,
  per: 'hour',
});

/**
 * By what the caller is known: a person's token, which says their groups, or a device's own key. That was bound with a token by somebody whom the disclosure covered: one that
 * covers fewer people since asks for a token again.
 */
export type Caller =
  | { groups: readonly string[]; proven?: never }
  | { groups?: never; proven: Pick<ProvenDevice, 'seen' | 'key' | 'boundAt' | 'boundFor' | 'nonceAt' | 'next'> };

/**
 * Gives a device leave to capture for the disclosure's lease length, or less where it is not told at once that the gate has closed. What it tells of acknowledged frames is noted whether
 * it gets a lease or not: a device whose collection has ended still owes its side of the books.
 * @throws Refused `device` (not enrolled), `device-removed`, `population`, `consent` (none), `you-paused`, `disclosure` (consent is to another version),
 *   `gate-closed`, `terminated`, `limit`, `too-many-starts`, `busy`
 */
export async function grantLease(
  deps: LeaseDeps,
  {
    subject,
    groups,
    proven,
    acked,
    run,
    told,
    listens,
    kinds = FIRST_KINDS,
    ...name
  }: LeaseRequest & NameOfDevice & { subject: string } & Caller,
): Promise<LeaseGrant> {
  const { store, gate, keys, disclosure, clock } = deps;
  const push = await deps.push?.();
  // Who is not told at once learns of a closed gate from the end of a lease, which is then never a long one.
  const seconds = push && listens ? disclosure.lease.seconds : longestWithout(disclosure.lease.seconds);
  // Taken before the gate is read: the lease of a caller that is then held up for long still ends within its length of the
  // moment at which the gate was seen open, and that is what the certificate of quiescence counts on.
  const issued = clock.now();
  const expires = issued + seconds * 1_000;
  // And noted before: whoever sees the gate closed sees the length of every lease that was given while it was open.
  await keys.note(issued, seconds);
  const [seen, root] = await Promise.all([store.read(subject), gate.read()]);
  const row = seen && isPauseOver(seen, issued) ? await resumed(deps, subject) : seen;
  // After the row whose serial the lease has: a device that is removed meanwhile is seen to be, or nothing is stored any more under that serial. One that proved itself was
  // read for that: its step is a write that a removal or another turn since then refuses.
  const known = proven?.seen ?? (await deviceOf(store, subject, name));
  if (!row || !known) throw new Refused('device', 'the device is not enrolled');
  const { device } = known;
  const refusal =
    known.removedAt === undefined ? refusalOf(disclosure, row, { groups, proven }, root, issued) : wasRemoved();
  const deliverUntil = issued + deliveryMs(disclosure);
  const delivers = deliverUntil - expires;
  const limit = leasesOf(disclosure);
  const hour = spanOf(limit, issued);
  const times = { issued, expires, deliverUntil };
  const order = { row, device, kinds, epoch: root.epoch, since: root.since, times, ...(push && { push }) };
  if (run !== undefined) {
    const asked = {
      ...{ acked, run, ...(told && { told }) },
      ...(proven && { nonceAt: proven.nonceAt, ...(proven.next && { key: proven.next }) }),
    };
    const start = await startOf(store, { subject, known }, asked, times, {
      limit,
      gives: !refusal,
      provenBy: proven?.key,
    });
    if (refusal) throw refusal;
    return give(deps, { ...order, ...start });
  }
  const goesOn = (known.leaseHour ?? Number.NEGATIVE_INFINITY) >= hour;
  const given = await store.tell(subject, device, {
    acked,
    ...(!refusal && { lease: { expires, hour, most: limit.most, goesOn } }),
    // Once, and when a disclosure has changed it: not at each renewal.
    ...(!refusal && delivers > (known.delivers ?? -1) && { delivers }),
  });
  if (refusal) throw refusal;
  if (!given) throw usedUp('leases', limit, issued);
  return give(deps, order);
}

/**
 * Takes the step of a start, on the device as it was seen, and where that is not how it stands, on what it is then: whoever else asks for the same device meanwhile has another turn.
 * @throws Refused `limit`, `too-many-starts`, `busy`, `device-removed`, `device-key`
 */
async function startOf(
  store: Pick<ConsentStore, 'device' | 'step'>,
  { subject, known }: { subject: string; known: Device },
  asked: StepAsked,
  times: LeaseTimes,
  { provenBy, ...rule }: Parameters<typeof stepOf>[3] & { provenBy: DevicePublicKey | undefined },
): Promise<Pick<LeaseOrder, 'start' | 'run'>> {
  let first: Device | undefined = known;
  return looking(async () => {
    const seen = first ?? (await store.device(subject, known.device));
    first = undefined;
    if (!seen) throw new Refused('device', 'the device is not enrolled');
    if (seen.removedAt !== undefined && rule.gives) throw wasRemoved();
    if (provenBy && !isSameKey(provenBy, seen.key)) throw noProof();
    if (asked.nonceAt !== undefined && (seen.nonceAt ?? 0) >= asked.nonceAt) {
      throw new Refused('nonce', 'the proof was used: ask for a nonce and sign again');
    }
    const { step, start } = stepOf(seen, asked, times, rule);
    if (!(await store.step(subject, seen, step))) return undefined;
    return { ...(start && { start }), ...(step.lease && { run: step.lease.run }) };
  });
}

interface LeaseOrder {
  row: ConsentRow;
  device: string;
  /** Of events, that the agent knows. */
  kinds: readonly string[];
  /** Of the gate, and since when it stands so. */
  epoch: number;
  since: number;
  times: LeaseTimes;
  push?: Omit<PushChannel, 'epoch'>;
  start?: NonNullable<LeaseClaims['start']>;
  run?: Run;
}

async function give(
  { keys, credentials, disclosure, stream, clock, random = randomBytes }: LeaseDeps,
  { row, device, kinds, epoch, since, times, push, start, run }: LeaseOrder,
): Promise<LeaseGrant> {
  const { subject } = row;
  const claims: LeaseClaims = {
    program: disclosure.program,
    subject,
    device,
    serial: row.serial,
    disclosure: disclosure.version,
    epoch,
    ...times,
    frameKey: Buffer.from(random(32)).toString('base64url'),
    ...(start && { start }),
  };
  const [lease, session] = await Promise.all([
    sealLease(claims, keys),
    credentials.issue(subject, device, times.expires, since),
  ]);
  const { flushSeconds, flushBytes, spoolBytes, eventsPerMinute, mark } = disclosure.collector;
  return {
    lease,
    frameKey: claims.frameKey,
    subject,
    // What a commit's conditions ask of a frame, and nothing else: parts that are left out have a serial of their own.
    scope: `${row.serial}.${disclosure.version}.${epoch}`,
    ...times,
    now: clock.now(),
    filter: ofKinds(narrowed(filterOf(disclosure), row.without), kinds),
    flush: {
      ...{ seconds: flushSeconds, bytes: flushBytes, spoolBytes, eventsPerMinute },
      // A redactor that takes copies for events does not know this form of a lease either, and waits with its frames for one that does.
      ...(start && { overlap: true }),
    },
    ...(mark && { mark }),
    stream,
    credentials: session,
    ...(run && { run }),
    ...(push && { push: { ...push, epoch } }),
  };
}

/** The row after a pause of one's own that is over. Who withdrew meanwhile has nothing to go on with: the row as it is now says that. */
async function resumed(
  { store, clock }: Pick<LeaseDeps, 'store' | 'clock'>,
  subject: string,
): Promise<ConsentRow | undefined> {
  try {
    return await resumeOwn({ store, clock }, { subject, ifOver: true });
  } catch (error) {
    if (error instanceof Refused && error.reason === 'state') return store.read(subject);
    throw error;
  }
}

const wasRemoved = () => new Refused('device-removed', 'you removed this device');

async function deviceOf(
  store: Pick<ConsentStore, 'device'>,
  subject: string,
  name: NameOfDevice,
): Promise<Device | undefined> {
  for (const one of namesOf(name)) {
    const found = await store.device(subject, one);
    if (found) return found;
  }
  return undefined;
}

function refusalOf(
  disclosure: Disclosure,
  row: ConsentRow,
  { groups, proven }: { groups: readonly string[] | undefined; proven: Caller['proven'] },
  { state, ended }: Pick<GateState, 'state' | 'ended'>,
  now: number,
): Refused | undefined {
  // Before all else: whoever is told so asks no more.
  if (ended !== undefined) return programEnded();
  if (groups && !isCovered(disclosure, groups)) return notCovered();
  // Whatever else is refused is told to who proved to be the device.
  if (proven && proven.boundAt <= (row.revokedAt ?? 0)) {
    return new Refused('device-key', 'the key was bound before the consent was withdrawn: enrol the device again');
  }
  if (proven && !coversAll(disclosure.population, proven.boundFor)) {
    return new Refused(
      'device-key',
      'the program is about fewer people since the key was bound: enrol the device again',
    );
  }
  if (row.state !== 'live') return new Refused('consent', 'there is no consent');
  if (!consentCovers(row.disclosure, disclosure.version)) {
    return new Refused('disclosure', `consent is to version ${row.disclosure}, ${disclosure.version} is in force`);
  }
  if (isPaused(row, now)) return new Refused('you-paused', 'you have paused the recording: sluice me resume');
  return state === 'open' ? undefined : new Refused('gate-closed', 'the program is paused');
}
