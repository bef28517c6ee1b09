import { expect, test } from '@jest/globals';
import { beginningOf } from './began.ts';
import { memoryLedger } from './ledger.memory.ts';

test('a program began with its first entry, whatever chain that is in, and it is looked for once', async () => {
  const ledger = memoryLedger();
  let looks = 0;
  const watched = {
    chains: ledger.chains,
    entry: (...of: [string, number]) => {
      looks++;
      return ledger.entry(...of);
    },
  };
  const began = beginningOf(watched, () => 99);
  expect(await began()).toBe(99);
  await ledger.append({ kind: 'pause', at: 7, actor: 'closer:a' });
  await ledger.append({ kind: 'choice', at: 5, actor: 'subject:b' });
  await ledger.append({ kind: 'choice', at: 3, actor: 'subject:of a wrong clock' });
  const first = await began();
  expect([5, 3]).toContain(first);
  const so = looks;
  expect(await began()).toBe(first);
  expect(looks).toBe(so);
});

test('where a first entry cannot be read, it began at no known time', async () => {
  const entry = async () => ({ body: 'x', hash: 'y' });
  expect(await beginningOf({ chains: ['c0'], entry }, () => 99)()).toBe(0);
});
