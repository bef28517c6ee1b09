import { createAgent } from '../../../agent/sdk/agent.ts';
import { createMemorySpool } from '../../../agent/sdk/spool.ts';
import { FakeControl, FakeSink, ManualClock } from '../../../agent/sdk/testing.ts';
import { consent, enrol } from '../../../core/consent/consent.ts';
import { memoryConsentStore } from '../../../core/consent/consent-store.memory.ts';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { consentHash } from '../../../core/disclosure/show.ts';
import { memoryGate } from '../../../core/gate/gate.memory.ts';
import { memoryAgentCredentials } from '../../../core/lease/agent-credentials.memory.ts';
import { type AgentCredentials, shared } from '../../../core/lease/agent-credentials.ts';
import { deviceNonces } from '../../../core/lease/device-nonces.ts';
import { grantLease } from '../../../core/lease/grant-lease.ts';
import { memoryLeaseKeys } from '../../../core/lease/lease-keys.memory.ts';
import { boundNow, keyToBind, proveDevice } from '../../../core/lease/prove-device.ts';
import { memoryPerson } from '../../../core/ledger/choice.memory.ts';
import { memoryLedger } from '../../../core/ledger/ledger.memory.ts';
import { memoryKeyRing } from '../../../core/vault/key-ring.memory.ts';
import { newDeviceKey, signProof } from '../../../wire/device-proof.ts';
import type { Event } from '../../../wire/event.ts';

/** Calls, counted on the product's own code: nothing here is supposed. */

const HOUR = 3_600_000;

/** What one agent asks and sends in an hour, on a clock turned by hand. @param eventsPerSecond 0: nobody is at the device */
export async function agentHours(
  eventsPerSecond: number,
  {
    hours = 1,
    scope = 'one',
    flushSeconds = 60,
    flushBytes = 262_144,
    leaseSeconds = 60,
  }: {
    hours?: number;
    scope?: string | undefined;
    flushSeconds?: number;
    flushBytes?: number;
    leaseSeconds?: number;
  } = {},
) {
  const clock = new ManualClock();
  const api = new FakeControl(clock, leaseSeconds * 1000);
  const flush = { seconds: flushSeconds, bytes: flushBytes, spoolBytes: 67_108_864, eventsPerMinute: 6_000 };
  api.answers = [{ flush, ...(scope !== '' && { scope }) }];
  const sink = new FakeSink();
  const agent = createAgent({ device: 'd', api, sink, spool: createMemorySpool(), clock, random: () => 0.5 });
  await agent.start();
  let events = 0;
  for (let second = 0; second < hours * 3600; second++) {
    for (let at = 0; at < eventsPerSecond; at++) {
      const event = { kind: 'click', time: clock.now(), app: 'editor', x: at, y: 1, button: 0 } as Event;
      if (agent.capture(event) === 'kept') events++;
    }
    await clock.pass(1000);
  }
  await agent.flush();
  return { events, leases: api.requests.length, frames: sink.frames.length };
}

/** What the service asks of its tables for one renewal by a device's own key. */
export async function callsOfRenewal(): Promise<{ reads: number; writes: number; credentials: number }> {
  const clock = { time: Date.UTC(2026, 10, 25, 12), now: () => clock.time };
  const disclosure = sampleDisclosure();
  const store = memoryConsentStore({ ledger: memoryLedger() });
  const people = { store, keyRing: memoryKeyRing(), disclosure, clock };
  const person = memoryPerson('ann');
  const groups = ['employees'];
  await enrol(people, { ...person, device: 'laptop', groups });
  await consent(people, { ...person, version: disclosure.version, hash: consentHash(disclosure), groups });
  const key = newDeviceKey();
  const bound = await keyToBind(signProof(key, { device: 'laptop' }, true), 'laptop');
  await store.bind('ann', 'laptop', { key: bound, ...boundNow(people) });
  const counts = { reads: 0, writes: 0, credentials: 0 };
  const gate = memoryGate();
  /** Counts a call, and makes it. */
  const counting =
    <Args extends unknown[], R>(name: keyof typeof counts, call: (...args: Args) => R) =>
    (...args: Args): R => {
      counts[name]++;
      return call(...args);
    };
  const counted = {
    ...store,
    read: counting('reads', store.read),
    device: counting('reads', store.device),
    step: counting('writes', store.step),
  };
  const issuer = memoryAgentCredentials(clock);
  const issue = counting('credentials', issuer.issue);
  const keys = memoryLeaseKeys();
  const deps = {
    ...{ store: counted, keys, disclosure, stream: { name: 's', region: 'r' }, clock },
    gate: { read: counting('reads', () => gate.read()) },
    credentials: shared({ issue }),
  };
  const nonces = deviceNonces(keys, clock);
  const audience = 'sluice-sample-prod';
  const ask = async (run: 'new' | { epoch: number; turn: number }) => {
    clock.time += 30_000;
    const nonce = await nonces.make();
    const proof = signProof(key, { aud: audience, sub: 'ann', dev: 'laptop', nonce, lease: { acked: 0, run } });
    const { subject, device, lease, ...proven } = await proveDevice({ store: counted, nonces, audience, clock }, proof);
    return grantLease(deps, { ...lease, subject, device, proven });
  };
  let grant = await ask('new');
  Object.assign(counts, { reads: 0, writes: 0, credentials: 0 });
  const renewals = 20;
  for (let at = 0; at < renewals; at++) grant = await ask(grant.run!);
  return { reads: counts.reads / renewals, writes: counts.writes / renewals, credentials: counts.credentials };
}

/** Sessions in an hour, of agents that are dispatched by chance to instances. */
export async function sessionsOf(
  agents: number,
  instances: number,
  keep: (issuer: AgentCredentials) => AgentCredentials,
  random: () => number,
): Promise<number> {
  const clock = { time: Date.UTC(2026, 10, 25, 12), now: () => clock.time };
  let issued = 0;
  const issuer = memoryAgentCredentials(clock);
  const counting: AgentCredentials = {
    issue(...order) {
      issued++;
      return issuer.issue(...order);
    },
  };
  const held = Array.from({ length: instances }, () => keep(counting));
  const minutes = 15;
  // Once to fill what is kept, then counted.
  for (let minute = 0; minute < 2 * minutes; minute++) {
    if (minute === minutes) issued = 0;
    clock.time += 60_000;
    for (let agent = 0; agent < 2 * agents; agent++) {
      const at = held[Math.floor(random() * instances)]!;
      await at.issue('s', String(agent % agents), clock.time + 60_000, 0);
    }
  }
  return (issued * HOUR) / (minutes * 60_000);
}

/** As it was: a session for each device, as many as an instance keeps. */
export function aSessionEach(issuer: AgentCredentials, kept = 2_000): AgentCredentials {
  const held = new Map<string, Awaited<ReturnType<AgentCredentials['issue']>>>();
  return {
    async issue(subject, device, until, since) {
      const known = held.get(device);
      if (known && known.expiration >= until + 60_000) return known;
      const fresh = await issuer.issue(subject, device, until, since);
      held.delete(device);
      held.set(device, fresh);
      if (held.size > kept) held.delete(held.keys().next().value!);
      return fresh;
    },
  };
}
