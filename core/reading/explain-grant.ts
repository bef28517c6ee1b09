import type { Disclosure } from '../disclosure/disclosure.ts';
import { type Explanation, explain } from '../policy/explain.ts';
import { type PolicyAction, policiesOf } from '../policy/policies.ts';
import type { Policy, PolicyRequest } from '../policy/policy.ts';
import type { Caller } from './access.ts';
import { type Grant, type GrantStore, grantKey } from './grant.ts';

export type ExplainOrder = Pick<PolicyRequest, 'purpose' | 'tier' | 'kinds' | 'applications' | 'people'> & {
  action: PolicyAction;
};

export interface ExplainedGrant extends Explanation {
  /** Whether a grant is there: what the policies were asked with is supposed where there is none. */
  grant: 'live' | 'ended' | 'none';
  /** Of reading. */
  gate: 'open' | 'closed';
  /** Whether it would begin now. */
  begins: boolean;
}

/** A grant that nothing is wrong with, for who has none: what else is in the way is told all the same. */
export const supposedGrant = (
  disclosure: Pick<Disclosure, 'purposes'>,
  purpose: string,
  now: number,
): PolicyRequest['grant'] => {
  const rules = Object.hasOwn(disclosure.purposes, purpose) ? disclosure.purposes[purpose] : undefined;
  return { givenBy: '', expires: now + 3_600_000, ...(rules?.givers && { givenAs: rules.givers }) };
};

/** Of the caller's own requests alone; it opens nothing, and asks no gate but to say how it stands. */
export async function explainGrant(
  parts: {
    grants: Pick<GrantStore, 'find'>;
    disclosure: Disclosure;
    policy: Policy;
    isOpen: () => Promise<boolean>;
    now: number;
  },
  { sub, groups }: Pick<Caller, 'sub' | 'groups'>,
  order: ExplainOrder,
): Promise<ExplainedGrant> {
  const { grants, disclosure, policy, isOpen, now } = parts;
  const { purpose } = order;
  const [found, open] = await Promise.all([grants.find(grantKey(sub, purpose)), isOpen()]);
  const grant = standingOf(found, now);
  const held = found && grant === 'live' ? found : supposedGrant(disclosure, purpose, now);
  const explained = explain(policiesOf(disclosure), policy, { ...order, reader: sub, groups, now, grant: held });
  return {
    ...{ ...explained, grant, gate: open ? 'open' : 'closed' },
    begins: explained.allowed && grant === 'live' && open,
  };
}

const standingOf = (grant: Grant | undefined, now: number): ExplainedGrant['grant'] =>
  grant === undefined ? 'none' : grant.expires > now ? 'live' : 'ended';
