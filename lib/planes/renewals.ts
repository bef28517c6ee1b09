import { longestWithout } from '../../core/disclosure/bounds.ts';
import type { Program } from './program.ts';

/** What else is asked beside renewals, and that these do not come evenly. */
const MARGIN = 1.25;

/** Requests a second of so many agents, each of which renews at half time. */
export const renewalsOf = (agents: number, leaseSeconds: number): number =>
  Math.ceil((agents / (leaseSeconds / 2)) * MARGIN);

/** Requests a second, and at once, that an account's API Gateway takes in a Region. */
const MOST = { rate: 10_000, burst: 5_000 };

/** What the API takes. Agents that cannot listen have short leases, and on a bad day that is all of them. */
export function requestsOf({ config, disclosure }: Pick<Program, 'config' | 'disclosure'>): typeof MOST {
  const renewals = renewalsOf(config.agents, longestWithout(disclosure.lease.seconds));
  return {
    rate: Math.min(MOST.rate, Math.max(config.throttle.rate, renewals)),
    burst: Math.min(MOST.burst, Math.max(config.throttle.burst, renewals)),
  };
}

/** Seconds over which agents that were stopped ask for a lease, so that the API takes them all. */
export const spreadOf = (program: Pick<Program, 'config' | 'disclosure'>): number =>
  Math.ceil(program.config.agents / requestsOf(program).rate);
