import { expect, test } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { actor } from '../ledger/actor.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { Refused } from '../shared/errors.ts';
import { NOW } from './reading.contract.ts';
import { isEntry, orRefused } from './refusals.ts';

const entries = (count: number) => Array.from({ length: count }, (_, at) => at + 1).filter(isEntry).length;

test('however often a person is refused in an hour, the ledger grows by their logarithm', () => {
  expect(entries(16)).toBe(16);
  expect([entries(17), entries(31), entries(32)]).toEqual([16, 16, 17]);
  // A hundred a second, for an hour.
  expect(entries(360_000)).toBe(30);
});

test('the first refusals of an hour are an entry each, later ones are counted; of one person, not of others', async () => {
  const parts = memoryReadingSetup();
  const refuse = (name: string) =>
    orRefused(parts, { actor: actor('reader', name), subject: 's', segment: 'x' }, async () => {
      throw new Refused('no-grant', 'no');
    }).catch((error: Refused) => error.reason);
  // From the beginning of an hour to its last millisecond.
  for (let at = 0; at < 100; at++) {
    expect(await refuse('ivan')).toBe('no-grant');
    parts.clock.time = NOW + (at < 98 ? at * 1_000 : 3_599_999);
  }
  await refuse('nadia');
  parts.clock.time++;
  await refuse('ivan');
  const counts = async (name: string) =>
    (await wholeLedger(parts.ledger))
      .filter((entry) => entry.actor === `reader:${name}`)
      .map(({ detail }) => detail?.count ?? 0);
  expect((await counts('ivan')).map(Number).sort((a, b) => a - b)).toEqual([...Array(17).fill(0), 32, 64]);
  expect(await counts('nadia')).toEqual([0]);
});

test('what is no refusal is counted nowhere', async () => {
  const parts = memoryReadingSetup();
  await expect(orRefused(parts, { actor: 'reader:a' }, () => Promise.reject(new Error('away')))).rejects.toThrow(
    'away',
  );
  expect(await wholeLedger(parts.ledger)).toEqual([]);
});
