import { expect, test } from '@jest/globals';
import { actor } from './actor.ts';
import { EVERYBODY, opens } from './commitment.ts';
import { FIRST_PREVIOUS, parseEntry } from './entry.ts';
import {
  type ChainAppender,
  type Entry,
  type EntryFacts,
  type FactsOf,
  type Ledger,
  type LedgerReader,
  tipsOf,
} from './ledger.ts';
import type { LedgerTexts } from './texts.ts';
import { verifyChain } from './verify.ts';
import { wholeChain } from './walk.ts';

const facts = (name: string): FactsOf<'read'> => ({
  kind: 'read',
  at: 1_000,
  actor: actor('reader', name),
  subject: 's',
  detail: { n: 1 },
});

/** What every adapter of the ledger keeps. @param make a ledger that is empty */
export function ledgerContract(
  make: () => Promise<Ledger & LedgerReader & ChainAppender & { texts: LedgerTexts }>,
): void {
  test('a new ledger has chains of length 0', async () => {
    const ledger = await make();
    const tips = await tipsOf(ledger);
    expect(tips.length).toBeGreaterThan(0);
    for (const tip of tips) expect(tip).toMatchObject({ length: 0, hash: FIRST_PREVIOUS });
  });

  test('a receipt says where the entry stands, and the entry says what was appended', async () => {
    const ledger = await make();
    const receipt = await ledger.append(facts('anna'));
    const stored = await ledger.entry(receipt.chain, receipt.seq);
    expect(stored?.hash).toBe(receipt.hash);
    expect(parseEntry(stored!)).toMatchObject({ ...facts('anna'), chain: receipt.chain, seq: receipt.seq });
  });

  test('entries appended at once all stand in chains that hold, up to the tips', async () => {
    const ledger = await make();
    const receipts = await Promise.all(Array.from({ length: 24 }, (_, index) => ledger.append(facts(`actor${index}`))));
    let found = 0;
    for (const tip of await tipsOf(ledger)) {
      const entries = await wholeChain(ledger, tip.chain);
      expect(verifyChain(tip.chain, entries)).toEqual(tip);
      found += entries.length;
      for (const receipt of receipts.filter(({ chain }) => chain === tip.chain)) {
        expect(entries[receipt.seq - 1]?.hash).toBe(receipt.hash);
      }
    }
    expect(found).toBe(24);
  });

  test('an entry right behind a tip is appended while the chain still stands there, by one alone', async () => {
    const ledger = await make();
    const tip = await ledger.tip('k0');
    const made = await Promise.all(['anna', 'bert', 'carl'].map((actor) => ledger.appendAt(tip, facts(actor))));
    expect(made.filter((one) => one !== undefined)).toHaveLength(1);
    const [receipt] = made.filter((one) => one !== undefined);
    expect(receipt).toMatchObject({ chain: 'k0', seq: 1 });
    expect(await ledger.tip('k0')).toEqual({ chain: 'k0', length: 1, hash: receipt!.hash });
    expect(await ledger.appendAt(tip, facts('dora'))).toBeUndefined();
    expect(await ledger.appendAt(await ledger.tip('k0'), facts('dora'))).toMatchObject({ seq: 2 });
  });

  test('a chain that nobody knows has no entries', async () => {
    const ledger = await make();
    expect(await ledger.tip('none')).toEqual({ chain: 'none', length: 0, hash: FIRST_PREVIOUS });
    expect(await ledger.page('none', 0)).toEqual([]);
    expect(await ledger.entry('none', 1)).toBeUndefined();
  });

  test('entries are paged', async () => {
    const ledger = await make();
    for (let index = 0; index < 12; index++) await ledger.append(facts(`actor${index}`));
    const longest = (await tipsOf(ledger)).reduce((a, b) => (a.length >= b.length ? a : b));
    const all = await ledger.page(longest.chain, 0);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all).toHaveLength(longest.length);
    expect(await ledger.page(longest.chain, 1)).toEqual(all.slice(1));
    expect(await ledger.page(longest.chain, 0, 2)).toEqual(all.slice(0, 2));
    expect(await ledger.page(longest.chain, longest.length)).toEqual([]);
    expect(await ledger.entry(longest.chain, longest.length)).toMatchObject({ hash: longest.hash });
    expect(await ledger.entry(longest.chain, longest.length + 1)).toBeUndefined();
  });

  /** Appends with words, and returns the entry. */
  const written = async (ledger: Ledger & LedgerReader, change: Partial<FactsOf<'read'>> = {}) => {
    const { chain, seq } = await ledger.append({ ...facts('ivan'), reason: 'she is ill', ...change });
    return parseEntry((await ledger.entry(chain, seq))!);
  };

  test('words stand beside the entry, which holds a commitment that they open, another one each time', async () => {
    const ledger = await make();
    const [one, other] = [await written(ledger), await written(ledger)];
    const openings = await ledger.texts.of([one, other]);
    for (const entry of [one, other]) {
      expect(JSON.stringify(entry)).not.toContain('ill');
      const opening = openings.get(entry.commitment!)!;
      expect(opening.text).toBe('she is ill');
      expect(opens(entry.commitment, opening)).toBe(true);
    }
    expect(one.commitment).not.toBe(other.commitment);
    expect(await ledger.texts.of([parseEntry((await ledger.entry(one.chain, one.seq))!)])).toEqual(
      new Map([[one.commitment, openings.get(one.commitment!)]]),
    );
  });

  test('the words about one subject are erased, those of others and all entries stay', async () => {
    const ledger = await make();
    const anna = [await written(ledger, { subject: 'anna' }), await written(ledger, { subject: 'anna' })];
    const ben = await written(ledger, { subject: 'ben' });
    const { subject: _, ...nobody } = facts('ivan');
    const all = parseEntry(await stored(ledger, { ...nobody, reason: 'how many' }));
    await ledger.texts.erase('anna');
    await ledger.texts.erase('anna');
    const left = await ledger.texts.of([...anna, ben, all]);
    expect([...left.values()].map(({ text }) => text).sort()).toEqual(['how many', 'she is ill']);
    await ledger.texts.erase(EVERYBODY);
    expect([...(await ledger.texts.of([ben, all])).keys()]).toEqual([ben.commitment]);
    for (const { chain, length } of await tipsOf(ledger)) {
      expect(verifyChain(chain, await wholeChain(ledger, chain))).toMatchObject({ length });
    }
  });
  const stored = async (ledger: Ledger & LedgerReader, given: EntryFacts) => {
    const { chain, seq } = await ledger.append(given);
    return (await ledger.entry(chain, seq))!;
  };

  test('of who came back, the words of before are erased', async () => {
    const ledger = await make();
    const [before, after] = [await written(ledger, { at: 5 }), await written(ledger, { at: 6 })];
    await ledger.texts.erase('s', 6);
    expect([...(await ledger.texts.of([before, after])).keys()]).toEqual([after.commitment]);
  });

  test('the words of many entries are found, whoever they are about; an entry that has none, or is none, has none', async () => {
    const ledger = await make();
    const entries: Entry[] = [];
    for (let at = 0; at < 104; at++) {
      entries.push(await written(ledger, { subject: at < 101 ? 'anna' : `person${at}` }));
    }
    expect((await ledger.texts.of(entries)).size).toBe(104);
    expect(await ledger.texts.of([])).toEqual(new Map());
    const strange = [facts('ivan'), { subject: 's', commitment: 'no hash' }, { commitment: 'a'.repeat(64) }];
    expect(await ledger.texts.of(strange)).toEqual(new Map());
  });
}
