import { expect, test } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { pause } from '../gate/pause.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { Refused } from '../shared/errors.ts';
import { listRecords } from './list.ts';
import { NOW, sampleRow } from './reading.contract.ts';
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
  const refuse = (actor: string) =>
    orRefused(parts, { actor, subject: 's', segment: 'x' }, async () => {
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
  const counts = async (actor: string) =>
    (await wholeLedger(parts.ledger)).filter((entry) => entry.actor === actor).map(({ detail }) => detail?.count ?? 0);
  expect((await counts('ivan')).map(Number).sort((a, b) => a - b)).toEqual([...Array(17).fill(0), 32, 64]);
  expect(await counts('nadia')).toEqual([0]);
});

test('what is no refusal is counted nowhere', async () => {
  const parts = memoryReadingSetup();
  await expect(orRefused(parts, { actor: 'a' }, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await wholeLedger(parts.ledger)).toEqual([]);
});

test('listing is reading: the gate is asked, and each request is one entry, refused ones too', async () => {
  const setup = memoryReadingSetup();
  const parts = { ...setup, disclosure: sampleDisclosure() };
  await setup.putRow(await sampleRow());
  const ivan = { sub: 'ivan', pseudonym: 'p-ivan', groups: ['investigators'] };
  const anna = { sub: 'sub-of-anna', pseudonym: 'anna', groups: ['employees'] };
  const query = { from: 0, to: NOW, limit: 10 };
  const listing = (caller: typeof ivan, change = {}) =>
    listRecords(parts, caller, { ...query, ...change }).then(
      ({ rows }) => rows.length,
      (error: Refused) => error.reason,
    );

  expect(await listing(ivan)).toBe(1);
  expect(await listing(anna, { subject: 'anna' })).toBe(1);
  expect(await listing(anna)).toBe('forbidden');
  await pause({ reading: setup.gate }, 'i1', setup.clock);
  expect(await listing(ivan)).toBe('gate-closed');
  expect(await listing(anna, { subject: 'anna' })).toBe('gate-closed');

  const entries = await wholeLedger(setup.ledger);
  for (const { detail } of entries.filter(({ kind }) => kind === 'listing'))
    expect(detail).toEqual({ from: 0, to: NOW });
  const seen = entries.map(({ kind, actor, subject, detail }) => [kind, actor, subject ?? '', detail?.refusal ?? '']);
  expect(seen.map((one) => one.join(' ')).sort()).toEqual(
    [
      ...['listing ivan  ', 'listing anna anna ', 'read-refused sub-of-anna  forbidden'],
      ...['read-refused ivan  gate-closed', 'read-refused anna anna gate-closed'],
    ].sort(),
  );
});
