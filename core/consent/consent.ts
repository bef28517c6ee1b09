import { incrementBase32, ulid } from 'ulid';
import { isCovered } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { languageOfHash } from '../disclosure/show.ts';
import { programEnded } from '../gate/gate.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { type Chooser, choiceOf, fieldsOf, looking, rowOf } from './change.ts';
import type { ChangeOutcome, ConsentFields, ConsentRow, ConsentStore } from './consent-store.ts';
import { destroyKey } from './destroy-key.ts';
import { type DeviceName, type NameOfDevice, namesOf } from './device-name.ts';
import { checkedOptOuts, type OptOuts, sameOptOuts } from './opt-outs.ts';

/** A subject's way through the program: enrolled, live, withdrawn, live again under a new serial, erased. */

/** Devices of a subject at a time. */
export const DEVICES_PER_SUBJECT = 16;
/** And ever, removed ones too: each keeps a window in the subject's row, which every commit writes, so that what still comes of it is told from others. */
export const DEVICES_EVER = 64;
/** Erasures after which a subject may enrol again: the row keeps the ids of their keys. */
export const ERASURES_PER_SUBJECT = 64;

/**
 * Consents of one person, and with them withdrawals, which nothing ever refuses: there is one for each consent at most. Each is an entry in
 * chains that all people's decisions share. Who changes their mind more often than hourly, in office hours, is a program.
 */
export const CONSENTS: Limit = { most: 12, per: 'day' };

export interface ConsentDeps {
  store: ConsentStore;
  keyRing: Pick<KeyRing, 'create' | 'destroy' | 'forget'>;
  disclosure: Disclosure;
  clock: Clock;
}

export const notCovered = (): Refused => new Refused('population', 'the disclosure does not cover you');

/** @throws Refused `population` when the disclosure does not cover the caller */
function requirePopulation(disclosure: Disclosure, groups: readonly string[]): void {
  if (!isCovered(disclosure, groups)) throw notCovered();
}

/** The subject's row, and the name under which the device stands. */
export type Enrolled = ConsentRow & Pick<DeviceName, 'device'>;

/**
 * Enrols a device, and with the first one its subject, for whom a key is made. After an erasure the subject gets a new key.
 * Enrolling is not consenting: nothing is collected yet. Enrolling a device again changes nothing.
 * @throws Refused `population`, `too-many` devices or erasures, `device-removed`, `terminated`
 */
export async function enrol(
  { store, keyRing, disclosure, clock }: ConsentDeps,
  { subject, signs, groups, ...name }: Chooser & NameOfDevice & { groups: readonly string[] },
): Promise<Enrolled> {
  requirePopulation(disclosure, groups);
  return looking(async () => {
    // In this order: a device that is enrolled after the row was seen makes the change stale, so that the count holds.
    const seen = await store.read(subject);
    const devices = await store.devices(subject);
    const known = namesOf(name).find((one) => devices.some(({ device }) => device === one));
    const device = known ?? name.device;
    if (devices.some((one) => one.device === known && one.removedAt !== undefined)) {
      throw new Refused('device-removed', 'you removed this device: enrol it under another name');
    }
    if (seen && seen.state !== 'erased' && known) return { ...seen, device };
    if (!known && devices.filter(({ removedAt }) => removedAt === undefined).length >= DEVICES_PER_SUBJECT) {
      throw new Refused(
        'too-many',
        `at most ${DEVICES_PER_SUBJECT} devices: remove one first, sluice me devices remove`,
      );
    }
    if (!known && devices.length >= DEVICES_EVER) {
      throw new Refused('too-many', `at most ${DEVICES_EVER} devices ever, removed ones among them`);
    }
    const at = clock.now();
    const change = {
      subject,
      entry: choiceOf({ subject, signs }, 'enrolment', at),
      ...(!known && { device: { device, at } }),
      unlessEnded: true as const,
    };
    if (seen && seen.state !== 'erased') {
      return isDone(await store.change({ ...change, seen })) ? { ...seen, device } : undefined;
    }
    if ((seen?.erasedKeys?.length ?? 0) >= ERASURES_PER_SUBJECT) {
      throw new Refused('too-many', `at most ${ERASURES_PER_SUBJECT} erasures`);
    }
    // An erasure that died after its transaction is finished before a new key stands in the row.
    if (seen) await destroyKey(keyRing, seen.keyId);
    const next: ConsentFields = {
      state: 'enrolled',
      serial: seen?.serial ?? '',
      disclosure: '',
      keyId: await keyRing.create(subject),
      enrolledAt: at,
      // They are told until when something is left of the last one.
      ...(seen?.erasedAt !== undefined && { erasedAt: seen.erasedAt }),
      ...revokedOf(seen),
      // An erasure gives no new ones.
      ...(seen?.consentDay !== undefined && { consentDay: seen.consentDay }),
      ...(seen?.consents !== undefined && { consents: seen.consents }),
      ...trimsCountedOf(seen),
    };
    const outcome = await store.change({ ...change, seen, next, ...(seen && { erasedKey: seen.keyId }) });
    // Another call was first, or the program is over: the key that nobody will use goes again.
    if (outcome !== 'done') await destroyKey(keyRing, next.keyId);
    return isDone(outcome) ? { ...rowOf(subject, seen, next), device } : undefined;
  });
}

