import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstSince } from './first-since.ts';
import type { LedgerReader, StoredEntry } from './ledger.ts';
import { readerOf } from './reader.memory.ts';

const SLACK = 600_000;
const entryAt = (at: unknown): StoredEntry => ({
  body: JSON.stringify({ kind: 'read', actor: 'reader:r', at }),
  hash: '',
});
const firstOf = async (entries: StoredEntry[], at: number, reader: LedgerReader = readerOf({ c0: entries })) =>
  firstSince(reader, { chain: 'c0', length: entries.length, hash: '' }, at);

test('is the first entry of a time, less what clocks and repeats may put apart; behind the last where there is none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5_000_000)), fc.nat(6_000_000), async (some, at) => {
      const times = some.sort((a, b) => a - b);
      const earlier = times.filter((time) => time < at - SLACK).length;
      expect(await firstOf(times.map(entryAt), at)).toBe(earlier + 1);
    }),
  );
  expect(await firstOf([entryAt(1), entryAt(2)], 2 + SLACK)).toBe(2);
  expect(await firstOf([entryAt(1), entryAt(2)], 3 + SLACK)).toBe(3);
});

test.each<[string, StoredEntry | undefined]>([
  ['gone', undefined],
  ['no JSON', { body: 'x', hash: '' }],
  ['of no time', entryAt('5')],
])('an entry that is %s may be of any time: the walk begins before it', async (_what, odd) => {
  const entries = Array.from({ length: 9 }, (_, at) => entryAt(at));
  const reader = {
    ...readerOf({ c0: entries }),
    entry: async (_: string, seq: number) => (seq === 5 ? odd : entries[seq - 1]),
  };
  expect(await firstOf(entries, 9 * SLACK, reader)).toBeLessThanOrEqual(5);
});

test('an entry that is null is no time either, and a ledger that cannot be asked fails', async () => {
  const away: LedgerReader = { ...readerOf({}), entry: () => Promise.reject(new Error('away')) };
  await expect(firstOf([entryAt(1)], 5, away)).rejects.toThrow('away');
  expect(await firstOf([{ body: 'null', hash: '' }], 5 * SLACK)).toBe(1);
});
