import type { FactsOf, Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import type { Counts } from '../shared/counts.ts';
import { Refused } from '../shared/errors.ts';
import { spanOf } from '../shared/limit.ts';
import { DECOY } from './facts.ts';

/** Refused reads of one person in an hour that are an entry each. */
const EACH = 16;

/** What the ledger says of who asks for what, whatever comes of it: nothing in their own words. */
export type AskedFacts = Omit<FactsOf<'read-refused'>, 'kind' | 'at' | 'detail' | 'reason'>;

export interface RefusalParts {
  ledger: Ledger;
  /** Of refused reads, by person and hour. */
  refusals: Counts;
  clock: Clock;
  /** Whether it was asked of nobody. @default false */
  decoy?: boolean;
}

/**
 * Refused reads are entries, and anybody can be refused as often as they like: each as an append of its own, they would keep the chains
 * from those who read, pause and withdraw. So the first ones of an hour are an entry each; after them one entry, with the number so far,
 * at each doubling: however many there are, a person adds some twenty entries an hour.
 */
export const isEntry = (count: number): boolean => count <= EACH || Number.isInteger(Math.log2(count));

/**
 * Does it, and writes into the ledger when it is refused: who asked for what, and nothing in their own words, since everybody can be
 * refused. @throws whatever it throws
 */
export async function orRefused<T>(
  { ledger, refusals, clock, decoy = false }: RefusalParts,
  facts: AskedFacts,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const at = clock.now();
    const count = await refusals.add(facts.actor, spanOf({ per: 'hour' }, at));
    if (isEntry(count)) {
      const detail = { refusal: error.reason, ...(count > EACH && { count }), ...(decoy && DECOY) };
      await ledger.append({ ...facts, kind: 'read-refused', at, detail });
    }
    throw error;
  }
}
