import { describe, expect, it } from '@jest/globals';
import { consent, enrol, withdraw } from '../consent/consent.ts';
import { memoryConsentStore } from '../consent/consent-store.memory.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { memoryAgentCredentials } from './agent-credentials.memory.ts';
import { SESSION_MARGIN, shared } from './agent-credentials.ts';
import { grantLease, leasesOf } from './grant-lease.ts';
import { createLeaseOpener } from './lease.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const groups = ['employees'];
const subject = 'ann';

const PUSH = { host: 'push.example', topic: 'p/gate', client: 'p-agent-', key: 'a2V5', stage: 'prod' };
const ORDER = { subject, groups, device: 'laptop', acked: 0 };

async function world() {
  const clock = { time: NOW, now: () => clock.time };
  const disclosure = sampleDisclosure();
  const gate = memoryGate();
  const store = memoryConsentStore({ ledger: memoryLedger() });
  const people = { store, keyRing: memoryKeyRing(), disclosure, clock };
  await enrol(people, { ...memoryPerson(subject), device: 'laptop', groups });
  const { serial } = await consent(people, {
    ...memoryPerson(subject),
    version: '1.0',
    hash: consentHash(disclosure),
    groups,
  });
  const keys = memoryLeaseKeys();
  const credentials = memoryAgentCredentials(clock);
  const stream = { name: 'frames', region: 'eu-central-1' };
  const deps = { store, gate, keys, credentials, disclosure, stream, clock };
  type Order = Extract<Parameters<typeof grantLease>[1], { proven?: never }>;
  const ask = (over: Partial<Order> = {}) => grantLease(deps, { subject, groups, device: 'laptop', acked: 0, ...over });
  return { ...deps, deps, ask, serial, people };
}

