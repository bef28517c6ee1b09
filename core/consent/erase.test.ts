import { describe, expect, test } from '@jest/globals';
import { deliveryMs, KEY_RECOVERY_DAYS, STREAM_RETENTION_DAYS } from '../disclosure/bounds.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash, consentText } from '../disclosure/show.ts';
import { unwrapped } from '../disclosure/wrap.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryAgentCredentials } from '../lease/agent-credentials.memory.ts';
import { grantLease } from '../lease/grant-lease.ts';
import { memoryLeaseKeys } from '../lease/lease-keys.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { parseEntry } from '../ledger/entry.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import type { Entry } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { consent, DEVICES_PER_SUBJECT, ERASURES_PER_SUBJECT, enrol } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import { type EraseParts, type ErasureParts, erase, finishErasures } from './erase.ts';
import { memoryIndexedRows } from './erased-rows.memory.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const groups = ['employees'];

function world() {
  const clock = { time: NOW, now: () => clock.time };
  const ledger = memoryLedger();
  const store = memoryConsentStore({ ledger });
  const keyRing = memoryKeyRing({ clock });
  const rows = new Map<string, Pick<IndexRow, 'subject' | 'keyId'>>();
  const gate = memoryGate();
  const of = (deliveryHours: number) =>
    sampleDisclosure((one) => {
      one.lease.deliveryHours = deliveryHours;
    });
  const deps = (deliveryHours = 24) => ({
    ...{ store, keyRing, texts: ledger.texts, disclosure: of(deliveryHours), rows: memoryIndexedRows(rows) },
    ...{ clock, gates: [gate] },
  });
  const leaseKeys = memoryLeaseKeys();
  const join = async (device = 'laptop') => {
    const { disclosure, ...rest } = deps();
    await enrol({ ...rest, disclosure }, { ...memoryPerson('ann'), device, groups });
    const { version } = disclosure;
    await consent({ ...rest, disclosure }, { ...memoryPerson('ann'), version, hash: consentHash(disclosure), groups });
  };
  const lease = (deliveryHours: number, device = 'laptop') => {
    const stream = { name: 'frames', region: 'eu-central-1' };
    const parts = { ...deps(deliveryHours), gate, keys: leaseKeys, credentials: memoryAgentCredentials(clock), stream };
    return grantLease(parts, { subject: 'ann', groups, device, acked: 0 });
  };
  /** As a reader does, with a reason. @returns the texts that are left of what was written */
  const about: Entry[] = [];
  const write = async (reason: string, subject?: string) => {
    const facts = { kind: 'listing', at: clock.time, actor: 'reader:ivan', reason } as const;
    const { chain, seq } = await ledger.append({ ...facts, ...(subject !== undefined && { subject }) });
    about.push(parseEntry((await ledger.entry(chain, seq))!));
  };
  const left = async () => [...(await ledger.texts.of(about)).values()].map(({ text }) => text).sort();
  return { rows, clock, store, keyRing, deps, join, lease, ledger, write, left };
}

/** Hours of delivery of each lease, hours before the erasure, and hours of the disclosure that is in force at last. */
test.each<[leases: [hours: number, before: number][], inForce: number]>([
  [[], 24],
  [[], 0.02],
  [[[24, 0]], 24],
  [[[24, 30]], 24],
  [[[168, 0]], 24],
  [
    [
      [168, 100],
      [1, 0],
    ],
    1,
  ],
  [
    [
      [1, 0],
      [168, 300],
    ],
    1,
  ],
  [
    [
      [2, 1],
      [72, 60],
      [24, 5],
    ],
    12,
  ],
])(
  'the date that is told: no frame of a lease can be read after it (leases %j, in force %d h)',
  async (leases, inForce) => {
    const { clock, deps, join, lease } = world();
    await join();
    let last = 0;
    for (const [hours, before] of [...leases].sort(([, a], [, b]) => b - a)) {
      clock.time = NOW - before * HOUR;
      last = Math.max(last, (await lease(hours)).deliverUntil + STREAM_RETENTION_DAYS * DAY);
    }
    clock.time = NOW;

    const { erasedAt, finalBy, rowsGoneBy } = await erase(deps(inForce), memoryPerson('ann'));
    const again = await erase(deps(inForce), memoryPerson('ann'));

    // One lease may be under way in another instance: of this moment, under what is in force.
    const underWay = NOW + inForce * HOUR + STREAM_RETENTION_DAYS * DAY;
    const least = Math.max(last, underWay, NOW + KEY_RECOVERY_DAYS * DAY);
    expect(erasedAt).toBe(NOW);
    expect(finalBy).toBeGreaterThanOrEqual(least);
    // And not later than it has to be: by what the longest delivery and the last lease's end can be apart.
    expect(finalBy).toBeLessThanOrEqual(least + Math.max(0, ...leases.map(([hours]) => hours)) * HOUR);
    expect(again).toEqual({ erasedAt, finalBy, rowsGoneBy });
  },
);

