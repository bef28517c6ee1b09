import { expect, test } from '@jest/globals';
import { memoryCheckpoints } from '../../core/ledger/checkpoint-store.memory.ts';
import { issueCheckpoint } from '../../core/ledger/issue-checkpoint.ts';
import { memoryLedger } from '../../core/ledger/ledger.memory.ts';
import type { EntryFacts } from '../../core/ledger/ledger.ts';
import { readPublicKey } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { bothVerify } from '../fixtures/both-verifiers.ts';
import { copyOf, linesOf, PROGRAM } from '../fixtures/tampering.ts';

test.each(['sluice', 'system:sluice', 'somebody'])('checkpoints that the ledger names by %s', async (named) => {
  const clock = { time: Date.UTC(2026, 10, 29), now: () => clock.time };
  const ledger = memoryLedger();
  const signer = memorySigner(`sluice/${PROGRAM}`);
  const appendAt: typeof ledger.appendAt = (tip, facts) =>
    ledger.appendAt(tip, { ...facts, actor: named } as EntryFacts);
  const parts = { ledger: { ...ledger, appendAt }, checkpoints: memoryCheckpoints(), signer, clock };
  await ledger.append({ kind: 'read', at: clock.time, actor: 'reader:ivan' });
  await issueCheckpoint(parts);
  clock.time += 300_000;

  const copy = await copyOf(ledger, (await issueCheckpoint(parts)).note);
  const spki = readPublicKey(await signer.publicKey());
  const { holds } = await bothVerify(spki, { files: { ledger: linesOf(copy) }, program: PROGRAM, now: clock.time });

  expect(holds).toBe(named === 'somebody' ? 'broken' : 'holds');
});
