import { describe, expect, test } from '@jest/globals';
import { commitChunk } from './commit.ts';
import type { Chunk, CommitOutcome } from './intake.ts';

const chunk = (...subjects: string[]): Chunk => ({
  ...{ token: 't', lane: 'l', first: '1', last: '2', counters: {}, segments: [], disclosure: '1.0' },
  subjects: subjects.map((subject) => ({ subject, revision: 0, windows: new Map() })),
});
const conflict = (...subjects: string[]): CommitOutcome => ({ kind: 'conflict', subjects });
const unknown: CommitOutcome = { kind: 'unknown', cause: new Error('timed out') };
const committed: CommitOutcome = { kind: 'committed' };

/** Plays the outcomes one after the other, the last one for ever. */
function setup(outcomes: CommitOutcome[], deadline = Number.POSITIVE_INFINITY) {
  const sent: Chunk[] = [];
  const waits: number[] = [];
  let now = 0;
  const options = {
    intake: {
      commit: async (one: Chunk) => {
        sent.push(one);
        return outcomes[Math.min(sent.length, outcomes.length) - 1]!;
      },
    },
    clock: { now: () => now },
    deadline,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
  return { options, sent, waits, now: () => now };
}

describe('the commit loop', () => {
  test('sends what may have been written again, as it was', async () => {
    const { options, sent } = setup([unknown, conflict('a'), unknown, conflict(), committed]);
    const one = chunk('a', 'b');
    expect(await commitChunk(one, options)).toEqual(committed);
    expect(sent).toHaveLength(5);
    expect(sent.every((other) => other === one)).toBe(true);
  });

  test('gives back what does not hold, without another try', async () => {
    const stale: CommitOutcome = { kind: 'stale', subjects: new Map(), segment: false };
    const { options, sent } = setup([stale]);
    expect(await commitChunk(chunk('a'), options)).toBe(stale);
    expect(sent).toHaveLength(1);
  });

  test('names those that conflicted twice', async () => {
    const { options } = setup([conflict('a', 'b'), conflict('b', 'c')]);
    expect(await commitChunk(chunk('a', 'b', 'c'), options)).toEqual({ kind: 'contended', subjects: new Set(['b']) });
  });

  test('goes on with one that is alone already, and with a lane that conflicts', async () => {
    const alone = setup([conflict('a'), conflict('a'), conflict('a'), committed]);
    expect(await commitChunk(chunk('a'), alone.options)).toEqual(committed);
    const lane = setup([conflict(), conflict(), conflict(), committed]);
    expect(await commitChunk(chunk('a', 'b'), lane.options)).toEqual(committed);
  });

  test('waits longer and longer, up to a second, with jitter', async () => {
    const { options, waits } = setup([...Array.from({ length: 12 }, () => unknown), committed]);
    await commitChunk(chunk('a'), options);
    expect(waits).toEqual([2.5, 5, 10, 20, 40, 80, 160, 320, 500, 500, 500, 500]);
  });

  test('stops before the deadline, with what it last heard', async () => {
    const { options, now } = setup([unknown], 1_000);
    await expect(commitChunk(chunk('a'), options)).rejects.toMatchObject({ name: 'Unavailable', cause: unknown.cause });
    expect(now()).toBeLessThan(1_000);
  });

  test.each([
    ['as long as the wait ends before it', 2.6, 2],
    ['not when it would end at it', 2.5, 1],
    ['not when it is over', 0, 1],
  ])('tries again %s', async (_, deadline, tries) => {
    const { options, sent } = setup([unknown], deadline);
    await expect(commitChunk(chunk('a'), options)).rejects.toThrow('commit: unknown until the deadline');
    expect(sent).toHaveLength(tries);
  });

  test('at the deadline a conflict has no cause', async () => {
    const { options } = setup([conflict('a')], 0);
    const given = commitChunk(chunk('a'), options);
    await expect(given).rejects.toMatchObject({ message: 'commit: conflict until the deadline', cause: undefined });
  });
});
