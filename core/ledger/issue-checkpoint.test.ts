import { describe, expect, test } from '@jest/globals';
import { actedBy, actor } from './actor.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { memoryCheckpoints } from './checkpoint-store.memory.ts';
import { FIRST_PREVIOUS, parseEntry } from './entry.ts';
import { CheckpointMissing, type CheckpointParts, issueCheckpoint, LedgerRewritten } from './issue-checkpoint.ts';
import { lastCheckpoint, tipsWithNote } from './last-checkpoint.ts';
import { type MemoryLedger, memoryLedger } from './ledger.memory.ts';
import { CHECKPOINT_CHAIN, type EntryFacts, tipsOf } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { lagging, readerOf } from './reader.memory.ts';
import { memorySigner } from './signer.memory.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/test');
const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const clock = { now: () => NOW };
const facts = (name: string, at = NOW): EntryFacts => ({ kind: 'read', at, actor: actor('reader', name) });

async function ledgerOf(entries: number, actor = 'a') {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let index = 0; index < entries; index++) await ledger.append(facts(`${actor}${index}`));
  return ledger;
}
const open = async (note: string) => openCheckpoint(note, readPublicKey(await signer.publicKey()));

/** A ledger after so many checkpoints, an entry before each. */
async function signed(times: number) {
  const ledger = memoryLedger();
  const parts = { ledger, checkpoints: memoryCheckpoints(), signer, clock };
  for (let time = 0; time < times; time++) {
    await ledger.append(facts(`a${time}`));
    await issueCheckpoint(parts);
  }
  return parts;
}

describe('issuing checkpoints', () => {
  test('each has a number, names the one before, and stands in the chain of checkpoints', async () => {
    const { ledger, checkpoints } = await signed(3);
    const notes = await Promise.all(checkpoints.notes.map(open));
    expect(notes.map(({ numbered }) => numbered?.number)).toEqual([1, 2, 3]);
    expect(notes.map(({ numbered }) => numbered?.previous)).toEqual([FIRST_PREVIOUS, notes[0]!.hash, notes[1]!.hash]);
    const named = (await wholeChain(ledger, CHECKPOINT_CHAIN)).map(parseEntry);
    expect(named.map(({ kind, actor, detail }) => ({ kind, actor, detail }))).toEqual(
      notes.map(({ hash }, at) => ({
        kind: 'checkpoint',
        actor: 'system:sluice',
        detail: { number: at + 1, sha256: hash },
      })),
    );
    // And the next covers what names it.
    expect(notes[2]!.chains.find(({ chain }) => chain === CHECKPOINT_CHAIN)).toMatchObject({ length: 2 });
  });

  test('what is shown covers no more than the tips that are shown with it', async () => {
    const { ledger, checkpoints } = await signed(2);
    await ledger.append(facts('b'));
    const { chains, checkpoint } = await tipsWithNote(ledger, checkpoints);
    expect(chains).toEqual(await tipsOf(ledger));
    expect(await open(checkpoint!)).toMatchObject({ numbered: { number: 2 } });
    expect(await tipsWithNote(memoryLedger(), memoryCheckpoints())).not.toHaveProperty('checkpoint');
    checkpoints.kept.clear();
    expect(await tipsWithNote(ledger, checkpoints)).not.toHaveProperty('checkpoint');
  });

  test.each<[string, () => Promise<Pick<CheckpointParts, 'ledger'>>]>([
    ['rewritten', async () => ({ ledger: await ledgerOf(6, 'x') })],
    ['cut', async () => ({ ledger: await ledgerOf(3) })],
    ['emptied', async () => ({ ledger: await ledgerOf(0) })],
    [
      'with a head beyond its entries',
      async () => {
        const ledger = await ledgerOf(5);
        const tip = ledger.tip;
        return { ledger: { ...ledger, tip: async (chain) => ({ ...(await tip(chain)), length: 6 }) } };
      },
    ],
    [
      'with a broken new entry',
      async () => ({
        ledger: readerOf({ c0: [...(await wholeChain(await ledgerOf(5), 'c0')), { body: '{}', hash: 'x' }] }),
      }),
    ],
  ])('a ledger %s is not signed', async (_, change) => {
    const checkpoints = memoryCheckpoints();
    const before = await ledgerOf(5);
    await issueCheckpoint({ ledger: before, checkpoints, signer, clock });
    const { ledger } = await change();
    // The chain of checkpoints is as it was.
    const log: CheckpointParts['ledger'] = {
      ...ledger,
      tip: (chain) => (chain === CHECKPOINT_CHAIN ? before.tip(chain) : ledger.tip(chain)),
      entry: (chain, seq) => (chain === CHECKPOINT_CHAIN ? before.entry(chain, seq) : ledger.entry(chain, seq)),
    };
    await expect(issueCheckpoint({ ledger: log, checkpoints, signer, clock })).rejects.toThrow(LedgerRewritten);
    await expect(issueCheckpoint({ ledger: log, checkpoints, signer, clock })).rejects.toThrow('is broken at entry');
    expect(checkpoints.notes).toHaveLength(1);
  });

  test.each([3, 4, 5])(
    'beside an append that a page does not show yet (entry %s), it is signed all the same',
    async (hidden) => {
      const checkpoints = memoryCheckpoints();
      const ledger = await ledgerOf(2);
      await issueCheckpoint({ ledger, checkpoints, signer, clock });
      for (let at = 0; at < 3; at++) await ledger.append(facts('b'));
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
      message: 'what was signed before does not verify: unknown-key (checkpoint 1: no signature of this key)',
      cause: { reason: 'unknown-key' },
    });
  });

  test('a store of checkpoints that cannot be asked is no rewritten ledger, and nothing is signed', async () => {
    const checkpoints = memoryCheckpoints();
    const away = new Error('away');
    const parts = { ledger: await ledgerOf(2), signer, clock, checkpoints };
    await expect(
      issueCheckpoint({ ...parts, checkpoints: { ...checkpoints, from: () => Promise.reject(away) } }),
    ).rejects.toBe(away);
    expect(checkpoints.notes).toEqual([]);
  });
});

