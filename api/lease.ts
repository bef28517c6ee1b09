import * as z from 'zod';
import { compactProof } from '../wire/device-proof.ts';
import { leaseGrant, leaseRequest } from '../wire/lease-schema.ts';
import { openRoute, route } from './route.ts';

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
    'terminated',
    'limit',
    'too-many-starts',
    'busy',
  ],
});

export const deviceNonce = openRoute({
  method: 'GET',
  path: '/device-nonce',
  summary: 'What a device signs with its next request, so that it is good once.',
  byAgents: true,
  answer: z.object({ nonce: z.string() }),
});

/** Of devices that prove themselves by their own key: no token of a person is asked for. */
export const requestDeviceLease = openRoute({
  method: 'POST',
  path: '/device-leases',
  summary: 'Gives a device that proves itself a short permission to collect.',
  byAgents: true,
  body: z.strictObject({
    proof: compactProof.meta({ description: 'compact JWS, ES256, by the key that the device was enrolled with' }),
  }),
  answer: leaseGrant,
  refuses: [...requestLease.refuses, 'device-key', 'nonce'],
  longestBody: 16_000,
});
