import { expect, test } from '@jest/globals';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { pause } from '../gate/pause.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { consent, enrol, withdraw } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import { erase } from './erase.ts';
import { pauseOwn } from './own-pause.ts';
import { MOST_TRIMS, TRIMS_A_DAY, trim } from './trim.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const groups = ['employees'];

function world() {
  const clock = { time: NOW, now: () => clock.time };
  const ledger = memoryLedger({ chains: ['c0'] });
  const gates = [memoryGate(), memoryGate()] as const;
  const disclosure = sampleDisclosure();
  const store = memoryConsentStore({ ledger, gates });
  const deps = { store, keyRing: memoryKeyRing({ clock }), texts: ledger.texts, disclosure, clock, gates };
  const ann = memoryPerson('ann');
  const order = { ...ann, version: disclosure.version, hash: consentHash(disclosure), groups };
  return {
    ...{ clock, gates, store, deps, ann },
    enrol: () => enrol(deps, { ...ann, device: 'laptop', groups }),
    consent: () => consent(deps, order),
    withdraw: () => withdraw(deps, ann),
    erase: () => erase(deps, ann),
    trim: (from: number, to: number) => trim(deps, { ...ann, from, to }),
    trims: async () => (await store.read('ann'))!.trims,
    entries: () => wholeLedger(ledger),
  };
}

const refusal = (done: Promise<unknown>) =>
  done.then(
    () => 'done',
    ({ reason }) => reason,
  );

test('a span is trimmed with one entry under a name of its own, which says neither whose nor which span it was', async () => {
  const { enrol, trim, trims, entries, ann } = world();
  await enrol();

  const told = await trim(NOW - 500, NOW - 400);

  expect(told).toEqual({ trims: [{ from: NOW - 500, to: NOW - 400 }], rowsGoneBy: NOW + 37 * DAY });
  expect(await trims()).toEqual(told.trims);
  const entry = (await entries()).at(-1)!;
  expect(entry).toMatchObject({ kind: 'choice', at: NOW });
  expect(JSON.stringify(entry)).not.toMatch(new RegExp(`\\bann\\b|${NOW - 500}|${NOW - 400}`));
  expect(ann.choiceOf(entry)).toBe('trim');
});

test('trimming what is trimmed changes nothing, and is no entry; nor is it one while an incident holds the gates', async () => {
  const { enrol, trim, entries, gates, clock } = world();
  await enrol();
  const first = await trim(NOW - 500, NOW - 100);
  await pause({ reading: gates[1] }, 'i1', clock);
  expect(await trim(NOW - 500, NOW - 100)).toEqual(first);
  expect((await trim(NOW - 400, NOW - 300)).trims).toEqual(first.trims);
  expect(await entries()).toHaveLength(2);
});

test('what is to come is not trimmed, nor a span that ends before it begins', async () => {
  const { enrol, trim } = world();
  await enrol();
  expect((await trim(NOW - 1, NOW + DAY)).trims).toEqual([{ from: NOW - 1, to: NOW }]);
  expect(await refusal(trim(NOW + 1, NOW + DAY))).toBe('malformed');
  expect(await refusal(trim(NOW - 1, NOW - 2))).toBe('malformed');
});

test('of who was never enrolled, or is erased, there is nothing to trim', async () => {
  const { enrol, trim, erase, trims } = world();
  expect(await refusal(trim(0, NOW))).toBe('not-found');
  await enrol();
  await trim(0, NOW - 9);
  await erase();
  expect(await refusal(trim(0, NOW))).toBe('not-found');
  expect(await trims()).toBeUndefined();
});

test('an incident that holds the gates keeps it, as it keeps an erasure, and not for longer than it may', async () => {
  const { enrol, trim, trims, gates, clock, deps } = world();
  await enrol();
  await pause({ reading: gates[1] }, 'i1', clock);
  clock.time += 1_000;
  expect(await refusal(trim(0, NOW))).toBe('hold');
  expect(await trims()).toBeUndefined();
  clock.time = NOW + deps.disclosure.gate.longestHoldDays * DAY;
  expect(await refusal(trim(0, NOW))).toBe('done');
});

test('it stays through consents, pauses and withdrawals, and consents leave it alone that meet it', async () => {
  const { enrol, consent, withdraw, trim, trims, store, ann, deps } = world();
  await enrol();
  await consent();
  const { trims: told } = await trim(NOW - 9, NOW - 5);
  await pauseOwn(deps, { subject: 'ann' });
  expect(await trims()).toEqual(told);
  await withdraw();
  await Promise.all([consent(), trim(NOW - 99, NOW - 90), trim(NOW - 50, NOW - 40)]);
  expect(await trims()).toEqual([
    { from: NOW - 99, to: NOW - 90 },
    { from: NOW - 50, to: NOW - 40 },
    { from: NOW - 9, to: NOW - 5 },
  ]);
  expect(await store.read(ann.subject)).toMatchObject({ state: 'live' });
});

test('they are limited by day, apart from consents, and by number', async () => {
  const { enrol, consent, trim, trims, clock } = world();
  await enrol();
  for (let one = 0; one < MOST_TRIMS; one++) {
    if (one % TRIMS_A_DAY.most === 0) clock.time += DAY;
    await trim(one * 10, one * 10 + 1);
    if (one === TRIMS_A_DAY.most - 1) {
      expect(await refusal(trim(5_000, 5_001))).toBe('limit');
      await consent();
      expect(await refusal(trim(5_000, 5_001))).toBe('limit');
    }
  }
  clock.time += DAY;
  expect(await refusal(trim(5_000, 5_001))).toBe('too-many');
  expect(await trims()).toHaveLength(MOST_TRIMS);
  expect((await trim(0, 5_000)).trims).toEqual([{ from: 0, to: 5_000 }]);
});