describe('leases', () => {
  it('bind device, subject, consent, disclosure, epoch, times and frame key', async () => {
    const { ask, keys, serial, clock, disclosure } = await world();
    const grant = await ask();
    const claims = await createLeaseOpener({ keys, program: disclosure.program }).open(grant.lease);
    expect(claims).toEqual({
      program: 'sample',
      subject,
      device: 'laptop',
      serial,
      disclosure: '1.0',
      epoch: 1,
      issued: NOW,
      expires: NOW + 60_000,
      deliverUntil: NOW + 24 * 3_600_000,
      frameKey: grant.frameKey,
    });
    expect(Buffer.from(grant.frameKey, 'base64url')).toHaveLength(32);
    expect(grant).toMatchObject({
      now: clock.now(),
      flush: { seconds: 60, bytes: 262_144, spoolBytes: 67_108_864, eventsPerMinute: 6_000 },
      stream: { name: 'frames', region: 'eu-central-1' },
      filter: { program: 'sample', disclosure: '1.0' },
    });
    expect((await ask()).frameKey).not.toBe(grant.frameKey);
  });

  it('say where the agent is told at once, and at which epoch they were given; nothing of it where it is not', async () => {
    const { deps, ask } = await world();
    expect(await ask()).not.toHaveProperty('push');
    const { host, topic, client, key, stage } = PUSH;
    expect(await grantLease({ ...deps, push: async () => PUSH }, { ...ORDER })).toMatchObject({
      push: { host, topic, client, key, stage, epoch: 1 },
    });
    expect(await grantLease({ ...deps, push: async () => undefined }, { ...ORDER })).not.toHaveProperty('push');
  });

  it.each([
    { says: 900, offered: true, listens: true, lasts: 900 },
    { says: 900, offered: true, listens: false, lasts: 120 },
    { says: 900, offered: false, listens: true, lasts: 120 },
    { says: 60, offered: true, listens: true, lasts: 60 },
    { says: 60, offered: false, listens: false, lasts: 60 },
  ])('are long only for who is told at once: $lasts s ($says, offered: $offered, listens: $listens)', async (of) => {
    const { deps, keys } = await world();
    const noted: number[] = [];
    const counted = { ...keys, note: async (_: number, seconds: number) => void noted.push(seconds) };
    const disclosure = { ...deps.disclosure, lease: { ...deps.disclosure.lease, seconds: of.says } };
    const push = async () => (of.offered ? PUSH : undefined);
    const grant = await grantLease(
      { ...deps, keys: counted, disclosure, push },
      { ...ORDER, ...(of.listens && { listens: true as const }) },
    );
    expect(grant.expires - grant.issued).toBe(of.lasts * 1000);
    expect(noted).toEqual([of.lasts]);
  });

  it('say that copies beside a frame are known only in the form that a redactor of before waits for', async () => {
    const { ask } = await world();
    expect((await ask()).flush).not.toHaveProperty('overlap');
    expect((await ask({ run: 'new' })).flush).toMatchObject({ overlap: true });
  });

  it('have one scope as long as a commit asks the same of their frames', async () => {
    const { ask, people, gate, clock } = await world();
    const first = (await ask()).scope;
    clock.time += 30_000;
    expect((await ask()).scope).toBe(first);

    await withdraw(people, memoryPerson(subject));
    await consent(people, { ...memoryPerson(subject), version: '1.0', hash: consentHash(people.disclosure), groups });
    const anew = (await ask()).scope;
    expect(anew).not.toBe(first);

    const incident = '01KB0000000000000000000000';
    const { gates } = await pause({ collection: gate }, incident, clock);
    await resume({ collection: gate }, incident, { collection: gates[0]!.epoch }, clock);
    expect(new Set([first, anew, (await ask()).scope]).size).toBe(3);
  });

  it('end within their length of the moment at which the gate was seen open, however long the caller is held up', async () => {
    const { deps, clock, gate } = await world();
    const slow = {
      async read() {
        const state = await gate.read();
        clock.time += 500_000;
        return state;
      },
    };
    const grant = await grantLease({ ...deps, gate: slow }, { subject, groups, device: 'laptop', acked: 0 });
    expect(grant.expires).toBe(NOW + 60_000);
    expect(grant.now).toBe(NOW + 500_000);
  });

  it('have their length noted before the gate is looked at: who sees it closed sees what was given while it was open', async () => {
    const { deps, keys, gate } = await world();
    let seen: number | undefined;
    const looked = {
      async read() {
        seen = await keys.longest(NOW, NOW);
        return gate.read();
      },
    };
    await grantLease({ ...deps, gate: looked }, { subject, groups, device: 'laptop', acked: 0 });
    expect(seen).toBe(60);
  });

  it.each([
    ['no such device', { device: 'other' }, 'device', 'the device is not enrolled'],
    ['nobody', { subject: 'bob' }, 'device', 'the device is not enrolled'],
    ['not covered', { groups: [] }, 'population', 'the disclosure does not cover you'],
    ['withdrawn', {}, 'consent', 'there is no consent'],
    ['another MAJOR', {}, 'disclosure', 'consent is to version 1.0, 2.0 is in force'],
    ['paused', {}, 'gate-closed', 'the program is paused'],
  ] as const)('are refused by name, and what was acknowledged is noted: %s', async (what, over, reason, message) => {
    const { deps, gate, people, store } = await world();
    if (what === 'withdrawn') await withdraw(people, memoryPerson(subject));
    if (what === 'paused') await gate.hold('incident', { at: NOW });
    const disclosure = sampleDisclosure((one) => {
      if (what === 'another MAJOR') one.version = '2.0';
    });
    const asked = { subject, groups, device: 'laptop', acked: 7, ...over };
    await expect(grantLease({ ...deps, disclosure }, asked)).rejects.toMatchObject({ reason, message });
    const acked = reason === 'device' ? 0 : 7;
    expect(await store.device(subject, 'laptop')).toMatchObject({ acked, leaseExpires: 0, delivers: 0 });
  });

  it.each([
    ['1.0', '1.0', 'given'],
    ['1.0', '1.1', 'given'],
    ['1.9', '1.10', 'given'],
    ['1.1', '1.0', 'disclosure'],
    ['1.10', '1.9', 'disclosure'],
    ['1.0', '2.0', 'disclosure'],
    ['2.0', '1.0', 'disclosure'],
  ])('by consent to %s, under %s in force: %s', async (consented, version, answer) => {
    const { deps, store, serial } = await world();
    Object.assign(store.rows.get(subject)!, { disclosure: consented });
    const disclosure = sampleDisclosure((one) => {
      one.version = version;
    });
    const asked = grantLease({ ...deps, disclosure }, { subject, groups, device: 'laptop', acked: 0 });
    const given = asked.then(({ filter }) => `given under ${filter.disclosure}`);
    if (answer !== 'given') return expect(given).rejects.toMatchObject({ reason: answer });
    await expect(given).resolves.toBe(`given under ${version}`);
    const claims = await createLeaseOpener({ keys: deps.keys, program: 'sample' }).open((await asked).lease);
    return expect(claims).toMatchObject({ disclosure: version, serial });
  });

  it('note what was acknowledged, given or refused, and the end of those given', async () => {
    const { ask, gate, store } = await world();
    await ask({ acked: 5 });
    expect(await store.device(subject, 'laptop')).toMatchObject({ acked: 5, leaseExpires: NOW + 60_000 });
    await gate.hold('incident', { at: NOW });
    await expect(ask({ acked: 9 })).rejects.toMatchObject({ reason: 'gate-closed' });
    expect(await store.device(subject, 'laptop')).toMatchObject({ acked: 9, leaseExpires: NOW + 60_000 });
  });

  it.each([10, 60, 900])(
    'of %d s: of an honest agent none is refused, of a loop those beyond the limit, until the next hour',
    async (seconds) => {
      const { deps, clock, store, people } = await world();
      const disclosure = sampleDisclosure((one) => {
        one.lease.seconds = seconds;
      });
      const { most } = leasesOf(disclosure);
      const ask = (device = 'laptop') => grantLease({ ...deps, disclosure }, { subject, groups, device, acked: 3 });
      // As `LeaseKeeper` renews at the earliest, with a start of its own every three minutes.
      expect(most).toBeGreaterThan(3_600 / (seconds * 0.45) + 20);
      for (let given = 0; given < most - 1; given++) await ask();
      const last = await Promise.allSettled([ask(), ask()]);
      expect(last.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(ask()).rejects.toMatchObject({
        reason: 'limit',
        message: `at most ${most} leases within one hour: again from 2026-11-25T13:00:00.000Z on`,
      });
      // What it tells of its frames is noted all the same; another device has its own.
      expect(await store.device(subject, 'laptop')).toMatchObject({ acked: 3, leases: most });
      await enrol(people, { ...memoryPerson(subject), device: 'desktop', groups });
      await ask('desktop');
      clock.time += 3_600_000;
      await ask();
    },
  );

  it('note how long their frames may arrive: once, and when a disclosure has changed it to more', async () => {
    const { deps, store, gate } = await world();
    const told: unknown[] = [];
    const tell: typeof store.tell = (of, device, one) => {
      told.push(one.delivers);
      return store.tell(of, device, one);
    };
    const ask = (deliveryHours: number) => {
      const disclosure = sampleDisclosure((one) => {
        one.lease.deliveryHours = deliveryHours;
      });
      const noting = { ...deps, disclosure, store: { ...store, tell } };
      return grantLease(noting, { subject, groups, device: 'laptop', acked: 0 });
    };
    for (const hours of [24, 24, 48, 24]) await ask(hours);
    await gate.hold('incident', { at: NOW });
    await expect(ask(72)).rejects.toMatchObject({ reason: 'gate-closed' });
    expect(told).toEqual([24 * 3_600_000 - 60_000, undefined, 48 * 3_600_000 - 60_000, undefined, undefined]);
  });

  it('note it of a device of before it was noted, also that nothing may arrive later', async () => {
    const { deps, store } = await world();
    const disclosure = sampleDisclosure((one) => {
      one.lease.deliveryHours = one.lease.seconds / 3_600;
    });
    let told: unknown;
    const old: typeof deps.store = {
      ...store,
      async device(of, device) {
        const { delivers: _, ...row } = (await store.device(of, device))!;
        return row;
      },
      async tell(_, __, one) {
        told = one;
        return true;
      },
    };
    const { expires } = await grantLease(
      { ...deps, disclosure, store: old },
      { subject, groups, device: 'laptop', acked: 0 },
    );
    expect(told).toEqual({ acked: 0, lease: expect.objectContaining({ expires }), delivers: 0 });
  });

  it('use a session over renewals, and renew it before it could end under a lease', async () => {
    const { deps, clock, credentials } = await world();
    const reused = { ...deps, credentials: shared(credentials) };
    const ask = () => grantLease(reused, { subject, groups, device: 'laptop', acked: 0 });
    for (let minute = 0; minute < 30; minute++) {
      clock.time = NOW + minute * 60_000;
      const grant = await ask();
      expect(grant.credentials.expiration).toBeGreaterThanOrEqual(grant.expires + SESSION_MARGIN);
    }
    expect(credentials.issued()).toBe(3);
  });

  it('use no session of before a pause after the resume: IAM may deny it for minutes', async () => {
    const { deps, clock, credentials, gate } = await world();
    const reused = { ...deps, credentials: shared(credentials) };
    const ask = () => grantLease(reused, { subject, groups, device: 'laptop', acked: 0 });
    const before = (await ask()).credentials;
    clock.time += 1_000;
    const { gates } = await pause({ collection: gate }, '01KB0000000000000000000000', clock);
    clock.time += 1_000;
    await resume({ collection: gate }, '01KB0000000000000000000000', { collection: gates[0]!.epoch }, clock);
    const after = (await ask()).credentials;
    expect(after.accessKeyId).toBe(before.accessKeyId);
    expect(after.sessionToken).not.toBe(before.sessionToken);
    expect((await ask()).credentials).toEqual(after);
  });
});
