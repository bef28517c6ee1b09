import { describe, expect, test } from '@jest/globals';
import { openCheckpoint } from './checkpoint.ts';
import { memoryCheckpoints } from './checkpoint-store.memory.ts';
import { issueCheckpoint, LedgerRewritten } from './issue-checkpoint.ts';
import { memoryLedger } from './ledger.memory.ts';
import type { LedgerReader } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { lagging, readerOf } from './reader.memory.ts';
import { memorySigner } from './signer.memory.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/test');
const clock = { now: () => 1_700_000_000_000 };

async function ledgerOf(entries: number, actor = 'a') {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let index = 0; index < entries; index++)
    await ledger.append({ kind: 'read', at: index, actor: `${actor}${index}` });
  return ledger;
}

describe('issuing checkpoints', () => {
  test('each continues the one before', async () => {
    const checkpoints = memoryCheckpoints();
    const ledger = await ledgerOf(3);
    await issueCheckpoint({ ledger, checkpoints, signer, clock });
    await ledger.append({ kind: 'read', at: 9, actor: 'b' });
    await issueCheckpoint({ ledger, checkpoints, signer, clock });
    const key = readPublicKey(await signer.publicKey());
    expect(checkpoints.notes.map((note) => openCheckpoint(note, key).chains[0]?.length)).toEqual([3, 4]);
  });

  const tampered = async (change: (ledger: LedgerReader) => Promise<LedgerReader>) => {
    const checkpoints = memoryCheckpoints();
    const ledger = await ledgerOf(5);
    await issueCheckpoint({ ledger, checkpoints, signer, clock });
    return { checkpoints, ledger: await change(ledger) };
  };

  test.each<[string, (ledger: LedgerReader) => Promise<LedgerReader>]>([
    ['rewritten', async () => ledgerOf(6, 'x')],
    ['cut', async () => ledgerOf(3)],
    ['emptied', async () => ledgerOf(0)],
    [
      'with a head beyond its entries',
      async (ledger) => ({
        ...ledger,
        tip: async (chain) => ({ ...(await ledger.tip(chain)), length: 6 }),
      }),
    ],
    [
      'with a broken new entry',
      async (ledger) => readerOf({ c0: [...(await wholeChain(ledger, 'c0')), { body: '{}', hash: 'x' }] }),
    ],
  ])('a ledger %s is not signed', async (_, change) => {
    const { checkpoints, ledger } = await tampered(change);
    await expect(issueCheckpoint({ ledger, checkpoints, signer, clock })).rejects.toThrow(LedgerRewritten);
    expect(checkpoints.notes).toHaveLength(1);
  });

  test.each([3, 4, 5])(
    'beside an append that a page does not show yet (entry %s), it is signed all the same',
    async (hidden) => {
      const checkpoints = memoryCheckpoints();
      const ledger = await ledgerOf(2);
      await issueCheckpoint({ ledger, checkpoints, signer, clock });
      for (let at = 0; at < 3; at++) await ledger.append({ kind: 'consent', at, actor: 'b' });
      const reader = lagging(ledger, (_, seq) => seq === hidden);
      expect((await issueCheckpoint({ ledger: reader, checkpoints, signer, clock })).tips).toMatchObject([
        { length: 5 },
      ]);
    },
  );

  test('a checkpoint of another key is not continued', async () => {
    const checkpoints = memoryCheckpoints();
    const ledger = await ledgerOf(2);
    await issueCheckpoint({ ledger, checkpoints, signer: memorySigner('sluice/test'), clock });
    const issued = issueCheckpoint({ ledger, checkpoints, signer, clock });
    await expect(issued).rejects.toBeInstanceOf(LedgerRewritten);
    await expect(issued).rejects.toMatchObject({
      ...{ message: 'the last checkpoint does not verify: unknown-key', cause: { reason: 'unknown-key' } },
    });
  });

  test('a store of checkpoints that cannot be asked is no rewritten ledger, and nothing is signed', async () => {
    const checkpoints = memoryCheckpoints();
    const away = new Error('away');
    const parts = { ledger: await ledgerOf(2), signer, clock, checkpoints };
    await expect(
      issueCheckpoint({ ...parts, checkpoints: { ...checkpoints, latest: () => Promise.reject(away) } }),
    ).rejects.toBe(away);
    expect(checkpoints.notes).toEqual([]);
  });
});
