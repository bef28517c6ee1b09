import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makePast, PROGRAM } from '../../test/fixtures/tampering.ts';
import { type OpenedCheckpoint, openCheckpoint, signCheckpoint } from '../ledger/checkpoint.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import { type Beside, healthOf, hearGuard, judge, NOTHING_YET, neighbours, type WitnessState } from './witness.ts';

const past = await makePast();
const open = (note: string | undefined) => openCheckpoint(note!, past.spki);
const line = past.copies.map(({ note }) => open(note));
const fork = past.fork.map(({ note }) => open(note));
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

/** A witness in miniature: what was kept stands in a map. */
function walk(checkpoints: readonly OpenedCheckpoint[], now = () => NOW) {
  const kept = new Map<number, OpenedCheckpoint>();
  let state: WitnessState = NOTHING_YET;
  const outcomes = checkpoints.map((checkpoint) => {
    const { number } = checkpoint.numbered!;
    const { before, after } = neighbours(state, number);
    const at = (one: number | undefined) => (one === undefined ? undefined : kept.get(one));
    const beside = { same: at(number), before: at(before), after: at(after) };
    const judged = judge(state, checkpoint, defined(beside), now());
    state = judged.state;
    if (judged.verdict.outcome === 'kept') kept.set(number, checkpoint);
    return judged.verdict.outcome;
  });
  return { outcomes, state, kept };
}
const defined = (beside: object) =>
  Object.fromEntries(Object.entries(beside).filter(([, one]) => one !== undefined)) as Beside;
const missing = ({ missing: all }: WitnessState) => all.map(({ from, to }) => [from, to]);

describe('a line of checkpoints', () => {
  test('in order is kept', () => {
    const { outcomes, state } = walk(line);
    expect(new Set(outcomes)).toEqual(new Set(['kept']));
    expect(state).toMatchObject({ newest: { number: 8, hash: line[7]!.hash }, missing: [], contradictions: [] });
    expect(state.recent.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('that begins late, or lacks some, says which; each gap since when, by the clock of the witness', () => {
    let now = NOW;
    const { outcomes, state } = walk([line[2]!, line[6]!], () => now++);
    expect(outcomes).toEqual(['kept', 'kept']);
    expect(state.missing).toEqual([
      { from: 1, to: 2, since: NOW, earlier: true },
      { from: 4, to: 6, since: NOW + 1 },
    ]);
    expect(missing(walk([line[2]!, line[6]!, line[4]!, line[0]!]).state)).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
    ]);
  });

  test('is the same in any order and however often each comes: nothing contradicts, nothing is missing', () => {
    const anyOrder = fc
      .shuffledSubarray(line, { minLength: line.length })
      .chain((all) => fc.array(fc.constantFrom(...line), { maxLength: 8 }).map((again) => [...all, ...again]));
    fc.assert(
      fc.property(anyOrder, (arriving) => {
        const { outcomes, state } = walk(arriving);
        expect(outcomes.filter((one) => one === 'kept')).toHaveLength(line.length);
        expect(outcomes.every((one) => one === 'kept' || one === 'repeated')).toBe(true);
        expect(state).toMatchObject({ newest: { number: 8 }, missing: [], contradictions: [] });
      }),
    );
  });

  test('what is missing is what did not come, whatever came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(line, { minLength: 1 }), (arriving) => {
        const { state } = walk(arriving);
        const numbers = arriving.map(({ numbered }) => numbered!.number);
        const expected = Array.from({ length: Math.max(...numbers) }, (_, at) => at + 1).filter(
          (one) => !numbers.includes(one),
        );
        const told = missing(state).flatMap(([from, to]) =>
          Array.from({ length: to! - from! + 1 }, (_, at) => from! + at),
        );
        expect(told).toEqual(expected);
      }),
    );
  });
});

