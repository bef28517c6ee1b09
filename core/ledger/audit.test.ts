import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auditSlice } from './audit.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { canonicalJson, sha256 } from './entry.ts';
import { memoryLedger } from './ledger.memory.ts';
import { type StoredEntry, tipsOf } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { readerOf } from './reader.memory.ts';
import { memorySigner } from './signer.memory.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/test');
const EVERY = 300_000;
const SLICE = 4;

async function signedChain(entries: number) {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 0; at < entries; at++) await ledger.append({ kind: 'read', at, actor: 'reader:a' });
  const note = await signCheckpoint(signer, await tipsOf(ledger), 0);
  const checkpoint = openCheckpoint(note, readPublicKey(await signer.publicKey()));
  return { stored: await wholeChain(ledger, 'c0'), checkpoint };
}
const edit = ({ body }: StoredEntry): StoredEntry => {
  const changed = canonicalJson({ ...JSON.parse(body), actor: 'nobody' });
  return { body: changed, hash: sha256(changed) };
};

test('of a chain without entries nothing is walked', async () => {
  const ledger = memoryLedger({ chains: ['c0', 'c1'], random: () => 0 });
  await ledger.append({ kind: 'read', at: 0, actor: 'reader:a' });
  const note = await signCheckpoint(signer, await tipsOf(ledger), 0);
  const checkpoint = openCheckpoint(note, readPublicKey(await signer.publicKey()));
  const walks = await auditSlice(ledger, checkpoint, 7 * EVERY);
  expect(walks.map(({ chain, from, length, broken }) => ({ chain, from, length, broken }))).toEqual([
    { chain: 'c0', from: 0, length: 1, broken: undefined },
  ]);
});

test('within one round of the clock each entry of the past is walked: an edit anywhere is found, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.nat(29), fc.nat(1_000), async (length, place, start) => {
      const { stored, checkpoint } = await signedChain(length);
      const rounds = Math.ceil(length / SLICE);
      const found = async (entries: StoredEntry[]) => {
        let broken = 0;
        for (let turn = 0; turn < rounds; turn++) {
          const walks = await auditSlice(readerOf({ c0: entries }), checkpoint, (start + turn) * EVERY, SLICE);
          broken += walks.filter((walk) => walk.broken).length;
        }
        return broken;
      };
      const at = place % length;
      expect(await found(stored)).toBe(0);
      // The last one's hash is the checkpoint's matter, its body this one's.
      if (at < length - 1) expect(await found(stored.with(at, edit(stored[at]!)))).toBeGreaterThan(0);
      expect(await found(stored.with(at, { ...stored[at]!, body: '{}' }))).toBeGreaterThan(0);
      if (at < length - 1) expect(await found(stored.toSpliced(at, 1))).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
