import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type LeaseProof, publicOf } from '../../wire/device-proof.ts';
import { createAgent } from './agent.ts';
import type { DeviceCredential } from './credential.ts';
import { CredentialError, readCredential, writeCredential } from './credential-file.ts';
import { createDeviceApi, enrolDevice } from './device-credential.ts';
import { LeaseRefused } from './errors.ts';
import { explain } from './explain.ts';
import { createMemorySpool } from './spool.ts';
import { FakeControl, FakeSink, ManualClock } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-credential-'));
afterAll(() => rmSync(folder, { recursive: true }));
const DAY = 86_400_000;

/** Answers as the control plane does, and remembers what it was asked. */
function service() {
  const control = new FakeControl(new ManualClock());
  const asked: { path: string; authorization?: string; proof?: LeaseProof; by?: string }[] = [];
  let made = 0;
  const world = {
    asked,
    /** What the next requests for leases are refused as. */
    refuse: [] as string[],
    /** Answers that are lost on their way. */
    lose: 0,
    fetch: (async (url: string, init: RequestInit) => {
      const path = new URL(url).pathname;
      const headers = init.headers as Record<string, string>;
      const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
      if (path === '/device-nonce') {
        asked.push({ path });
        return json(200, { nonce: `n${made++}.${'A'.repeat(22)}` });
      }
      const body = JSON.parse(String(init.body));
      if (path === '/enrolments') {
        asked.push({ path, authorization: headers.authorization! });
        return json(200, { subject: 'subject-a', device: 'd-1', audience: 'sluice-test-prod', state: 'enrolled' });
      }
      const proof = JSON.parse(Buffer.from(body.proof.split('.')[1], 'base64url').toString()) as LeaseProof;
      asked.push({ path, proof, ...(headers.authorization && { authorization: headers.authorization }) });
      const reason = world.refuse.shift();
      if (reason) return json(409, { error: reason });
      const grant = await control.lease({ device: 'd', ...proof.lease });
      if (world.lose-- > 0) throw new Error('lost');
      return json(200, { ...grant, nonce: `n${made++}.${'A'.repeat(22)}` });
    }) as unknown as typeof globalThis.fetch,
  };
  return world;
}

async function enrolled(now = 0) {
  const world = service();
  let kept = await enrolDevice({
    url: 'https://api.test',
    label: 'laptop',
    token: 'token-1',
    fetch: world.fetch,
    now: () => now,
  });
  const saved: DeviceCredential[] = [];
  const apiAt = (at: number) =>
    createDeviceApi({
      credential: kept,
      save: (changed) => {
        kept = changed;
        saved.push(changed);
      },
      fetch: world.fetch,
      now: () => at,
    });
  return { ...world, world, apiAt, saved, credential: () => kept };
}
const leases = ({ asked }: { asked: { path: string; proof?: LeaseProof }[] }) =>
  asked.filter(({ path }) => path === '/device-leases');