export interface ConsentOrder {
  version: string;
  hash: string;
  /** Parts that are not consented to. @default as it was */
  without?: OptOuts | undefined;
  groups: readonly string[];
}

/**
 * Opts in to the present version of the disclosure. Consent given again, after a withdrawal or to a new version, has a new
 * and greater serial: frames captured under the old one stay refused. Consenting twice to the same version, without the same parts, is one consent.
 * @param hash of the text that was shown, in any of its languages: what is consented to is a text, not a number
 * @throws Refused `disclosure` (another version is in force), `text` (another text was shown), `state` (not enrolled),
 *   `population`, `opt-out` (a part that is not disclosed), `limit`, `terminated`
 */
export async function consent(
  { store, disclosure, clock }: Pick<ConsentDeps, 'store' | 'disclosure' | 'clock'>,
  { subject, signs, version, hash, without, groups }: Chooser & ConsentOrder,
): Promise<ConsentRow> {
  requirePopulation(disclosure, groups);
  if (version !== disclosure.version) {
    throw new Refused('disclosure', `version ${disclosure.version} is in force`);
  }
  const language = languageOfHash(disclosure, hash);
  if (!language) throw new Refused('text', 'another text than the one in force was shown');
  return looking(async () => {
    const seen = await known(store, subject);
    const left = without ? checkedOptOuts(disclosure, without, seen.without) : (seen.without ?? []);
    if (seen.state === 'live' && seen.disclosure === version && sameOptOuts(left, seen.without)) return seen;
    const at = clock.now();
    const { enrolledAt, keyId } = seen;
    // In the row that the change writes anyway; its condition on the serial, which each consent changes, keeps the count.
    const counted = leavesOutMore(seen, version, left) ? countOf(seen) : oneMore(seen, at);
    const serial = nextSerial(seen.serial, at);
    const next: ConsentFields = {
      state: 'live',
      serial,
      disclosure: version,
      keyId,
      // An empty set is none.
      ...(left.length > 0 && { without: left }),
      enrolledAt,
      consentedAt: at,
      language,
      // To agree to another text is not to go on.
      ...(seen.state === 'live' && pauseOf(seen)),
      ...(seen.erasedAt !== undefined && { erasedAt: seen.erasedAt }),
      ...revokedOf(seen),
      ...trimsOf(seen),
      ...counted,
    };
    const entry = choiceOf({ subject, signs }, 'consent', at);
    const outcome = await store.change({ subject, seen, next, entry, unlessEnded: true });
    return isDone(outcome) ? rowOf(subject, seen, next) : undefined;
  });
}

