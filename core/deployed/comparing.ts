import type { Deployed } from './deployed.ts';
import type { Findings } from './findings.ts';
import type { Release } from './manifest.ts';
import { type Resolve, UnresolvedError } from './resolve.ts';

/** What each part of the comparison works with. */
export interface Comparing {
  release: Release;
  deployed: Deployed;
  resolve: Resolve;
  findings: Findings;
  /** Whether a name is of another stage whose names begin with this one's. */
  isOthers: (name: string) => boolean;
}

/** The value that a part of the release's template stands for; `undefined` when that cannot be said, which is noted. */
export function resolvedIn(findings: Findings, place: string, resolve: () => unknown): { value: unknown } | undefined {
  try {
    return { value: resolve() };
  } catch (error) {
    if (!(error instanceof UnresolvedError)) throw error;
    findings.skipped(place, error.message);
    return undefined;
  }
}
