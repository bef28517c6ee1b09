import { erasureBound, LONGEST_DELIVERY_HOURS } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { EVERYBODY } from '../ledger/commitment.ts';
import type { LedgerTexts } from '../ledger/texts.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { TookTooLong, within } from '../shared/within.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { type Chooser, erasureOf, fieldsOf, looking, rowOf } from './change.ts';
import type { ConsentDeps } from './consent.ts';
import type { ConsentStore, Device } from './consent-store.ts';
import { destroyKey } from './destroy-key.ts';

const DAY = 86_400_000;
const LONGEST_DELIVERY = LONGEST_DELIVERY_HOURS * 3_600_000;

export interface Erasure {
  erasedAt: number;
  /** When the last copy that could be restored (key table) or read again (sealed frames in the stream) is gone. */
  finalBy: number;
}

/**
 * When nothing of the subject can be opened any more. Leases that were given under an earlier disclosure may have left their frames
 * more time than the one in force does.
 */
function finalErasure(erasedAt: number, disclosure: Disclosure, devices: readonly Device[]): number {
  // Of one that never had a lease, long ago.
  const arrivals = devices.map(({ leaseExpires, delivers = LONGEST_DELIVERY }) => leaseExpires + delivers - erasedAt);
  return erasedAt + erasureBound(disclosure, Math.max(0, ...arrivals));
}

export interface EraseParts extends ConsentDeps {
  texts: Pick<LedgerTexts, 'erase'>;
  gates: readonly Pick<GateStore, 'read'>[];
}

/**
 * Erases a subject: row and tombstone in one transaction, then the key and what this instance keeps of it, then what others have written
 * about them beside the ledger. After the transaction nothing is read or stored; after the key, nothing can be. May die anywhere: calling it
 * again finishes it.
 * @throws Refused `hold` while an incident holds a gate, for as long as the disclosure allows; `not-found`
 */
export async function erase(
  { store, keyRing, texts, disclosure, clock, gates }: EraseParts,
  { subject, signs }: Chooser,
): Promise<Erasure> {
  const longest = disclosure.gate.longestHoldDays * DAY;
  const erased = await looking(async () => {
    const seen = await store.read(subject);
    if (!seen) throw new Refused('not-found', 'nobody of that name was enrolled');
    if (seen.state === 'erased') return seen;
    const at = clock.now();
    const next = { ...fieldsOf(seen), state: 'erased' as const, erasedAt: at };
    const entry = erasureOf({ subject, signs }, at);
    const outcome = await store.change({ subject, seen, next, entry, unlessHeldSince: at - longest });
    if (outcome === 'held') throw await holdOf(gates, longest);
    return outcome === 'done' ? rowOf(subject, seen, next) : undefined;
  });
  await destroyKey(keyRing, erased.keyId);
  await within(TEXTS, texts.erase(subject)).catch((error) => {
    // Nothing of theirs opens any more. What is left of the texts goes with the schedule, within a day.
    if (!(error instanceof TookTooLong)) throw error;
  });
  const erasedAt = erased.erasedAt ?? clock.now();
  return { erasedAt, finalBy: finalErasure(erasedAt, disclosure, await store.devices(subject)) };
}

const AT_A_TIME = 16;

/** ms for texts, of which there may be many: somebody waits for the answer. */
const TEXTS = 10_000;

export interface ErasureParts {
  store: Pick<ConsentStore, 'erasedKeys'>;
  keyRing: Pick<KeyRing, 'destroy' | 'forget'>;
  texts: Pick<LedgerTexts, 'erase'>;
  disclosure: Pick<Disclosure, 'retention'>;
  clock: Clock;
}

/**
 * Deletes the keys of all erasures again, and what was written about those who are erased: what those that died half-way have left, and what
 * a restored table brought back, of subjects too who have enrolled again since. And what was written about nobody by name, which no erasure
 * deletes: as late as the last record that it can have been about.
 * @returns how many keys
 * @throws whatever kept something from being deleted, after all else was deleted; Refused `damaged` where a row does not say which they are
 */
export async function finishErasures({ store, keyRing, texts, disclosure, clock }: ErasureParts): Promise<number> {
  const { keys, subjects, damaged } = await store.erasedKeys();
  const longest = Math.max(...Object.values(disclosure.retention)) * DAY;
  await parallel(
    [
      () => texts.erase(EVERYBODY, clock.now() - longest),
      ...keys.map(
        ({ keyId }) =>
          () =>
            destroyKey(keyRing, keyId),
      ),
      ...subjects.map(
        ({ subject, before }) =>
          () =>
            texts.erase(subject, before),
      ),
    ],
    AT_A_TIME,
    (one) => one(),
  );
  if (damaged.length > 0) {
    throw new Refused('damaged', `rows of ${damaged.length} subjects do not say which of their keys are erased`);
  }
  return keys.length;
}

async function holdOf(gates: readonly Pick<GateStore, 'read'>[], longest: number): Promise<Refused> {
  const states = await Promise.all(gates.map((gate) => gate.read()));
  const until = Math.max(...states.filter(({ state }) => state !== 'open').map(({ since }) => since + longest));
  const latest = Number.isFinite(until) ? `, until ${new Date(until).toISOString()} at the latest` : '';
  return new Refused('hold', `an incident is being looked into: erasure is on hold${latest}`);
}
