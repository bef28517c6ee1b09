import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { canonicalJson, sha256 } from './entry.ts';
import { memoryLedger } from './ledger.memory.ts';
import { type LedgerReader, type StoredEntry, tipsOf } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { lagging, readerOf } from './reader.memory.ts';
import { memorySigner } from './signer.memory.ts';
import { verifyLive } from './verify-live.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/test');

async function ledgerOf(entries: number, chains = ['c0']) {
  const ledger = memoryLedger({ chains });
  for (let at = 0; at < entries; at++) await ledger.append({ kind: 'read', at: at * 3_600_000, actor: 'reader:a' });
  return ledger;
}
const signed = async (ledger: LedgerReader) =>
  openCheckpoint(await signCheckpoint(signer, await tipsOf(ledger), 0), readPublicKey(await signer.publicKey()));

/** Counts what is asked of a ledger. */
function counted(ledger: LedgerReader) {
  const asked = { entries: 0, looks: 0 };
  const reader: LedgerReader = {
    ...ledger,
    entry: (...at) => {
      asked.looks++;
      return ledger.entry(...at);
    },
    page: async (...at) => {
      const page = await ledger.page(...at);
      asked.entries += page.length;
      return page;
    },
  };
  return { reader, asked };
}

describe('a page that lags behind', () => {
  test('whatever it hides of what was committed, the ledger holds; what is really gone is found at its number', async () => {
    const whole = await ledgerOf(12);
    const stored = await wholeChain(whole, 'c0');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
        fc.nat(12),
        async (hidden, gone, signedUpTo) => {
          const ledger: LedgerReader = {
            ...readerOf({ c0: stored }),
            entry: async (_, seq) => (seq === gone ? undefined : stored[seq - 1]),
          };
          const before = await signed(readerOf({ c0: stored.slice(0, signedUpTo) }));
          const hides = (_: string, seq: number) => hidden[seq - 1]! || seq === gone;
          const [walk] = await verifyLive(lagging(ledger, hides), before);
          const lost = gone !== undefined && gone >= signedUpTo && gone > 0;
          const link = gone === signedUpTo ? 'signed' : 'sequence';
          expect(walk?.broken).toEqual(lost ? { seq: gone, link } : undefined);
          if (!lost) expect(walk).toMatchObject({ length: 12, hash: stored[11]!.hash, from: signedUpTo });
        },
      ),
    );
  });
});

describe('going on from a checkpoint', () => {
  test('costs what came since, however much was before', async () => {
    for (const before of [0, 10, 5_000]) {
      const ledger = await ledgerOf(before);
      const checkpoint = await signed(ledger);
      for (let at = 0; at < 7; at++) await ledger.append({ kind: 'read', at, actor: 'reader:b' });
      const { reader, asked } = counted(ledger);
      const [walk] = await verifyLive(reader, checkpoint);
      expect(walk).toMatchObject({ from: before, length: before + 7 });
      expect(asked.entries).toBe(7);
      expect(asked.looks).toBeLessThanOrEqual(1);
    }
  });

  test('with a time to go back to, begins shortly before its first entry', async () => {
    const ledger = await ledgerOf(3_000);
    const checkpoint = await signed(ledger);
    const { reader, asked } = counted(ledger);
    const seen: number[] = [];
    const [walk] = await verifyLive(reader, checkpoint, {
      since: 2_900 * 3_600_000,
      visit: (page) => {
        seen.push(...page.map(({ body }) => JSON.parse(body).seq as number));
      },
    });
    expect(walk?.broken).toBeUndefined();
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => 2_901 + index));
    expect(asked.looks).toBeLessThan(20);
  });

  test('with a time before everything, begins at the beginning, and asks for no entry before it', async () => {
    const ledger = await ledgerOf(3);
    const entry = async (chain: string, seq: number) => {
      if (seq < 1) throw new Error('the head of a chain is no entry');
      return ledger.entry(chain, seq);
    };
    const [walk] = await verifyLive({ ...ledger, entry }, await signed(ledger), { since: 0 });
    expect(walk).toMatchObject({ from: 0, length: 3 });
  });

  test('with a time that begins right behind what was signed, what was signed is compared all the same', async () => {
    const stored = await wholeChain(await ledgerOf(6), 'c0');
    const checkpoint = await signed(readerOf({ c0: stored.slice(0, 3) }));
    const ledger = readerOf({ c0: stored.with(2, edited(stored[2]!)) });
    const [walk] = await verifyLive(ledger, checkpoint, { since: 3 * 3_600_000 });
    expect(walk).toMatchObject({ from: 3, broken: { seq: 3, link: 'signed' } });
  });

  test('a chain that was not there when it was signed is walked from its beginning, one that is no longer known too', async () => {
    const ledger = await ledgerOf(40, ['c0', 'c1']);
    const stored = { c0: await wholeChain(ledger, 'c0'), c1: await wholeChain(ledger, 'c1') };
    const both = await signed(ledger);
    const later = await verifyLive(readerOf(stored), await signed(readerOf({ c0: stored.c0 })));
    expect(later.map(({ from, broken }) => ({ from, broken }))).toEqual([{ from: stored.c0.length }, { from: 0 }]);
    const fewer = await verifyLive({ ...readerOf(stored), chains: ['c0'] }, both);
    expect(fewer.map(({ chain }) => chain)).toEqual(['c0', 'c1']);
    const gone = await verifyLive({ ...readerOf({ c0: stored.c0 }), chains: ['c0'] }, both);
    expect(gone.find(({ chain }) => chain === 'c1')?.broken).toEqual({ seq: stored.c1.length, link: 'signed' });
  });

  const edited = (entry: StoredEntry): StoredEntry => {
    const body = canonicalJson({ ...JSON.parse(entry.body), actor: 'nobody' });
    return { body, hash: sha256(body) };
  };
  test.each<[string, (entries: StoredEntry[]) => LedgerReader, { seq: number; link: string }]>([
    ['the signed entry edited', (e) => readerOf({ c0: e.with(4, edited(e[4]!)) }), { seq: 5, link: 'signed' }],
    [
      'the body of the signed entry edited',
      (e) => readerOf({ c0: e.with(4, { ...e[4]!, body: '{}' }) }),
      { seq: 5, link: 'signed' },
    ],
    ['a later entry edited', (e) => readerOf({ c0: e.with(6, edited(e[6]!)) }), { seq: 8, link: 'previous' }],
    [
      'the last entry edited',
      (e) => ({ ...readerOf({ c0: e }), page: readerOf({ c0: e.with(9, edited(e[9]!)) }).page }),
      { seq: 10, link: 'tip' },
    ],
    [
      'cut behind the checkpoint',
      (e) => ({ ...readerOf({ c0: e.slice(0, 8) }), tip: readerOf({ c0: e }).tip }),
      { seq: 9, link: 'sequence' },
    ],
    ['cut before the checkpoint, head and all', (e) => readerOf({ c0: e.slice(0, 3) }), { seq: 5, link: 'signed' }],
  ])('%s: found', async (_, change, broken) => {
    const stored = await wholeChain(await ledgerOf(10), 'c0');
    const checkpoint = await signed(readerOf({ c0: stored.slice(0, 5) }));
    const [walk] = await verifyLive(change(stored), checkpoint);
    expect(walk?.broken).toEqual(broken);
  });
});
