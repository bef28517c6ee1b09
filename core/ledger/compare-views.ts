import type { OpenedCheckpoint } from './checkpoint.ts';
import { order } from './earlier-checkpoint.ts';

/** What one reader was shown: all hashes of the chains, or the tips that a checkpoint names. */
export interface LedgerView {
  checkpoint?: OpenedCheckpoint;
  /** By chain: hash of entry n at n - 1; a checkpoint knows the last one alone. */
  hashes: ReadonlyMap<string, readonly (string | undefined)[]>;
  seen: (chain: string, seq: number, hash: string) => void;
}

export function ledgerView(): LedgerView {
  const hashes = new Map<string, (string | undefined)[]>();
  return {
    hashes,
    seen(chain, seq, hash) {
      if (!hashes.has(chain)) hashes.set(chain, []);
      hashes.get(chain)![seq - 1] = hash;
    },
  };
}

export function noteView(checkpoint: OpenedCheckpoint): LedgerView {
  const view = ledgerView();
  for (const { chain, length, hash } of checkpoint.chains) if (length > 0) view.seen(chain, length, hash);
  return { ...view, checkpoint };
}

/**
 * Whether two views can be of one history, at two times: a chain of hashes is the same up to an entry when it is the same at that entry.
 * @returns where they part
 */
export function compareViews(one: LedgerView, other: LedgerView): string[] {
  return [...checkpointsPart(one.checkpoint, other.checkpoint), ...chainsPart(one, other)];
}

function checkpointsPart(one?: OpenedCheckpoint, other?: OpenedCheckpoint): string[] {
  if (!one?.numbered || !other?.numbered) return [];
  const [earlier, later] = one.numbered.number <= other.numbered.number ? [one, other] : [other, one];
  return order(earlier, later) ?? shorter(earlier, later);
}

function shorter(earlier: OpenedCheckpoint, later: OpenedCheckpoint): string[] {
  const lengths = new Map(later.chains.map(({ chain, length }) => [chain, length]));
  return earlier.chains
    .filter(({ chain, length }) => (lengths.get(chain) ?? 0) < length)
    .map(({ chain }) => `chain ${chain} is shorter in the later checkpoint`);
}

function chainsPart(one: LedgerView, other: LedgerView): string[] {
  return [...one.hashes].flatMap(([chain, hashes]) => {
    const others = other.hashes.get(chain) ?? [];
    const at = hashes.findIndex((hash, index) => hash && others[index] && hash !== others[index]);
    return at < 0 ? [] : [`two histories: chain ${chain} differs at entry ${at + 1}`];
  });
}
