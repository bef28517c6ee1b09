import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Refused } from '../../core/shared/errors.ts';

/** Who calls: what the token says that this function verified itself, never a parameter, a body, or the rest of an event. */
export interface Identity {
  /** `iss` of the token. */
  issuer: string;
  sub: string;
  /** As the issuer vouches for it: shown to others. */
  email?: string;
  /** As the token says it, verified or not. To keep somebody from something, never to let or to show. */
  claimedEmail?: string;
  groups: readonly string[];
}

export interface TokenRules {
  issuer: string;
  /** One of them has to stand in `aud`. */
  audience: readonly string[];
  /** Claim that holds the caller's groups. */
  groupsClaim: string;
  /** The issuer's public keys. @throws Refused `issuer-away` when they cannot be had */
  keys: JWTVerifyGetKey;
}

/** @throws Refused `unauthenticated`, `issuer-away` */
export type Recognise = (authorization: string | undefined) => Promise<Identity>;

/** Of pairs of keys alone: with a shared secret, whoever verifies could sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];
/** Between the issuer's clock and ours, s. */
const CLOCK_TOLERANCE = 30;

/**
 * Verifies the token of a request: signature, issuer, audience, times, use. The authorizer of the API has looked at it before,
 * for the cost of it; but whoever may invoke the function writes the whole event, an authorizer's answer included.
 */
export function recogniser({ issuer, audience, groupsClaim, keys }: TokenRules): Recognise {
  const rules = {
    ...{ issuer, audience: [...audience], algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE },
    requiredClaims: ['sub', 'exp'],
  };
  return async (authorization) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new Refused('unauthenticated', 'no token came with the request');
    const claims = await verified(token, keys, rules);
    // Cognito's access tokens are signed by the same keys, and are for other services.
    if (claims.token_use !== undefined && claims.token_use !== 'id') throw unverified('use');
    const { sub, email } = claims;
    // jose asks for the claim, not for its type.
    if (typeof sub !== 'string' || sub === '') throw unverified('sub');
    const identity: Identity = { issuer, sub, groups: groupsOf(claims[groupsClaim]) };
    if (typeof email === 'string' && email !== '') {
      identity.claimedEmail = email;
      if (!isUnverified(claims.email_verified)) identity.email = email;
    }
    return identity;
  };
}

/** Some issuers write it as a word; one that says nothing of it is the company's own, and knows its people. */
const isUnverified = (said: unknown): boolean => said === false || said === 'false';

const unverified = (what: string, cause?: unknown) => new Refused('unauthenticated', `the token: ${what}`, { cause });

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  rules: NonNullable<Parameters<typeof jwtVerify>[2]>,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, rules)).payload;
  } catch (error) {
    if (error instanceof Refused || !(error instanceof errors.JOSEError)) throw error;
    const claim = 'claim' in error ? ` ${String(error.claim)}` : '';
    throw unverified(`${error.code}${claim}`, error);
  }
}

/** The token's own array; of an issuer that writes a single group as a text, that text whole. */
function groupsOf(claim: unknown): string[] {
  const groups = Array.isArray(claim) ? claim : [claim];
  return groups.filter((group): group is string => typeof group === 'string' && group !== '');
}
