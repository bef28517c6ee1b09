import type { CompiledPolicy, Policies } from './policies.ts';
import type { Policy, PolicyRequest } from './policy.ts';

/** Why a request is allowed or not: by which policies. */
export interface Explanation {
  allowed: boolean;
  /** In a line. */
  why: string;
  /** Those that decided. */
  by: CompiledPolicy[];
  /** Those of the purpose that did not. */
  others: CompiledPolicy[];
  /** Hex SHA-256 of the text of all policies. */
  policies: string;
}

export function explain({ all, hash }: Policies, policy: Policy, request: PolicyRequest): Explanation {
  const { allowed, by: ids, failed } = policy.decide(request);
  const own = all.filter(({ id }) => id.startsWith(`${request.purpose}/`));
  const by = own.filter(({ id }) => ids.includes(id));
  const others = own.filter(({ id }) => !ids.includes(id));
  return { allowed, why: reasonOf(allowed, failed !== undefined, own, by, request), by, others, policies: hash };
}

function reasonOf(
  allowed: boolean,
  failed: boolean,
  own: readonly CompiledPolicy[],
  by: readonly CompiledPolicy[],
  { action }: PolicyRequest,
): string {
  if (failed) return 'the policies could not be asked, so that it is refused';
  if (allowed) return by.map(({ says }) => says).join('; ');
  if (own.length === 0) return 'the disclosure knows no such purpose';
  if (by.length > 0) return by.map(({ says }) => says).join('; ');
  const permits = own.filter(({ effect, text }) => effect === 'permit' && text.includes(`Action::"${action}"`));
  return permits.length === 0
    ? 'no policy permits it: no data sets are made for this purpose'
    : `no policy permits it to these groups: ${permits.map(({ says }) => says).join('; ')}`;
}
