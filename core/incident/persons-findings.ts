import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { Kept } from './case.ts';
import { keepLines } from './evidence-lines.ts';
import type { PersonFinding } from './findings.ts';

/** What people have found, beside what the workflow established: each rests on its contribution, whose hash the ledger has. */
export function personsFindings(
  { evidence }: { evidence: Evidence },
  incident: string,
  contributions: readonly Kept[],
): Promise<PersonFinding[]> {
  const found = contributions.flatMap((kept) => {
    const { contribution } = kept;
    return contribution.what === 'finding' ? [{ kept, contribution }] : [];
  });
  return Promise.all(
    found.map(async ({ kept, contribution: { number, severity, statement, owner, claim, files, by, groups } }) => ({
      finding: 'person' as const,
      statement,
      evidence: await keepLines(evidence, `${incident}-case-${number}`, [canonicalJson(kept)]),
      ...{ number, severity, owner, claim, files, by, groups },
    })),
  );
}
