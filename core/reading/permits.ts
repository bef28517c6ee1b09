import type { Tier } from '../../redaction/redactor.ts';
import type { Policy, PolicyGrant, PolicyRequest } from '../policy/policy.ts';

/**
 * Whether a policy lets it, with the grant and the segment that were seen: asked where a read is judged, in front of the transaction that
 * decides. It can refuse, and lets nothing happen by itself.
 */
export type Permits = (seen: { grant: PolicyGrant; tier?: Tier }, now: number) => boolean;

export const permitsBy =
  (policy: Policy, asked: Omit<PolicyRequest, 'now' | 'grant' | 'tier'>): Permits =>
  ({ grant: { givenBy, givenAs, expires }, tier }, now) =>
    policy.decide({
      ...asked,
      now,
      grant: { givenBy, expires, ...(givenAs && { givenAs }) },
      ...(tier !== undefined && { tier }),
    }).allowed;
