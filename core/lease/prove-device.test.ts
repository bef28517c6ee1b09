import { describe, expect, test } from '@jest/globals';
import { type LeaseProof, newDeviceKey, publicOf, signProof } from '../../wire/device-proof.ts';
import { consent, enrol, withdraw } from '../consent/consent.ts';
import { memoryConsentStore } from '../consent/consent-store.memory.ts';
import { erase } from '../consent/erase.ts';
import { removeDevice } from '../consent/remove-device.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { memoryAgentCredentials } from './agent-credentials.memory.ts';
import { deviceNonces } from './device-nonces.ts';
import { grantLease } from './grant-lease.ts';
import { createLeaseOpener } from './lease.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';
import { BOUND_FOR, boundNow, coversAll, keyToBind, proveDevice } from './prove-device.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const AUDIENCE = 'sluice-sample-prod';
const person = memoryPerson('ann');
const groups = ['employees'];

async function world() {
  const clock = { time: NOW, now: () => clock.time };
  const disclosure = sampleDisclosure();
  const store = memoryConsentStore({ ledger: memoryLedger() });
  const people = { store, keyRing: memoryKeyRing(), disclosure, clock };
  const keys = memoryLeaseKeys();
  const stream = { name: 'frames', region: 'eu-central-1' };
  const deps = {
    ...{ store, gate: memoryGate(), keys, disclosure, stream, clock },
    credentials: memoryAgentCredentials(clock),
  };
  const nonces = deviceNonces(keys, clock);
  const key = newDeviceKey();
  const bind = async (one = key) => {
    await enrol(people, { ...person, device: 'laptop', groups });
    await store.bind('ann', 'laptop', {
      key: await keyToBind(signProof(one, { device: 'laptop' }, true), 'laptop'),
      ...boundNow(people),
    });
  };
  const agree = () => consent(people, { ...person, version: '1.0', hash: consentHash(disclosure), groups });
  await bind();
  clock.time += 1;
  await agree();
  const payload = async (over: Partial<LeaseProof> = {}): Promise<LeaseProof> => {
    clock.time += 1;
    return {
      ...{ aud: AUDIENCE, sub: 'ann', dev: 'laptop', nonce: await nonces.make() },
      lease: { acked: 0, run: 'new' },
      ...over,
    };
  };
  const send = async (proof: string) => {
    const { subject, device, lease, ...proven } = await proveDevice(
      { store, nonces, audience: AUDIENCE, clock },
      proof,
    );
    return grantLease(deps, { ...lease, subject, device, proven });
  };
  const ask = async (over: Partial<LeaseProof> = {}, by = key) => send(signProof(by, await payload(over)));
  return { clock, store, people, keys, disclosure, nonces, key, bind, agree, payload, send, ask };
}
const refused = (reason: string) => expect.objectContaining({ reason });