/**
 * Withdraws. From the moment that it returns no frame of the subject is stored, whenever it was captured or sent: a
 * commit checks state and serial in its transaction. What was stored stays, until its retention ends or it is erased.
 * @throws Refused `state` when there is no consent to withdraw
 */
export async function withdraw(
  { store, clock }: Pick<ConsentDeps, 'store' | 'clock'>,
  { subject, signs }: Chooser,
): Promise<ConsentRow> {
  return looking(async () => {
    const seen = await known(store, subject);
    if (seen.state === 'withdrawn') return seen;
    if (seen.state !== 'live') throw new Refused('state', 'there is no consent to withdraw');
    const at = clock.now();
    const { pausedAt: _, pausedUntil: __, ...fields } = fieldsOf(seen);
    const next: ConsentFields = { ...fields, state: 'withdrawn', withdrawnAt: at, revokedAt: at };
    const entry = choiceOf({ subject, signs }, 'withdrawal', at);
    return (await store.change({ subject, seen, next, entry })) === 'done' ? rowOf(subject, seen, next) : undefined;
  });
}

/** @returns false where it is to be looked again @throws Refused `terminated` */
function isDone(outcome: ChangeOutcome): boolean {
  if (outcome === 'ended') throw programEnded();
  return outcome === 'done';
}

/** No later consent makes a key good again that was bound before: its device is bound anew. */
const revokedOf = ({ revokedAt }: Partial<ConsentRow> = {}) => (revokedAt === undefined ? {} : { revokedAt });

const pauseOf = ({ pausedAt, pausedUntil }: ConsentRow) => ({
  ...(pausedAt !== undefined && { pausedAt }),
  ...(pausedUntil !== undefined && { pausedUntil }),
});

/** To consent to less is never one too often. It ends by itself: there are only so many parts, and to take one in again is counted. */
const leavesOutMore = ({ state, disclosure, without = [] }: ConsentRow, version: string, left: OptOuts): boolean =>
  state === 'live' && disclosure === version && without.every((one) => left.includes(one));

/** How many were trimmed on the day: neither a consent nor an erasure gives new ones. */
const trimsCountedOf = ({ trimDay, trimmed }: Partial<ConsentRow> = {}) => ({
  ...(trimDay !== undefined && { trimDay }),
  ...(trimmed !== undefined && { trimmed }),
});
const trimsOf = (row: ConsentRow) => ({ ...(row.trims && { trims: row.trims }), ...trimsCountedOf(row) });

const countOf = ({ consentDay, consents }: ConsentRow) => ({
  ...(consentDay !== undefined && { consentDay }),
  ...(consents !== undefined && { consents }),
});

/** @throws Refused `limit` when those of the day are used up */
function oneMore({ consentDay = Number.NEGATIVE_INFINITY, consents = 0 }: ConsentRow, at: number) {
  const day = spanOf(CONSENTS, at);
  if (consentDay < day) return { consentDay: day, consents: 1 };
  if (consents >= CONSENTS.most) throw usedUp('consents', CONSENTS, at);
  return { consentDay, consents: consents + 1 };
}

/**
 * A ULID greater than the one before, whatever this machine's clock says: serials of a subject only grow.
 * @param random as of `ulid` @default its own
 */
export function nextSerial(previous: string, now: number, random?: () => number): string {
  const fresh = random ? ulid(now, random) : ulid(now);
  if (fresh > previous) return fresh;
  // A clock that is behind, or the same millisecond: one more than the last. There are enough of them for 8,000 years.
  return incrementBase32(previous);
}

async function known(store: ConsentStore, subject: string): Promise<ConsentRow> {
  const seen = await store.read(subject);
  if (!seen || seen.state === 'erased') throw new Refused('state', 'enrol first');
  return seen;
}
