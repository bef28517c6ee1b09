import { describe, expect, test } from '@jest/globals';
import { ledgerContract } from './ledger.contract.ts';
import { memoryLedger } from './ledger.memory.ts';
import type { LedgerReader } from './ledger.ts';
import { lagging, readerOf } from './reader.memory.ts';
import { wholeChain } from './walk.ts';

describe('memory ledger', () => ledgerContract(async () => memoryLedger()));

test('a ledger as somebody left it shows the same; where pages lag behind, they alone do', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 0; at < 5; at++) await ledger.append({ kind: 'read', at, actor: 'reader:a' });
  const reader = readerOf({ c0: await wholeChain(ledger, 'c0') });
  const behind = lagging(reader, (_, seq) => seq === 4);
  const seen = async (one: LedgerReader) => [await one.tip('c0'), await one.entry('c0', 4), await one.page('c0', 2, 2)];
  expect(await seen(reader)).toEqual(await seen(ledger));
  expect(await reader.page('none', 0)).toEqual([]);
  expect((await behind.page('c0', 2)).map(({ seq }) => seq)).toEqual([3, 5]);
  expect(await behind.entry('c0', 4)).toEqual(await ledger.entry('c0', 4));
});