describe('the first checkpoint', () => {
  test('is signed over an empty ledger, and over one that began within a day', async () => {
    for (const at of [undefined, NOW, NOW - DAY]) {
      const ledger = memoryLedger();
      if (at !== undefined) await ledger.append(facts('a', at));
      const parts = { ledger, checkpoints: memoryCheckpoints(), signer, clock };
      expect(await lastCheckpoint(parts)).toBeUndefined();
      expect(await issueCheckpoint(parts)).toMatchObject({ number: 1 });
    }
  });

  test('is not signed over a ledger that began before: its checkpoints were there', async () => {
    const ledger = memoryLedger();
    await ledger.append(facts('a', NOW - DAY - 1));
    for (let at = 0; at < 30; at++) await ledger.append(facts('b'));
    const parts = { ledger, checkpoints: memoryCheckpoints(), signer, clock };
    await expect(issueCheckpoint(parts)).rejects.toBeInstanceOf(CheckpointMissing);
    expect(parts.checkpoints.notes).toEqual([]);
  });

  test('goes on from what a release before 0.2.0 signed last', async () => {
    const ledger = memoryLedger();
    for (let at = 0; at < 5; at++) await ledger.append(facts('a', at));
    const checkpoints = memoryCheckpoints();
    const old = await signCheckpoint(signer, await tipsOf(ledger), 9);
    checkpoints.old.push(old);
    await ledger.append(facts('b', 10));
    const { note } = await issueCheckpoint({ ledger, checkpoints, signer, clock });
    expect(await open(note)).toMatchObject({ numbered: { number: 1, previous: (await open(old)).hash } });
    expect(await issueCheckpoint({ ledger, checkpoints, signer, clock })).toMatchObject({ number: 2 });
    // And not over one that does not continue it.
    const other = memoryCheckpoints();
    other.old.push(old);
    const cut = { ledger: memoryLedger(), checkpoints: other, signer, clock };
    await expect(issueCheckpoint(cut)).rejects.toThrow(LedgerRewritten);
  });
});

