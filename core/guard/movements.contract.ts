import { expect, test } from '@jest/globals';
import { actor } from '../ledger/actor.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { Movements } from './movements.ts';

const AT = Date.UTC(2026, 10, 25, 12);
const facts = (name: string) => ({
  kind: 'door' as const,
  at: AT,
  actor: actor('aws', name),
  detail: { door: 'key-policy' },
});

/** What every adapter of `Movements` keeps. @param make one that has noted nothing, and the ledger that it writes */
export function movementsContract(make: () => Promise<{ movements: Movements; ledger: LedgerReader }>): void {
  test('a movement is noted once, with one entry, however often it is told', async () => {
    const { movements, ledger } = await make();
    expect(await movements.note('a', facts('mallory'))).toBe(true);
    expect(await movements.note('a', facts('somebody else'))).toBe(false);
    expect((await wholeLedger(ledger)).map(({ kind, actor }) => [kind, actor])).toEqual([['door', 'aws:mallory']]);
  });

  test('another movement is another entry', async () => {
    const { movements, ledger } = await make();
    await movements.note('a', facts('mallory'));
    await movements.note('b', facts('mallory'));
    expect(await wholeLedger(ledger)).toHaveLength(2);
  });

  test('of many told at once one is noted', async () => {
    const { movements, ledger } = await make();
    const noted = await Promise.all(Array.from({ length: 8 }, () => movements.note('a', facts('mallory'))));
    expect(noted.filter(Boolean)).toHaveLength(1);
    expect(await wholeLedger(ledger)).toHaveLength(1);
  });

  test('what something is now is one entry each time that it is something else', async () => {
    const { movements, ledger } = await make();
    const told = [];
    for (const [at, value] of ['a', 'a', 'b', 'a', 'a'].entries()) {
      told.push(await movements.noteChange('running', value, { ...facts(value), at: AT + at }));
    }
    expect(told).toEqual([true, false, true, true, false]);
    expect((await wholeLedger(ledger)).map(({ actor }) => actor).sort()).toEqual(['aws:a', 'aws:a', 'aws:b']);
  });

  test('what was seen before what is noted is dropped', async () => {
    const { movements, ledger } = await make();
    const note = (value: string, at: number) => movements.noteChange('running', value, { ...facts(value), at });
    expect([
      await note('a', 1),
      await note('b', 3),
      await note('a', 2),
      await note('a', 3),
      await note('c', 4),
    ]).toEqual([...[true, true, false, false, true]]);
    expect(await wholeLedger(ledger)).toHaveLength(3);
  });

  test('of many who see the same change at once one writes it down', async () => {
    const { movements, ledger } = await make();
    const noted = await Promise.all(
      Array.from({ length: 8 }, () => movements.noteChange('running', 'a', facts('sluice'))),
    );
    expect(noted.filter(Boolean)).toHaveLength(1);
    expect(await wholeLedger(ledger)).toHaveLength(1);
  });
}
