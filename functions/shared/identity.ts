import { Refused } from '../../core/shared/errors.ts';

/** Who calls: taken from the verified token alone, never from a parameter, header or body. */
export interface Identity {
  /** `iss` of the token. */
  issuer: string;
  sub: string;
  email?: string;
  groups: readonly string[];
}

/** The part of an HTTP API event (payload 2.0) that the JWT authorizer fills. */
export interface AuthorizedEvent {
  requestContext: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
}

/**
 * Groups of a claim. HTTP APIs hand array claims over as the text `[a b]`; other issuers send a JSON array, a real
 * array, or words apart by commas. A group name with a space in it cannot be told from two groups in the first form: the
 * operations page asks for group names without spaces.
 */
export function parseGroups(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((group) => typeof group === 'string' && group !== '');
  if (typeof claim !== 'string') return [];
  const text = claim.trim();
  if (text.startsWith('["')) {
    try {
      return parseGroups(JSON.parse(text));
    } catch {
      return [];
    }
  }
  const inner = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return inner.split(/[\s,]+/).filter((group) => group !== '');
}

/** @throws Refused `unauthenticated` when the event carries no verified token */
export function identityOf(event: AuthorizedEvent, groupsClaim: string): Identity {
  const claims = event.requestContext.authorizer?.jwt?.claims;
  const { iss, sub, email } = claims ?? {};
  if (typeof iss !== 'string' || typeof sub !== 'string' || iss === '' || sub === '') {
    throw new Refused('unauthenticated', 'no verified token');
  }
  const identity: Identity = { issuer: iss, sub, groups: parseGroups(claims?.[groupsClaim]) };
  if (typeof email === 'string' && email !== '') identity.email = email;
  return identity;
}
