import { leaseGrant, leaseRequest } from '../wire/lease.ts';
import { route } from './route.ts';

/** For agents, which have a client of their own: its shapes are the wire's. */
export const requestLease = route({
  method: 'POST',
  path: '/leases',
  summary: 'Gives an enrolled device of the caller a short permission to collect.',
  body: leaseRequest,
  answer: leaseGrant,
  refuses: [
    'device',
    'device-removed',
    'population',
    'consent',
    'you-paused',
    'disclosure',
    'gate-closed',
    'limit',
    'too-many-starts',
    'busy',
  ],
});
