import { erasureBound, LONGEST_DELIVERY_HOURS } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { parallel } from '../gate/parallel.ts';
import { Refused } from '../shared/errors.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { entryOf, fieldsOf, looking, rowOf } from './change.ts';
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

/**
 * Erases a subject: row and tombstone in one transaction, then the key, then what this instance keeps of it. After the
 * transaction nothing is read or stored; after the key, nothing can be. May die anywhere: calling it again finishes it.
 * @throws Refused `hold` while an incident holds a gate, for as long as the disclosure allows; `not-found`
 */
export async function erase(
  { store, keyRing, disclosure, clock, gates }: ConsentDeps & { gates: readonly Pick<GateStore, 'read'>[] },
  subject: string,
): Promise<Erasure> {
  const longest = disclosure.gate.longestHoldDays * DAY;
  const erased = await looking(async () => {
    const seen = await store.read(subject);
    if (!seen) throw new Refused('not-found', 'nobody of that name was enrolled');
    if (seen.state === 'erased') return seen;
    const at = clock.now();
    const next = { ...fieldsOf(seen), state: 'erased' as const, erasedAt: at };
    const entry = entryOf('erasure', subject, at, { key: seen.keyId });
    const outcome = await store.change({ subject, seen, next, entry, unlessHeldSince: at - longest });
    if (outcome === 'held') throw await holdOf(gates, longest);
    return outcome === 'done' ? rowOf(subject, seen, next) : undefined;
  });
  await destroyKey(keyRing, erased.keyId);
  const erasedAt = erased.erasedAt ?? clock.now();
  return { erasedAt, finalBy: finalErasure(erasedAt, disclosure, await store.devices(subject)) };
}

const KEYS_AT_A_TIME = 16;

export interface ErasureParts {
  store: Pick<ConsentStore, 'erasedKeys'>;
  keyRing: Pick<KeyRing, 'destroy' | 'forget'>;
}

/**
 * Deletes the keys of all erasures again: what those that died half-way have left, and what a restored table brought back, of
 * subjects too who have enrolled again since.
 * @returns how many keys
 * @throws whatever kept a key from being deleted, after all others were deleted; Refused `damaged` where a row does not say which they are
 */
export async function finishErasures({ store, keyRing }: ErasureParts): Promise<number> {
  const { keys, damaged } = await store.erasedKeys();
  await parallel(keys, KEYS_AT_A_TIME, ({ keyId }) => destroyKey(keyRing, keyId));
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
