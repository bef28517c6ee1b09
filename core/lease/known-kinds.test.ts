import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { grantSchema } from '../../test/releases/0.1.0/lease-grant.ts';
import { EVENT_KINDS } from '../../wire/event.ts';
import { FIRST_KINDS } from '../../wire/lease.ts';
import { leaseGrant } from '../../wire/lease-schema.ts';
import { consent, enrol } from '../consent/consent.ts';
import { memoryConsentStore } from '../consent/consent-store.memory.ts';
import { parseDisclosure } from '../disclosure/parse.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { memoryAgentCredentials } from './agent-credentials.memory.ts';
import { grantLease } from './grant-lease.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';

/** The program that the repository ships: it discloses kinds that the first release did not have. */
const disclosure = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));
const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
const groups = ['employees'];

async function leases() {
  const store = memoryConsentStore({ ledger: memoryLedger() });
  const people = { store, keyRing: memoryKeyRing(), disclosure, clock };
  await enrol(people, { ...memoryPerson('ann'), device: 'laptop', groups });
  const agreed = { version: disclosure.version, hash: consentHash(disclosure) };
  await consent(people, { ...memoryPerson('ann'), ...agreed, groups });
  const deps = {
    ...{ store, disclosure, clock, gate: memoryGate(), keys: memoryLeaseKeys() },
    ...{ credentials: memoryAgentCredentials(clock), stream: { name: 'frames', region: 'eu-central-1' } },
  };
  return (kinds?: readonly string[]) =>
    grantLease(deps, { subject: 'ann', groups, device: 'laptop', acked: 0, ...(kinds && { kinds }) });
}

describe('kinds of events that a lease names', () => {
  it('are those that an agent of the first release knows, for one that does not say what it knows', async () => {
    const ask = await leases();

    const grant = await ask();

    // Its own parser, and not one of today's.
    const read = grantSchema.parse(JSON.parse(JSON.stringify(grant)));
    expect(Object.keys(read.filter.kinds)).toEqual(FIRST_KINDS.filter((kind) => disclosure.events[kind] !== undefined));
    // Were they all named, that agent would stop.
    const all = { ...grant, filter: { ...grant.filter, kinds: disclosure.events } };
    expect(grantSchema.safeParse(JSON.parse(JSON.stringify(all))).success).toBe(false);
  });

  it('are all that are disclosed, for one that knows them; and what it knows beside them is nothing to it', async () => {
    const ask = await leases();

    const grant = await ask([...EVENT_KINDS, 'of-tomorrow']);

    const read = leaseGrant.parse(JSON.parse(JSON.stringify(grant)));
    expect(Object.keys(read.filter.kinds).sort()).toEqual(Object.keys(disclosure.events).sort());
    expect(read.filter.kinds.task).toContain('text');
  });

  it('are never more than those that it says', async () => {
    const ask = await leases();

    const grant = await ask(['click', 'session']);

    expect(Object.keys(grant.filter.kinds).sort()).toEqual(['click', 'session']);
  });
});