describe('a device that proves itself', () => {
  test('is given leases of its own, without a token, run after run', async () => {
    const { ask, keys, disclosure } = await world();
    const first = await ask();
    const second = await ask({ lease: { acked: 0, run: first.run! } });
    const claims = await createLeaseOpener({ keys, program: disclosure.program }).open(second.lease);
    expect(claims).toMatchObject({ subject: 'ann', device: 'laptop', start: { epoch: 1 } });
    expect((await ask()).run).toEqual({ epoch: 2, turn: 3 });
  });

  test('asks once with each proof, and with the latest nonce alone', async () => {
    const { payload, send, key } = await world();
    const [earlier, later] = [signProof(key, await payload()), signProof(key, await payload())];
    await send(later);
    await expect(send(later)).rejects.toEqual(refused('nonce'));
    await expect(send(earlier)).rejects.toEqual(refused('nonce'));
  });

  test('of two that ask at once with one proof, one is given a lease', async () => {
    const { payload, send, key } = await world();
    const proof = signProof(key, await payload());
    const all = await Promise.allSettled([send(proof), send(proof), send(proof)]);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each<[string, (at: Awaited<ReturnType<typeof world>>) => Promise<unknown>, string]>([
    ['another key', async ({ ask }) => ask({}, newDeviceKey()), 'device-key'],
    ['for another program or stage', async ({ ask }) => ask({ aud: 'sluice-sample-dev' }), 'device-key'],
    ['another device', async ({ ask }) => ask({ dev: 'desk' }), 'device-key'],
    ['another person', async ({ ask }) => ask({ sub: 'bob' }), 'device-key'],
    ['a nonce that nobody gave', async ({ ask }) => ask({ nonce: `${NOW.toString(36)}.${'A'.repeat(22)}` }), 'nonce'],
    [
      'a nonce of long ago',
      async ({ payload, send, key, clock }) => {
        const proof = signProof(key, await payload());
        clock.time += 16 * 60_000;
        return send(proof);
      },
      'nonce',
    ],
    [
      'its public key in the header',
      async ({ payload, send }) => send(signProof(newDeviceKey(), await payload(), true)),
      'device-key',
    ],
    [
      'no signature of that text',
      async ({ payload, send, key }) => {
        const [header, body, seal] = signProof(key, await payload()).split('.');
        const other = JSON.parse(Buffer.from(body!, 'base64url').toString());
        const text = Buffer.from(JSON.stringify({ ...other, lease: { acked: 9, run: 'new' } })).toString('base64url');
        return send(`${header}.${text}.${seal}`);
      },
      'device-key',
    ],
    [
      'no algorithm',
      async ({ payload, send, key }) => {
        const [, body, seal] = signProof(key, await payload()).split('.');
        const header = Buffer.from('{"alg":"none","typ":"sluice-device"}').toString('base64url');
        return send(`${header}.${body}.${seal}`);
      },
      'device-key',
    ],
    ['a run of no form', async ({ ask }) => ask({ lease: { acked: 0 } as LeaseProof['lease'] }), 'device-key'],
    ['more than a proof has', async ({ ask }) => ask({ groups: ['admins'] } as Partial<LeaseProof>), 'device-key'],
    [
      'ninety days after it was bound',
      async ({ ask, clock }) => {
        clock.time = NOW + BOUND_FOR;
        return ask();
      },
      'device-key',
    ],
  ])('is refused with %s', async (_, act, reason) => {
    await expect(act(await world())).rejects.toEqual(refused(reason));
  });

  test('that was removed, or bound before a withdrawal or an erasure, is refused, also after the next consent; bound anew, it goes on', async () => {
    const one = await world();
    await withdraw(one.people, person);
    await expect(one.ask()).rejects.toEqual(refused('device-key'));
    one.clock.time += 1;
    await one.agree();
    await expect(one.ask()).rejects.toEqual(refused('device-key'));
    one.clock.time += 1;
    await one.bind();
    expect((await one.ask()).run!.epoch).toBe(1);

    const parts = { ...one.people, texts: { erase: async () => {} }, gates: [] };
    await erase(parts, person);
    await expect(one.ask()).rejects.toEqual(refused('device-key'));
    one.clock.time += 1;
    await enrol(one.people, { ...person, device: 'laptop', groups });
    await one.agree();
    await expect(one.ask()).rejects.toEqual(refused('device-key'));

    one.clock.time += 1;
    await one.bind();
    await one.ask();
    await removeDevice(one.people, { subject: 'ann', device: 'laptop' });
    await expect(one.ask()).rejects.toEqual(refused('device-removed'));
    expect(await one.store.bind('ann', 'laptop', { key: publicOf(one.key), ...boundNow(one.people) })).toBe(false);
  });

  test('changes its key by the one that it has: from then on that one is nobody’s', async () => {
    const { ask, key } = await world();
    const next = newDeviceKey();
    await ask({ next: publicOf(next) });
    await expect(ask({}, key)).rejects.toEqual(refused('device-key'));
    expect((await ask({}, next)).run!.epoch).toBe(2);
  });

  test('that is bound anew while the key of before asks is not given to that one', async () => {
    const { store, payload, send, bind, key, ask } = await world();
    const [stolen, other] = [key, newDeviceKey()];
    const { step } = store;
    store.step = async (...of) => {
      // Behind the proof: what it is asked about is another's by then.
      store.step = step;
      await bind(other);
      return step(...of);
    };
    const proof = signProof(stolen, await payload({ next: publicOf(newDeviceKey()) }));
    await expect(send(proof)).rejects.toEqual(refused('device-key'));
    expect((await store.device('ann', 'laptop'))!.key).toEqual(publicOf(other));
    await ask({}, other);
  });

  test('is read once for a lease, and again only where it was changed meanwhile', async () => {
    const { store, ask } = await world();
    const { device: read } = store;
    let reads = 0;
    store.device = async (...of) => {
      reads++;
      return read(...of);
    };
    const { run } = await ask();
    await ask({ lease: { acked: 0, run: run! } });
    expect(reads).toBe(2);
  });

  test('is asked for its person’s token again when the program is about fewer people, in a version that asks nobody for consent', async () => {
    const { disclosure, ask, bind, clock } = await world();
    const { excluded } = disclosure.population;
    disclosure.population.excluded = [...excluded, 'contractors'];
    await expect(ask()).rejects.toEqual(refused('device-key'));
    clock.time += 1;
    await bind();
    await ask();
    disclosure.population.excluded = excluded;
    await ask();
  });

  test('is not told more than that by who is not it: a device that is not there and a wrong key are one', async () => {
    const { ask } = await world();
    const told = await Promise.all(
      [ask({ sub: 'nobody' }), ask({ dev: 'none' }), ask({}, newDeviceKey())].map((one) =>
        one.catch((error: Error) => error.message),
      ),
    );
    expect(new Set(told).size).toBe(1);
  });
});

test.each<[string, () => string]>([
  ['without its key', () => signProof(newDeviceKey(), { device: 'laptop' })],
  ['for another device', () => signProof(newDeviceKey(), { device: 'desk' }, true)],
  [
    'with another’s key',
    () => {
      const [header] = signProof(newDeviceKey(), { device: 'laptop' }, true).split('.');
      const [, body, seal] = signProof(newDeviceKey(), { device: 'laptop' }, true).split('.');
      return `${header}.${body}.${seal}`;
    },
  ],
])('a key is not bound %s', async (_, proof) => {
  await expect(keyToBind(proof(), 'laptop')).rejects.toEqual(refused('device-key'));
});

test.each<[string[], string[], boolean]>([
  [['a', 'b'], ['x'], true],
  [['b', 'a', 'c'], [], true],
  [['a'], ['x'], false],
  [['a', 'b'], ['x', 'y'], false],
])('of a program about %j without %j everybody of before is one: %s', (groups, excluded, all) => {
  expect(coversAll({ groups, excluded }, { groups: ['a', 'b'], excluded: ['x'] })).toBe(all);
  expect(coversAll({ groups, excluded }, undefined)).toBe(false);
});