describe('another history under the same key', () => {
  test.each<[string, OpenedCheckpoint[], string[]]>([
    ['two of one number', [...line, fork[4]!], ['fork']],
    ['one that follows another', [...line.slice(0, 4), fork[4]!], ['fork']],
    ['one before one that is kept', [line[4]!, fork[3]!], ['fork']],
    [
      'one that follows the other line, whose own is missing',
      [...line.slice(0, 4), fork[4]!, fork[5]!],
      ['fork', 'fork'],
    ],
    ['one of long ago', [...line, fork[3]!], ['fork']],
  ])('%s', (_what, arriving, last) => {
    const { outcomes, state } = walk(arriving);
    expect(outcomes.slice(-last.length)).toEqual(last);
    expect(state.contradictions.map(({ outcome }) => outcome)).toEqual(last);
    expect(state.contradictions[0]!.why).toMatch(/two checkpoints|does not follow/);
  });

  test('told again is one contradiction, and the line goes on beside it', () => {
    const { outcomes, state } = walk([...line.slice(0, 5), fork[4]!, fork[4]!, line[5]!]);
    expect(outcomes.slice(-3)).toEqual(['fork', 'fork', 'kept']);
    expect(state.contradictions).toHaveLength(1);
    expect(state.newest!.number).toBe(6);
  });

  test('a chain that is shorter, or another at the same entry, is rewritten, over a gap as well', async () => {
    const signer = memorySigner(`sluice/${PROGRAM}`);
    const spki = await signer.publicKey();
    const tip = (length: number, letter: string) => ({ chain: 'c0', length, hash: letter.repeat(64) });
    const log = (number: number) => ({
      chain: 'k0',
      length: number - 1,
      hash: number === 1 ? '0'.repeat(64) : 'e'.repeat(64),
    });
    const sign = async (number: number, tips: ReturnType<typeof tip>[], previous = 'd'.repeat(64)) =>
      openCheckpoint(await signCheckpoint(signer, [...tips, log(number)], NOW, { number, previous }), spki);
    const first = await sign(2, [tip(5, 'a')]);
    for (const tips of [[tip(4, 'b')], [tip(5, 'b')], []]) {
      expect(walk([first, await sign(4, tips)]).outcomes).toEqual(['kept', 'rewritten']);
      expect(walk([first, await sign(3, tips, first.hash)]).outcomes).toEqual(['kept', 'rewritten']);
    }
    expect(walk([first, await sign(4, [tip(6, 'b')])]).outcomes).toEqual(['kept', 'kept']);
  });

  test('goes on for ever, and what is remembered of it does not', async () => {
    const signer = memorySigner(`sluice/${PROGRAM}`);
    const spki = await signer.publicKey();
    const tips = [{ chain: 'c0', length: 1, hash: 'a'.repeat(64) }];
    const notes = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        signCheckpoint(signer, tips, NOW + at, { number: 5, previous: 'd'.repeat(64) }),
      ),
    );
    const { outcomes, state } = walk(notes.map((note) => openCheckpoint(note, spki)));
    expect(outcomes.filter((one) => one === 'fork')).toHaveLength(59);
    expect(state.contradictions).toHaveLength(20);
  });
});

test('no clock decides: one an hour off, forward, back or at the witness, is no rewrite', async () => {
  const signer = memorySigner(`sluice/${PROGRAM}`);
  const spki = await signer.publicKey();
  let previous = '0'.repeat(64);
  const ats = [0, HOUR, -HOUR, 300_000].map((off) => NOW + off);
  const checkpoints: OpenedCheckpoint[] = [];
  for (const [index, at] of ats.entries()) {
    const hash = index === 0 ? '0'.repeat(64) : 'e'.repeat(64);
    const tips = [{ chain: 'k0', length: index, hash: index < 2 ? hash : String(index).repeat(64) }];
    checkpoints.push(openCheckpoint(await signCheckpoint(signer, tips, at, { number: index + 1, previous }), spki));
    previous = checkpoints.at(-1)!.hash;
  }
  for (const off of [0, HOUR, -HOUR]) {
    expect(new Set(walk(checkpoints, () => NOW + off).outcomes)).toEqual(new Set(['kept']));
  }
});

