import { canonicalJson, sha256 } from '../shared/canonical-json.ts';
import type { ChainTip, Entry, LinkedFacts, StoredEntry } from './ledger.ts';

export { canonicalJson, sha256 };

/** Hash before the first entry of a chain. */
export const FIRST_PREVIOUS = '0'.repeat(64);

/** Hex SHA-256 of the canonical JSON. */
export const hashDocument = (document: unknown): string => sha256(canonicalJson(document));

/** The next link of a chain. */
export function link(tip: ChainTip, facts: LinkedFacts): { entry: Entry; stored: StoredEntry; tip: ChainTip } {
  const unhashed = { ...facts, chain: tip.chain, seq: tip.length + 1, previous: tip.hash };
  const body = canonicalJson(unhashed);
  const hash = sha256(body);
  return {
    entry: { ...unhashed, hash },
    stored: { body, hash },
    tip: { chain: tip.chain, length: unhashed.seq, hash },
  };
}

/** The entry of a stored one; says nothing about its hash (see `verifyChain`). */
export const parseEntry = ({ body, hash }: StoredEntry): Entry => ({ ...JSON.parse(body), hash });

/** The same of what somebody may have edited: undefined where it is no entry. The verifier names it, and nothing else ends on it. */
export function readableEntry(stored: StoredEntry | undefined): Entry | undefined {
  try {
    const entry = parseEntry(stored!);
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

const TEXTS = ['subject', 'segment', 'incident', 'purpose', 'reason', 'commitment'] as const;

/** Each member is of its kind: whoever goes through a ledger asks them without looking. */
function isEntry(entry: Entry): boolean {
  const { at, kind, actor, detail } = entry;
  return (
    typeof at === 'number' &&
    [kind, actor].every((one) => typeof one === 'string') &&
    TEXTS.every((name) => entry[name] === undefined || typeof entry[name] === 'string') &&
    (detail === undefined || (typeof detail === 'object' && detail !== null))
  );
}
