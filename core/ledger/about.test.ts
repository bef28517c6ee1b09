import { expect, test } from '@jest/globals';
import { entriesAbout } from './about.ts';
import { memoryLedger } from './ledger.memory.ts';
import { readerOf } from './reader.memory.ts';
import { wholeChain } from './walk.ts';

test('what the ledger says of a subject, in order; of a long ledger its end, and since when', async () => {
  const ledger = memoryLedger();
  for (let at = 1; at <= 60; at++)
    await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: at % 3 ? 'anna' : 'bert' });
  const all = await entriesAbout(ledger, 'bert');
  expect(all.entries.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => 3 * (index + 1)));
  expect(Object.keys(all)).toEqual(['entries']);

  const end = await entriesAbout(ledger, 'bert', 5);
  expect(end.since).toBeGreaterThan(1);
  const complete = end.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at);
  expect(complete).toEqual(all.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at));
});

test('an entry that somebody made unreadable is counted, and hides nothing else', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 1; at <= 12; at++) await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: 'anna' });
  const stored = await wholeChain(ledger, 'c0');
  for (const [at, body] of ['', 'null', '{"subject":"anna"}', '{"at":"3","subject":"anna"}'].entries())
    stored[at + 4] = { body, hash: '' };
  const read = async (most?: number) => {
    const reader = readerOf({ c0: stored });
    const twoAtOnce = { ...reader, page: (chain: string, after: number) => reader.page(chain, after, 2) };
    const { entries, ...rest } = await entriesAbout(twoAtOnce, 'anna', most);
    return { at: entries.map(({ at }) => at), ...rest };
  };
  expect(await read()).toStrictEqual({ at: [1, 2, 3, 4, 9, 10, 11, 12], unreadable: 4 });
  // From the sixth on: the first that can be read says since when.
  expect(await read(7)).toStrictEqual({ at: [9, 10, 11, 12], since: 9, unreadable: 3 });
});

test('more than an answer holds is cut at the older end, and said', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 1; at <= 3_000; at++)
    await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: 'anna', reason: '"'.repeat(500) });
  const { entries, since } = await entriesAbout(ledger, 'anna');
  expect(entries.length).toBeLessThan(3_000);
  expect(entries.at(-1)?.at).toBe(3_000);
  expect(since).toBe(entries[0]?.at);
});
