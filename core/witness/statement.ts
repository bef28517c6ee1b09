import type { SignedDocument, Signer } from '../ledger/ledger.ts';
import { signDocument } from '../ledger/note.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { moveOn, type WitnessParts } from './receive.ts';
import { type Contradiction, type Health, healthOf, type Limits, type Missing, type WitnessState } from './witness.ts';

/** Kind of the signed document. */
export const WITNESS_STATEMENT = 'witness-statement';

/** What a witness says that it has, and that it misses. The verifiers read it with the witness's key. */
export interface WitnessStatement {
  program: string;
  /** ms, by the witness's clock. */
  issuedAt: number;
  /** Hex SHA-256 of the program's public key, by which it judges. */
  key: string;
  /** Absent while it has none. */
  newest?: { number: number; hash: string; at: number; receivedAt: number };
  /** The newest itself, as it was signed. */
  checkpoint?: string;
  /** The newest that it has, in order of number. */
  recent: { number: number; hash: string }[];
  /** Below the newest. Whatever is not in it was kept. */
  missing: Missing[];
  contradictions: Contradiction[];
  guard: WitnessState['guard'];
  /** Words for what is wrong as of now: `stale`, `gap`, `contradiction`, `guard-silent`, `guard-off`. */
  wrong: string[];
}

export interface StatementParts extends WitnessParts {
  /** The witness's own: `sluice-witness/<program>`. */
  signer: Signer;
  limits: Limits;
}

export const WRONG: readonly [word: string, is: (health: Health) => boolean][] = [
  ['stale', ({ stale }) => stale],
  ['gap', ({ gaps }) => gaps.length > 0],
  ['contradiction', ({ contradictions }) => contradictions.length > 0],
  ['guard-silent', ({ guardSilent }) => guardSilent],
  ['guard-off', ({ guardOff }) => guardOff.length > 0],
];

/** On schedule: looks at what has not come, and publishes a statement of all there is. Begins to count when it first runs. */
export async function state(parts: StatementParts): Promise<{ health: Health; wrong: string[] }> {
  const { store, clock, limits } = parts;
  const now = clock.now();
  const current = await moveOn(store, async (seen) => {
    const next = seen.began === undefined ? { ...seen, began: now } : seen;
    return { next, result: next };
  });
  const health = healthOf(current, now, limits);
  const wrong = WRONG.flatMap(([word, is]) => (is(health) ? [word] : []));
  await store.publish(`${JSON.stringify(await signed(parts, current, wrong, now))}\n`);
  return { health, wrong };
}

async function signed(
  { store, program, key, signer }: StatementParts,
  { newest, recent, missing, contradictions, guard }: WitnessState,
  wrong: string[],
  issuedAt: number,
): Promise<SignedDocument<WitnessStatement>> {
  const checkpoint = newest && (await store.note(newest.number));
  return signDocument(signer, WITNESS_STATEMENT, {
    ...{ program, issuedAt, key: sha256(key) },
    ...(newest && { newest }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...{ recent, missing, contradictions, guard, wrong },
  });
}