test('with leases of one disclosure it is exact, and the consent text says the same days', async () => {
  const { deps, join, lease } = world();
  await join();
  await lease(24);
  const { disclosure } = deps();
  const { finalBy } = await erase(deps(), memoryPerson('ann'));
  expect(finalBy).toBe(NOW + deliveryMs(disclosure) + STREAM_RETENTION_DAYS * DAY);
  expect(unwrapped(consentText(disclosure))).toContain(`${(finalBy - NOW) / DAY} days after the erasure at the latest`);
});

test('a lease of before its delivery was noted is taken for the longest that there can be', async () => {
  const { deps, join, lease, store } = world();
  await join();
  const { expires } = await lease(24);
  const devices = async (subject: string) => (await store.devices(subject)).map(({ delivers: _, ...of }) => of);
  const { finalBy } = await erase({ ...deps(), store: { ...store, devices } }, memoryPerson('ann'));
  expect(finalBy).toBe(expires + 168 * HOUR + STREAM_RETENTION_DAYS * DAY);
});

test('keys of all erasures are deleted again after a restore, whoever has enrolled since', async () => {
  const { deps, join, store, keyRing } = world();
  const old: [string, Uint8Array][] = [];
  for (let times = 0; times < 3; times++) {
    await join();
    const { keyId } = (await store.read('ann'))!;
    old.push([keyId, keyRing.keys.get(keyId)!]);
    await erase(deps(), memoryPerson('ann'));
  }
  await join();
  const { keyId } = (await store.read('ann'))!;
  for (const [id, key] of old) keyRing.keys.set(id, key);

  expect(await finishErasures(deps())).toEqual({ keys: 3, rows: 0 });

  expect([...keyRing.keys.keys()]).toEqual([keyId]);
});

test('a row that does not say its keys is told, after all others were deleted', async () => {
  const { deps, join, store, keyRing } = world();
  await join();
  const { keyId } = (await store.read('ann'))!;
  const key = keyRing.keys.get(keyId)!;
  await erase(deps(), memoryPerson('ann'));
  keyRing.keys.set(keyId, key);
  const erasedKeys = async () => ({
    ...(await store.erasedKeys()),
    damaged: ['bob', 'eve'],
  });

  await expect(finishErasures({ ...deps(), store: { ...store, erasedKeys } })).rejects.toMatchObject({
    reason: 'damaged',
    message: 'rows of 2 subjects do not say which of their keys are erased',
  });

  expect(keyRing.keys.size).toBe(0);
});

test('of rows of before its time was noted, an erasure is told as of now', async () => {
  const { deps, join, store } = world();
  await join();
  await erase(deps(), memoryPerson('ann'));
  const { erasedAt: _, ...row } = store.rows.get('ann')!;
  store.rows.set('ann', row);
  expect(await erase(deps(), memoryPerson('ann'))).toMatchObject({ erasedAt: NOW });
});

test('somebody cannot fill their row with erasures', async () => {
  const { deps, join, store, clock } = world();
  for (let times = 0; times <= ERASURES_PER_SUBJECT; times++) {
    await join();
    await erase(deps(), memoryPerson('ann'));
    // Consents are counted by day.
    clock.time += DAY;
  }
  await expect(join()).rejects.toMatchObject({ reason: 'too-many', message: 'at most 64 erasures' });
  expect((await store.erasedKeys()).keys).toHaveLength(ERASURES_PER_SUBJECT + 1);
});

