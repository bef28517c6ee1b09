import { CommandError, EXIT } from '../exit-codes.ts';

/** What an ID token says of a person. For display and expiry only: the service verifies it. */
export interface Claims {
  iss?: string;
  sub?: string;
  /** Unless the provider says that nobody has verified it: then it is whatever somebody typed. */
  email?: string;
  /** Whom it is for. Absent: the token does not say. */
  audience?: string[];
  /** `id`, `access`: Cognito says so. */
  use?: string;
  /** Seconds since the Unix epoch. */
  exp?: number;
  /** Absent: the token has no such claim, which is not the same as being in no group. */
  groups?: string[];
}

/** @param groupsClaim @default that of a user pool, else `groups` @throws CommandError `bad-token` */
export function claimsOf(token: string, groupsClaim?: string): Claims {
  const claims = payloadOf(token);
  const groups = groupsClaim === undefined ? (claims['cognito:groups'] ?? claims.groups) : claims[groupsClaim];
  return {
    ...(typeof claims.iss === 'string' ? { iss: claims.iss } : {}),
    ...(typeof claims.sub === 'string' ? { sub: claims.sub } : {}),
    ...(typeof claims.email === 'string' && !isUnverified(claims) ? { email: claims.email } : {}),
    ...(claims.aud === undefined ? {} : { audience: [claims.aud].flat().map(String) }),
    ...(typeof claims.token_use === 'string' ? { use: claims.token_use } : {}),
    ...(typeof claims.exp === 'number' ? { exp: claims.exp } : {}),
    // A provider may write a single group as a word.
    ...(groups === undefined ? {} : { groups: (Array.isArray(groups) ? groups : [groups]).map(String) }),
  };
}

/** Some providers write it as a word. One that says nothing of it is the company's own, and knows its people. */
const isUnverified = ({ email_verified: said }: Record<string, unknown>): boolean => said === false || said === 'false';

function payloadOf(token: string): Record<string, unknown> {
  const fault = () =>
    new CommandError(EXIT.usage, 'bad-token', 'That is no ID token: it has three parts with dots between them.');
  const [, payload, signature] = token.split('.');
  if (!payload || !signature) throw fault();
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims === 'object' && claims !== null) return claims as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw fault();
}