/** Whoever rewrites the ledger would also have the proof forgotten. */
describe('what was signed and is gone, or is another, is missed', () => {
  const rewritten = async (ledger: MemoryLedger, chain: string, length: number) =>
    readerOf({
      ...Object.fromEntries(
        await Promise.all(ledger.chains.map(async (c) => [c, await wholeChain(ledger, c)] as const)),
      ),
      [chain]: (await wholeChain(ledger, chain)).slice(0, length),
    });

  test.each<[string, (parts: Awaited<ReturnType<typeof signed>>) => unknown, string]>([
    ['the newest', ({ checkpoints }) => checkpoints.kept.delete(20), 'checkpoint-missing'],
    ['the newest two', ({ checkpoints }) => [20, 19].map((n) => checkpoints.kept.delete(n)), 'checkpoint-missing'],
    [
      'two in a row before it',
      ({ checkpoints }) => [19, 18].map((n) => checkpoints.kept.delete(n)),
      'checkpoint-missing',
    ],
    ['all', ({ checkpoints }) => checkpoints.kept.clear(), 'checkpoint-missing'],
    [
      'the newest, with the one before in its place',
      ({ checkpoints }) => checkpoints.kept.set(20, checkpoints.kept.get(19)!),
      'checkpoint-other',
    ],
    [
      'none, and one that was signed since stands over it',
      async ({ checkpoints, ledger }) => {
        const [before] = checkpoints.kept.get(20)!;
        const { previous } = (await open(before!)).numbered!;
        const tips = (await open(before!)).chains.map((tip) => (tip.chain === 'k0' ? tip : { ...tip }));
        checkpoints.kept.set(20, [before!, await signCheckpoint(signer, tips, NOW + 1, { number: 20, previous })]);
        await ledger.append(facts('z'));
      },
      'checkpoint-forked',
    ],
  ])('%s', async (_what, change, reason) => {
    const parts = await signed(20);
    await change(parts);
    const kept = [...parts.checkpoints.notes];
    const issued = issueCheckpoint(parts);
    await expect(issued).rejects.toMatchObject({ cause: { reason } });
    await expect(issued).rejects.toBeInstanceOf(reason === 'checkpoint-missing' ? CheckpointMissing : LedgerRewritten);
    await expect(lastCheckpoint(parts)).rejects.toMatchObject({ reason });
    expect(parts.checkpoints.notes).toEqual(kept);
  });

  test.each([0, 1, 10, 18])('a table that was rolled back to when %s were signed', async (length) => {
    const parts = await signed(20);
    const ledger = await rewritten(parts.ledger, CHECKPOINT_CHAIN, length);
    const issued = issueCheckpoint({ ...parts, ledger });
    await expect(issued).rejects.toMatchObject({ cause: { reason: 'rolled-back' } });
    await expect(issued).rejects.toBeInstanceOf(LedgerRewritten);
  });

  test('one of another program under the same key', async () => {
    const parts = await signed(2);
    const other = { ...signer, name: 'sluice/other' };
    await expect(issueCheckpoint({ ...parts, signer: other })).rejects.toBeInstanceOf(LedgerRewritten);
    const note = await signCheckpoint(other, await tipsOf(memoryLedger()), NOW, {
      number: 1,
      previous: FIRST_PREVIOUS,
    });
    const checkpoints = memoryCheckpoints();
    await checkpoints.keep(note, 1);
    await expect(lastCheckpoint({ ...parts, ledger: memoryLedger(), checkpoints })).rejects.toMatchObject({
      reason: expect.stringMatching(/other-program|unknown-key/),
    });
  });
});

describe('runs that meet, or end in between', () => {
  test('one that kept its note and named it nowhere is finished by the next, which signs its own', async () => {
    for (const before of [0, 1, 3]) {
      const parts = await signed(before);
      const ends = { ...parts.ledger, appendAt: () => Promise.reject(new Error('ended')) };
      await expect(issueCheckpoint({ ...parts, ledger: ends })).rejects.toThrow('ended');
      expect(await lastCheckpoint(parts)).toMatchObject({ numbered: { number: before + 1 } });
      expect(await issueCheckpoint(parts)).toMatchObject({ number: before + 2 });
      expect((await wholeChain(parts.ledger, CHECKPOINT_CHAIN)).map((one) => parseEntry(one).detail?.number)).toEqual(
        Array.from({ length: before + 2 }, (_, at) => at + 1),
      );
    }
  });

  test('a note that was kept and does not continue the ledger is not named: cut behind it, and it is missed', async () => {
    const parts = await signed(2);
    await parts.ledger.append(facts('late'));
    const ends = { ...parts.ledger, appendAt: () => Promise.reject(new Error('ended')) };
    await expect(issueCheckpoint({ ...parts, ledger: ends })).rejects.toThrow('ended');
    const chains = await Promise.all(
      parts.ledger.chains.map(async (chain) => {
        const all = await wholeChain(parts.ledger, chain);
        return [chain, all.filter((one) => actedBy(parseEntry(one)).name !== 'late')] as const;
      }),
    );
    const ledger = readerOf(Object.fromEntries(chains));
    await expect(issueCheckpoint({ ...parts, ledger })).rejects.toThrow(/chain c\d is broken/);
  });

  test('two at once sign two numbers, never one twice', async () => {
    const parts = await signed(1);
    const issued = await Promise.all([issueCheckpoint(parts), issueCheckpoint(parts), issueCheckpoint(parts)]);
    const numbers = issued.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(3);
    expect([...parts.checkpoints.kept.values()].every((versions) => versions.length === 1)).toBe(true);
    expect(await lastCheckpoint(parts)).toMatchObject({ numbered: { number: Math.max(...numbers) } });
  });

  test('who looks while a run names two does not take it for a ledger that was rolled back', async () => {
    const parts = await signed(3);
    let looks = 0;
    const ledger = {
      ...parts.ledger,
      tip: async (chain: string) => {
        const tip = await parts.ledger.tip(chain);
        if (chain === CHECKPOINT_CHAIN && looks++ === 0) for (let n = 0; n < 2; n++) await issueCheckpoint(parts);
        return tip;
      },
    };
    expect(await lastCheckpoint({ ...parts, ledger })).toMatchObject({ numbered: { number: 5 } });
  });
});
