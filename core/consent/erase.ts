import {
  ERASED_ROWS_BOUND,
  erasureBound,
  LONGEST_DELIVERY_HOURS,
  LONGEST_LEASE_SECONDS,
} from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { EVERYBODY } from '../ledger/commitment.ts';
import type { FactsOf } from '../ledger/ledger.ts';
import type { LedgerTexts } from '../ledger/texts.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { TookTooLong, within } from '../shared/within.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { type Chooser, erasureOf, fieldsOf, looking, rowOf } from './change.ts';
import type { ConsentDeps } from './consent.ts';
import type { ConsentRow, ConsentStore, Device } from './consent-store.ts';
import { destroyKey } from './destroy-key.ts';
import { holdOf, longestHold } from './hold.ts';
import type { Trims } from './trims.ts';

const DAY = 86_400_000;
const LONGEST_DELIVERY = LONGEST_DELIVERY_HOURS * 3_600_000;

export interface Erasure {
  erasedAt: number;
  /** When the last copy that could be restored (key table) or read again (sealed frames in the stream) is gone. */
  finalBy: number;
  /** When the last copy is gone of which records there were: times and numbers, which nobody is shown from the erasure on. */
  rowsGoneBy: number;
}

/**
 * When nothing of the subject can be opened any more. Leases that were given under an earlier disclosure may have left their frames
 * more time than the one in force does.
 */
export function erasureOfSubject(erasedAt: number, disclosure: Disclosure, devices: readonly Device[]): Erasure {
  // Of one that never had a lease, long ago. A lease that ends later was given since, to who enrolled again.
  const arrivals = devices.map(
    ({ leaseExpires, delivers = LONGEST_DELIVERY }) =>
      Math.min(leaseExpires - erasedAt, LONGEST_LEASE_SECONDS * 1_000) + delivers,
  );
  return {
    erasedAt,
    finalBy: erasedAt + erasureBound(disclosure, Math.max(0, ...arrivals)),
    rowsGoneBy: erasedAt + ERASED_ROWS_BOUND,
  };
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
  const longest = longestHold(disclosure);
  const erased = await eraseSubject({ store, keyRing, texts, clock }, subject, {
    entry: (at) => erasureOf({ subject, signs }, at),
    hold: { longest, refusal: () => holdOf(gates, longest) },
  });
  return erasureOfSubject(erased.erasedAt ?? clock.now(), disclosure, await store.devices(subject));
}

export interface ErasingParts {
  store: Pick<ConsentStore, 'read' | 'change'>;
  keyRing: Pick<KeyRing, 'destroy' | 'forget'>;
  texts: Pick<LedgerTexts, 'erase'>;
  clock: Clock;
}

export interface ErasureOrder {
  /** How the ledger is told of it. */
  entry: (at: number) => FactsOf<'erasure'>;
  /** What an incident may keep it from, and until when. @default nothing keeps it: the program is over */
  hold?: { longest: number; refusal: () => Promise<Refused> };
}

/**
 * Row and tombstone, then the key, then texts, whoever asked for it. May die anywhere: again finishes it.
 * @returns the row as it is then @throws Refused `hold`, `not-found`
 */
export async function eraseSubject(
  { store, keyRing, texts, clock }: ErasingParts,
  subject: string,
  { entry, hold }: ErasureOrder,
): Promise<ConsentRow> {
  const erased = await looking(async () => {
    const seen = await store.read(subject);
    if (!seen) throw new Refused('not-found', 'nobody of that name was enrolled');
    if (seen.state === 'erased') return seen;
    const at = clock.now();
    // What was trimmed goes with the rest, and nothing says any more that it was.
    const { pausedAt: _, pausedUntil: __, trims: ___, ...fields } = fieldsOf(seen);
    const next = { ...fields, state: 'erased' as const, erasedAt: at, revokedAt: at };
    const unlessHeld = hold && { unlessHeldSince: at - hold.longest };
    const outcome = await store.change({ subject, seen, next, entry: entry(at), ...unlessHeld });
    if (hold && outcome === 'held') throw await hold.refusal();
    return outcome === 'done' ? rowOf(subject, seen, next) : undefined;
  });
  await destroyKey(keyRing, erased.keyId);
  await within(TEXTS, texts.erase(subject)).catch((error) => {
    // Nothing of theirs opens any more. What is left of the texts goes with the schedule, within a day.
    if (!(error instanceof TookTooLong)) throw error;
  });
  return erased;
}

const AT_A_TIME = 16;

/** ms for texts, of which there may be many: somebody waits for the answer. */
const TEXTS = 10_000;

/** Port. What the index says of records, which is no content, and says when somebody worked. */
export interface IndexedRows {
  /**
   * Deletes all rows of a subject under some keys. May die anywhere; again is as good.
   * @param keyIds `all`: under whatever key, and those that do not say it
   * @param before ms; nothing under these keys arrived later
   * @returns how many
   */
  erase(subject: string, keyIds: ReadonlySet<string> | 'all', before?: number): Promise<number>;
  /** The same, of all segments with anything that arrived in the spans, under whatever key. */
  trim(subject: string, trims: Trims): Promise<number>;
}

export interface ErasureParts {
  store: Pick<ConsentStore, 'erasedKeys' | 'trimmed'>;
  rows: IndexedRows;
  keyRing: Pick<KeyRing, 'destroy' | 'forget'>;
  texts: Pick<LedgerTexts, 'erase'>;
  disclosure: Pick<Disclosure, 'retention'>;
  clock: Clock;
}

/**
 * Deletes the rows of all erasures and of what was trimmed, the keys again, and what was written about those who are erased: what those that died half-way have left,
 * and what a restored table brought back, of subjects too who have enrolled again since. And what was written about nobody by name, which no
 * erasure deletes: as late as the last record that it can have been about.
 * @returns how many keys, and how many rows
 * @throws whatever kept something from being deleted, after all else was deleted; Refused `damaged` where a row does not say which they are
 */
export async function finishErasures(parts: ErasureParts): Promise<{ keys: number; rows: number }> {
  const { store, keyRing, rows, texts, disclosure, clock } = parts;
  const { keys, subjects, damaged } = await store.erasedKeys();
  const trimmed = await store.trimmed();
  const keysOf = Map.groupBy(keys, ({ subject }) => subject);
  const counts: number[] = [];
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
      ...subjects.map(({ subject, before }) => async () => {
        // By their keys, which are never used twice: what was stored since, whoever enrolls meanwhile, is under another.
        const erased = new Set((keysOf.get(subject) ?? []).map(({ keyId }) => keyId));
        if (erased.size > 0) counts.push(await rows.erase(subject, erased, before));
      }),
      ...trimmed.subjects.map(({ subject, trims }) => async () => {
        counts.push(await rows.trim(subject, trims));
      }),
    ],
    AT_A_TIME,
    (one) => one(),
  );
  if (damaged.length > 0) {
    throw new Refused('damaged', `rows of ${damaged.length} subjects do not say which of their keys are erased`);
  }
  if (trimmed.damaged.length > 0) {
    throw new Refused('damaged', `rows of ${trimmed.damaged.length} subjects do not say what they have trimmed`);
  }
  return { keys: keys.length, rows: counts.reduce((sum, count) => sum + count, 0) };
}