test('sixteen devices, however many are enrolled at once', async () => {
  const { deps, store } = world();
  const asked = Array.from({ length: 40 }, (_, at) =>
    enrol(deps(), { ...memoryPerson('ann'), device: `device-${at}`, groups }),
  );
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.reason] : []));
  expect(await store.devices('ann')).toHaveLength(DEVICES_PER_SUBJECT);
  expect(refused).toEqual(Array.from({ length: 40 - DEVICES_PER_SUBJECT }, () => 'too-many'));
  expect(await store.read('ann')).toMatchObject({ enrolments: DEVICES_PER_SUBJECT });
});

describe('what was written about a subject', () => {
  test('goes with the erasure; what was written about others stays, and every entry', async () => {
    const { deps, join, write, left, ledger } = world();
    await join();
    await write('she is ill', 'ann');
    await write('a sample', 'bob');
    await write('how many are there');
    const before = (await wholeLedger(ledger)).length;

    await erase(deps(), memoryPerson('ann'));

    expect(await left()).toEqual(['a sample', 'how many are there']);
    expect(await wholeLedger(ledger)).toHaveLength(before + 1);
  });

  test('where an erasure died before it, is deleted by the next call, and by the schedule', async () => {
    for (const finish of [
      (d: EraseParts & ErasureParts) => erase(d, memoryPerson('ann')),
      (d: EraseParts & ErasureParts) => finishErasures(d),
    ]) {
      const { deps, join, write, left } = world();
      await join();
      await write('she is ill', 'ann');
      const dying = { erase: () => Promise.reject(new Error('died')) };
      await expect(erase({ ...deps(), texts: dying }, memoryPerson('ann'))).rejects.toThrow('died');
      expect(await left()).toEqual(['she is ill']);

      await finish(deps());

      expect(await left()).toEqual([]);
    }
  });

  test('that a restored table brings back is deleted by the schedule: of who came back, what is of before', async () => {
    const { deps, join, write, left, clock } = world();
    await join();
    await erase(deps(), memoryPerson('ann'));
    await write('she was ill', 'ann');
    clock.time += 1;
    await join();
    await write('a sample', 'ann');

    await finishErasures(deps());

    expect(await left()).toEqual(['a sample']);
  });

  test('about nobody by name is deleted when no record is left that it can have been about', async () => {
    const { deps, write, left, clock } = world();
    const longest = Math.max(...Object.values(deps().disclosure.retention)) * 86_400_000;
    await write('how many are there');
    clock.time += longest;
    await finishErasures(deps());
    expect(await left()).toEqual(['how many are there']);

    clock.time += 1;
    await finishErasures(deps());

    expect(await left()).toEqual([]);
  });

  test('and cannot be deleted now keeps no key from being deleted', async () => {
    const { deps, join, keyRing, store } = world();
    await join();
    const { keyId } = (await store.read('ann'))!;
    const key = keyRing.keys.get(keyId)!;
    await erase(deps(), memoryPerson('ann'));
    keyRing.keys.set(keyId, key);
    const away = { erase: () => Promise.reject(new Error('away')) };

    await expect(finishErasures({ ...deps(), texts: away })).rejects.toThrow();

    expect(keyRing.keys.size).toBe(0);
  });
});

test('the schedule deletes what is trimmed, whatever is damaged beside it, and says that something is', async () => {
  const rows = new Map([
    ['a', { subject: 'ann', keyId: 'k', arrivedFrom: NOW - 9, arrivedTo: NOW - 5 }],
    ['b', { subject: 'ann', keyId: 'k', arrivedFrom: NOW - 2, arrivedTo: NOW }],
  ]);
  const parts = (damaged: string[]): ErasureParts => ({
    ...{ disclosure: sampleDisclosure(), clock: { now: () => NOW }, rows: memoryIndexedRows(rows) },
    ...{ texts: memoryLedger().texts, keyRing: memoryKeyRing({ clock: { now: () => NOW } }) },
    store: {
      erasedKeys: async () => ({ keys: [], subjects: [], damaged: [] }),
      trimmed: async () => ({ subjects: [{ subject: 'ann', trims: [{ from: 0, to: NOW - 5 }] }], damaged }),
    },
  });
  await expect(finishErasures(parts(['bob']))).rejects.toMatchObject({
    reason: 'damaged',
    message: 'rows of 1 subjects do not say what they have trimmed',
  });
  expect([...rows.keys()]).toEqual(['b']);
  expect(await finishErasures(parts([]))).toEqual({ keys: 0, rows: 0 });
});
