import { expect, test } from '@jest/globals';
import { FIRST_PREVIOUS, parseEntry } from './entry.ts';
import type { EntryFacts, Ledger, LedgerReader } from './ledger.ts';
import { verifyChain } from './verify.ts';

const facts = (actor: string): EntryFacts => ({
  kind: 'read',
  at: 1_000,
  actor,
  subject: 's',
  reason: 'because',
  detail: { n: 1 },
});

/** What every adapter of the ledger keeps. @param make a ledger that is empty */
export function ledgerContract(make: () => Promise<Ledger & LedgerReader>): void {
  test('a new ledger has chains of length 0', async () => {
    const ledger = await make();
    const tips = await ledger.tips();
    expect(tips.length).toBeGreaterThan(0);
    for (const tip of tips) expect(tip).toMatchObject({ length: 0, hash: FIRST_PREVIOUS });
  });

  test('a receipt says where the entry stands, and the entry says what was appended', async () => {
    const ledger = await make();
    const receipt = await ledger.append(facts('anna'));
    const [stored] = await ledger.entries(receipt.chain, receipt.seq - 1, 1);
    expect(stored?.hash).toBe(receipt.hash);
    expect(parseEntry(stored!)).toMatchObject({ ...facts('anna'), chain: receipt.chain, seq: receipt.seq });
  });

  test('entries appended at once all stand in chains that hold, up to the tips', async () => {
    const ledger = await make();
    const receipts = await Promise.all(Array.from({ length: 24 }, (_, index) => ledger.append(facts(`actor${index}`))));
    let found = 0;
    for (const tip of await ledger.tips()) {
      const entries = await ledger.entries(tip.chain);
      expect(verifyChain(tip.chain, entries)).toEqual(tip);
      found += entries.length;
      for (const receipt of receipts.filter(({ chain }) => chain === tip.chain)) {
        expect(entries[receipt.seq - 1]?.hash).toBe(receipt.hash);
      }
    }
    expect(found).toBe(24);
  });

  test('entries are paged', async () => {
    const ledger = await make();
    for (let index = 0; index < 12; index++) await ledger.append(facts(`actor${index}`));
    const longest = (await ledger.tips()).reduce((a, b) => (a.length >= b.length ? a : b));
    const all = await ledger.entries(longest.chain);
    expect(await ledger.entries(longest.chain, 1)).toEqual(all.slice(1));
    expect(await ledger.entries(longest.chain, 0, 2)).toEqual(all.slice(0, 2));
    expect(await ledger.entries(longest.chain, longest.length)).toEqual([]);
  });
}
