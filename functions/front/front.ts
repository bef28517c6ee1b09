import { isOurs } from '../../api/routes.ts';
import type { GateRoot } from '../../core/gate/gate.ts';
import { knownInWords, whatIsKnown } from '../../core/gate/known.ts';
import { Refused } from '../../core/shared/errors.ts';

/**
 * Answers what no route of the API took. For a route of ours that is so only while Service is not there, which is how it is known: the
 * request itself is the look.
 * @throws Refused `away` with what is known, `not-found` of what is no route of ours
 */
export async function otherwise(
  gate: Pick<GateRoot, 'read'>,
  { method, path }: { method: string; path: string },
): Promise<never> {
  if (!isOurs(method, path)) throw new Refused('not-found', 'no such route');
  const known = knownInWords(await whatIsKnown(gate));
  throw new Refused('away', `the service is being deployed, or was taken down: try again later; ${known}`);
}
