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

/**
 * One session for all devices of the program, over renewals: the lease says who may collect and seals what is sent, the credential alone lets bytes onto the one
 * stream, and names nobody. Of a session each, an instance would keep too few of many thousand devices, and ask STS, which counts calls per account, at nearly
 * every lease; and Kinesis asks KMS for each credential that puts.
 */
export function shared(credentials: AgentCredentials): AgentCredentials {
  let known: Promise<Credentials> | undefined;
  return {
    async issue(subject, device, until, since) {
      for (;;) {
        const given = known;
        const held = await given?.catch(() => undefined);
        if (held && held.expiration >= until + SESSION_MARGIN && issuedAt(held) >= since) return held;
        // Somebody else asks already: of many leases at once, one does.
        if (known !== given) continue;
        known = credentials.issue(subject, device, until, since);
        const fresh = await known;
        // Whatever it lasts for: there is none that lasts longer.
        return fresh;
      }
    },
  };
}
