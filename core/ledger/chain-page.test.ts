import { expect, test } from '@jest/globals';
import { bytesInAnswer } from '../shared/answer-size.ts';
import { type ChainPage, chainPage } from './chain-page.ts';
import { EVERYBODY } from './commitment.ts';
import { memoryLedger } from './ledger.memory.ts';
import type { LedgerReader } from './ledger.ts';
import { lagging } from './reader.memory.ts';
import { wholeChain } from './walk.ts';

async function ledgerOf(entries: number, reason?: string) {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 0; at < entries; at++)
    await ledger.append({ kind: 'read', at, actor: 'reader:a', ...(reason !== undefined && { reason }) });
  return { ledger, stored: await wholeChain(ledger, 'c0') };
}

const wordless = memoryLedger().texts;
const beside = (ledger: LedgerReader) => ({ ledger, texts: wordless });

test('page after page gives each entry once, as it is stored; the last page says that it is', async () => {
  const { ledger, stored } = await ledgerOf(7);
  expect(await chainPage(beside(ledger), 'c0', 0)).toStrictEqual({ entries: stored });
  expect(await chainPage(beside(ledger), 'c0', 0, 3)).toStrictEqual({ entries: stored.slice(0, 3), next: 3 });
  expect(await chainPage(beside(ledger), 'c0', 3, 3)).toStrictEqual({ entries: stored.slice(3, 6), next: 6 });
  expect(await chainPage(beside(ledger), 'c0', 6, 3)).toStrictEqual({ entries: stored.slice(6) });
  for (const end of [7, 8]) expect(await chainPage(beside(ledger), 'c0', end)).toStrictEqual({ entries: [] });
});

test('beside an append that a page of the store does not show yet, nothing is skipped', async () => {
  const { ledger, stored } = await ledgerOf(5);
  const reader = lagging(ledger, (_, seq) => seq === 2);
  expect(await chainPage(beside(reader), 'c0', 0)).toStrictEqual({ entries: stored });
});

test('an entry that is gone ends the chain: nobody is sent round in a circle', async () => {
  const { ledger, stored } = await ledgerOf(5);
  const gone = lagging({ ...ledger, entry: async (_, seq) => (seq === 3 ? undefined : stored[seq - 1]) }, () => true);
  expect(await chainPage(beside(gone), 'c0', 2)).toStrictEqual({ entries: [] });
});

test('a page is one answer, however long the entries are', async () => {
  const { ledger, stored } = await ledgerOf(40, '"'.repeat(60_000));
  const hashes: string[] = [];
  let pages = 0;
  for (let after: number | undefined = 0; after !== undefined; pages++) {
    const page: ChainPage = await chainPage({ ledger, texts: ledger.texts }, 'c0', after);
    expect(bytesInAnswer(page)).toBeLessThan(6_291_556);
    hashes.push(...page.entries.map(({ hash }) => hash));
    after = page.next;
  }
  expect(hashes).toEqual(stored.map(({ hash }) => hash));
  expect(pages).toBeGreaterThan(1);
});

test('what stands beside an entry is shown as it is, and left out once it is erased', async () => {
  const { ledger, stored } = await ledgerOf(2, 'weekly sample');
  const parts = { ledger, texts: ledger.texts };
  const opening = { salt: expect.stringMatching(/^[\w-]{43}$/), text: 'weekly sample' };
  expect((await chainPage(parts, 'c0', 0)).entries).toEqual(stored.map((entry) => ({ ...entry, opening })));
  await ledger.texts.erase(EVERYBODY);
  expect((await chainPage(parts, 'c0', 0)).entries).toEqual(stored);
});
