/** What else is asked beside renewals, and that these do not come evenly. */
const MARGIN = 1.25;

/** Requests a second of so many agents, each of which renews at half time. */
export const renewalsOf = (agents: number, leaseSeconds: number): number =>
  Math.ceil((agents / (leaseSeconds / 2)) * MARGIN);