describe('health', () => {
  const limits = { stale: 2 * HOUR, gap: 3 * HOUR, silent: 3 * HOUR };
  const state: WitnessState = { ...walk(line).state, began: NOW - 5 * HOUR };

  test('of a witness that has heard of both is good', () => {
    const heard = hearGuard(state, { program: PROGRAM, at: NOW, outcome: 'watching' }, NOW);
    expect(healthOf(heard, NOW, limits)).toEqual({
      ...{ stale: false, gaps: [], contradictions: [], guardSilent: false, guardOff: [] },
    });
  });

  test('is stale when nothing new came, repeated or not, or never anything', () => {
    expect(healthOf(state, NOW + 2 * HOUR, limits).stale).toBe(false);
    expect(healthOf(state, NOW + 2 * HOUR + 1, limits).stale).toBe(true);
    const never = { ...NOTHING_YET, began: NOW };
    expect([1, 3].map((hours) => healthOf(never, NOW + hours * HOUR, limits).stale)).toEqual([false, true]);
    expect(healthOf(NOTHING_YET, NOW, limits).stale).toBe(false);
  });

  test('lacks what is missing for too long, and not what is older than the witness', () => {
    const { state: late } = walk([line[2]!, line[6]!]);
    expect(healthOf(late, NOW + HOUR, limits).gaps).toEqual([]);
    expect(healthOf(late, NOW + 4 * HOUR, limits).gaps).toEqual([{ from: 4, to: 6, since: NOW }]);
  });

  test('a guard is alive as of the earlier of two clocks: nothing told again, or ahead, keeps it alive', () => {
    const said = (at: number) => ({ program: PROGRAM, at, outcome: 'watching' as const });
    const ahead = hearGuard(state, said(NOW + 200_000), NOW);
    expect(ahead.guard.aliveAt).toBe(NOW);
    const further = said(NOW + HOUR);
    expect(hearGuard(ahead, further, NOW)).toBe(ahead);
    // One that was signed ahead hides no honest word when it is told again.
    const blind = hearGuard(ahead, { ...said(NOW + 30 * 60_000), outcome: 'blind', off: ['r'] }, NOW + 30 * 60_000);
    expect(
      healthOf(hearGuard(blind, said(NOW + 200_000), NOW + 40 * 60_000), NOW + 40 * 60_000, limits).guardOff,
    ).toEqual(['r']);
    const old = hearGuard(state, said(NOW), NOW);
    expect(hearGuard(old, said(NOW), NOW + 9 * HOUR)).toBe(old);
    expect(healthOf(old, NOW + 4 * HOUR, limits).guardSilent).toBe(true);
    const behind = hearGuard(state, said(NOW - HOUR), NOW);
    expect(healthOf(behind, NOW, limits).guardSilent).toBe(false);
  });

  test('a guard that is blind is off until it says that it watches again, and not by what it said before', () => {
    const say = (from: WitnessState, at: number, off?: string[]) =>
      hearGuard(from, { program: PROGRAM, at, outcome: off ? 'blind' : 'watching', ...(off && { off }) }, NOW);
    const blind = say(say(state, NOW - 20), NOW - 10, ['doors-kms']);
    expect(healthOf(blind, NOW, limits).guardOff).toEqual(['doors-kms']);
    expect(say(blind, NOW - 20)).toBe(blind);
    expect(healthOf(say(blind, NOW - 5), NOW, limits).guardOff).toEqual([]);
  });

  test('a movement is remembered once, however often it is told, and the last ten', () => {
    const moved = (from: WitnessState, id: string) =>
      hearGuard(from, { program: PROGRAM, at: NOW, outcome: 'moved', id, door: 'watch' }, NOW);
    expect(moved(moved(state, 'e-1'), 'e-1').guard.moved).toEqual([{ id: 'e-1', at: NOW, door: 'watch' }]);
    const many = Array.from({ length: 30 }, (_, at) => `e-${at}`).reduce(moved, state);
    expect(many.guard.moved).toHaveLength(10);
  });
});
