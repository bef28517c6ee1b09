import { expect, test } from '@jest/globals';
import { entriesAbout } from './about.ts';
import { memoryLedger } from './ledger.memory.ts';

test('what the ledger says of a subject, in order; of a long ledger its end, and since when', async () => {
  const ledger = memoryLedger();
  for (let at = 1; at <= 60; at++)
    await ledger.append({ kind: 'read', at, actor: 'r', subject: at % 3 ? 'anna' : 'bert' });
  const all = await entriesAbout(ledger, 'bert');
  expect(all.entries.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => 3 * (index + 1)));
  expect(all.since).toBeUndefined();

  const end = await entriesAbout(ledger, 'bert', 5);
  expect(end.since).toBeGreaterThan(1);
  const complete = end.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at);
  expect(complete).toEqual(all.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at));
});

test('more than an answer holds is cut at the older end, and said', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 1; at <= 3_000; at++)
    await ledger.append({ kind: 'read', at, actor: 'r', subject: 'anna', reason: '"'.repeat(500) });
  const { entries, since } = await entriesAbout(ledger, 'anna');
  expect(entries.length).toBeLessThan(3_000);
  expect(entries.at(-1)?.at).toBe(3_000);
  expect(since).toBe(entries[0]?.at);
});
