import type { Tier } from '../../redaction/redactor.ts';
import type { PolicyAction } from './policies.ts';

/** What a policy is asked. */
export interface PolicyRequest {
  action: PolicyAction;
  /** `sub` of the token. */
  reader: string;
  /** Of the token. */
  groups: readonly string[];
  purpose: string;
  /** ms. */
  now: number;
  grant: PolicyGrant;
  /** Of the segment. */
  tier?: Tier;
  /** That a data set is asked to be of. */
  kinds?: readonly string[];
  applications?: readonly string[];
  people?: number;
}

/** What of a grant decides. */
export interface PolicyGrant {
  /** `sub` of who gave it. */
  givenBy: string;
  /** By which groups they could. Absent in grants of before. */
  givenAs?: readonly string[];
  /** ms. */
  expires: number;
}

export interface PolicyDecision {
  allowed: boolean;
  /** Ids of the policies that decided; of a refusal by none, nothing permits it. */
  by: readonly string[];
  /** What could not be evaluated: then it is refused, whatever the others say. */
  failed?: readonly string[];
}

/** Port. */
export interface Policy {
  /** Hex SHA-256 of the text of the policies. */
  hash: string;
  text: string;
  /** Never throws: what cannot be decided is refused. */
  decide(request: PolicyRequest): PolicyDecision;
}
