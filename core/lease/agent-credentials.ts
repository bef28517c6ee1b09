import type { LeaseGrant } from '../../wire/lease.ts';

export type Credentials = LeaseGrant['credentials'];

/**
 * Port. Temporary credentials with which a device may put on the one stream, and do nothing else. A role session lives 15
 * minutes at least, so they outlive leases: they are never counted as the stop.
 */
export interface AgentCredentials {
  /**
   * @param until ms; what is issued lasts at least until then, or for a whole session if that is shorter
   * @param since ms; when the gate was opened: what was issued before may have been revoked
   */
  issue(subject: string, device: string, until: number, since: number): Promise<Credentials>;
}

/** Length of a session, s: the shortest that STS gives. */
export const SESSION_SECONDS = 900;
/** A session in use is renewed when less than this is left beyond the lease, ms: room for sending what was captured. */
export const SESSION_MARGIN = 60_000;

const issuedAt = ({ expiration }: Credentials): number => expiration - SESSION_SECONDS * 1_000;

/** Uses a session over renewals, per device: each is a call to STS, which counts them per account. @param kept at most */
export function reusing(credentials: AgentCredentials, kept = 2_000): AgentCredentials {
  const held = new Map<string, Credentials>();
  return {
    async issue(subject, device, until, since) {
      const name = `${subject}/${device}`;
      const known = held.get(name);
      if (known && known.expiration >= until + SESSION_MARGIN && issuedAt(known) >= since) return known;
      const fresh = await credentials.issue(subject, device, until, since);
      held.delete(name);
      held.set(name, fresh);
      if (held.size > kept) held.delete(held.keys().next().value!);
      return fresh;
    },
  };
}