describe('a device', () => {
  test('needs a token once, to bind its key; its requests carry none', async () => {
    const { asked, apiAt, credential } = await enrolled();
    const api = apiAt(0);
    const { run } = await api.lease({ device: 'laptop', acked: 0, run: 'new' });
    await api.lease({ device: 'laptop', acked: 0, run: run!, told: [{ epoch: 1, acked: 3 }] });

    expect(asked.map(({ path }) => path)).toEqual(['/enrolments', '/device-nonce', '/device-leases', '/device-leases']);
    expect(asked.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      undefined,
      undefined,
      undefined,
    ]);
    expect(asked.at(-1)!.proof).toMatchObject({
      aud: 'sluice-test-prod',
      sub: 'subject-a',
      dev: 'd-1',
      lease: { run, told: [{ epoch: 1, acked: 3 }] },
    });
    expect(JSON.stringify(credential())).not.toContain('token-1');
  });

  test('signs each request over the nonce of the last answer, and asks for one where that is too old', async () => {
    const world = await enrolled();
    const api = world.apiAt(0);
    await api.lease({ device: 'laptop', acked: 0, run: 'new' });
    world.world.refuse = ['nonce'];
    await api.lease({ device: 'laptop', acked: 0, run: 'new' });
    const nonces = leases(world).map(({ proof }) => proof!.nonce);
    expect(new Set(nonces).size).toBe(3);
    world.world.refuse = ['nonce', 'nonce'];
    await expect(api.lease({ device: 'laptop', acked: 0, run: 'new' })).rejects.toThrow(LeaseRefused);
  });

  test('takes another key after a month, at a start, and keeps it before it is told', async () => {
    const world = await enrolled();
    const before = world.credential().key;
    const api = world.apiAt(31 * DAY);
    await api.lease({ device: 'laptop', acked: 0, run: { epoch: 1, turn: 1 } });
    expect(world.saved).toEqual([]);
    await api.lease({ device: 'laptop', acked: 0, run: 'new' });
    const [announced, taken] = world.saved;
    expect([announced!.key, taken!.key, taken!.next]).toEqual([before, announced!.next, undefined]);
    expect(leases(world).at(-1)!.proof!.next).toEqual(publicOf(taken!.key));
  });

  test('goes on with the key that the service took, where that answer was lost', async () => {
    const world = await enrolled();
    world.world.lose = 1;
    await expect(world.apiAt(31 * DAY).lease({ device: 'laptop', acked: 0, run: 'new' })).rejects.toThrow(
      'did not answer',
    );
    const { next } = world.credential();
    world.world.refuse = ['device-key'];
    await world.apiAt(31 * DAY).lease({ device: 'laptop', acked: 0, run: 'new' });
    expect(world.credential()).toMatchObject({ key: next });
    expect(world.credential().next).toBeUndefined();
  });
});

describe('what is kept of it', () => {
  test('is a file that its owner alone can read, and says so when it is damaged', async () => {
    const file = join(folder, 'a', 'credential.json');
    expect(readCredential(file)).toBeUndefined();
    const { credential } = await enrolled();
    writeCredential(file, credential());
    expect(readCredential(file)).toEqual(credential());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, readFileSync(file).subarray(0, 50));
    expect(() => readCredential(file)).toThrow('enrol this device again');
  });
});

describe('an agent whose device’s key is in a store of the system', () => {
  const started = async (had: () => Promise<DeviceCredential>) => {
    const world = service();
    const clock = new ManualClock();
    const api = createDeviceApi({ credential: had, url: 'https://api.test', save: () => {}, fetch: world.fetch });
    const agent = createAgent({ device: 'd', api, sink: new FakeSink(), spool: createMemorySpool(), clock });
    await agent.start();
    return { agent, clock, world };
  };

  test('which is locked says so, asks again by itself, and records once it is open', async () => {
    const { credential } = await enrolled();
    let locked = true;
    const { agent, clock, world } = await started(async () => {
      if (locked) throw new CredentialError('locked', { reason: 'key-store-locked' });
      return credential();
    });
    expect(agent.state).toMatchObject({ state: 'paused', reason: 'key-store-locked' });
    expect(explain(agent.state)).toMatchObject({ by: 'you', advice: expect.stringContaining('Unlock it') });
    expect(world.asked).toEqual([]);
    locked = false;
    await clock.pass(60_000);
    expect(agent.state.state).toBe('recording');
    await agent.stop();
  });

  test('which has it no more says so, and asks the service for nothing', async () => {
    const { agent, world } = await started(async () => {
      throw new CredentialError('gone', { reason: 'key-store-gone' });
    });
    expect(agent.state).toMatchObject({ state: 'paused', reason: 'key-store-gone' });
    expect(explain(agent.state)!.advice).toContain('sluice enrol');
    expect(world.asked).toEqual([]);
    await agent.stop();
  });
});
