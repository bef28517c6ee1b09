import type { Branch, Conclusion } from '../incident/branch.ts';
import { changes } from './changes.ts';
import { type ContainmentParts, containment } from './containment.ts';
import { type CouldReadParts, couldRead } from './could-read.ts';
import { type DidReadParts, didRead } from './did-read.ts';
import { type EncryptionParts, encryption } from './encryption.ts';
import { missingFrames } from './missing-frames.ts';
import { type OverCollectionParts, overCollection } from './over-collection.ts';
import { type ReachParts, reach } from './reach.ts';
import { type ReadsParts, reads } from './reads.ts';
import { stored } from './stored.ts';
import { BRANCHES, type BranchName, REACH } from './table.ts';
import type { WalkParts } from './walk-rows.ts';

export type InvestigationParts = ContainmentParts &
  WalkParts &
  ReadsParts &
  OverCollectionParts &
  EncryptionParts &
  CouldReadParts &
  DidReadParts &
  ReachParts;

/** Each question of the table with what answers it. */
export function branchesOf(parts: InvestigationParts): Record<BranchName, Branch> {
  const looks: Record<BranchName, Pick<Branch, 'look' | 'sliced'>> = {
    stored: stored(parts),
    reads: { look: reads(parts) },
    containment: { look: containment(parts) },
    'over-collection': overCollection(parts),
    encryption: encryption(parts),
    changes: { look: changes(parts) },
    'missing-frames': { look: missingFrames(parts) },
    'could-read': { look: couldRead(parts) },
    'did-read': { look: didRead(parts) },
  };
  return Object.fromEntries(
    Object.entries(BRANCHES).map(
      ([
        name,
        {
          severity,
          owner,
          probe: { name: probe, how },
        },
      ]) => [name, { severity, owner, probe: { name: probe, how }, ...looks[name as BranchName] }],
    ),
  ) as unknown as Record<BranchName, Branch>;
}

/** What is asked of all answers together. */
export const conclusionOf = (parts: ReachParts): Conclusion => ({
  ...REACH,
  conclude: async (scope, findings) => [await reach(parts, scope, findings)],
});
