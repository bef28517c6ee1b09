import { readBooks } from '../api/books.ts';
import { type ApiClient, ApiError } from '../api/client.ts';
import { status } from '../api/consent.ts';
import { listExports, listTrainings } from '../api/export.ts';
import { readParticipation } from '../api/participation.ts';
import { listGrants } from '../api/reading.ts';
import type { DeployedFigures } from '../core/disclosure/dpia.ts';

/** What whoever asks may see of a deployed program, as figures; what they may not stays away, and is said to. */
export async function deployedFigures(api: ApiClient, at: number): Promise<DeployedFigures> {
  const [said, people, kept, grants, exports, runs] = await Promise.all([
    api.call(status),
    orUnseen(api.call(readParticipation)),
    orUnseen(api.call(readBooks)),
    orUnseen(api.call(listGrants)),
    orUnseen(api.call(listExports)),
    orUnseen(api.call(listTrainings)),
  ]);
  return {
    ...{ at, disclosure: said.disclosure.version },
    ...(people && {
      people:
        people.consented === undefined ? `fewer than ${people.smallestGroup}` : `${people.consented} or some more`,
    }),
    ...(kept && { stored: kept.events.stored }),
    ...(grants && { grants: grants.grants.length }),
    ...(exports && {
      exports: exports.exports.filter(({ state, expires }) => state === 'sealed' && expires > at).length,
    }),
    ...(runs && { runs: runs.runs.length }),
  };
}

async function orUnseen<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}
