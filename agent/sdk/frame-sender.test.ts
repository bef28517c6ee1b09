import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { account } from '../../core/books/replay-window.ts';
import type { ReplayWindow } from '../../core/consent/subject.ts';
import { REPLAY_WINDOW } from '../../wire/frame.ts';
import { FrameSender } from './frame-sender.ts';
import type { PutOutcome } from './frame-sink.ts';
import { createMemorySpool } from './spool.ts';
import { ManualClock } from './testing.ts';

/** Sends a backlog to a stream that answers each record of each put as it is told. @returns numbers as they arrived */
async function arrivals(frames: number, outcome: (number: number, put: number) => PutOutcome): Promise<number[]> {
  const spool = createMemorySpool();
  const clock = new ManualClock();
  for (let i = 0; i < frames; i++) await spool.add(1, 'subject', () => new Uint8Array(8));
  const arrived: number[] = [];
  let puts = 0;
  const sender = new FrameSender({
    spool,
    sink: {
      use() {},
      close() {},
      async put(some) {
        puts++;
        const outcomes = some.map(({ number }) => outcome(number, puts));
        arrived.push(...some.flatMap(({ number }, at) => (outcomes[at] === 'acknowledged' ? [number] : [])));
        return outcomes;
      },
    },
    clock,
    random: () => 0.5,
    onAcknowledged() {},
    onRetried() {},
    onDenied() {},
    onDamaged() {},
    onTrouble() {},
    onCredentials() {},
    onSpoolFailed(cause) {
      throw cause;
    },
  });
  sender.unblock();
  for (let turn = 0; turn < 3_000 && spool.pending().length > 0; turn++) await clock.pass(60_000);
  return arrived;
}

/** What the redactor's window says of numbers in their order of arrival. */
function verdicts(numbers: readonly number[]): { repeated: number; missing: number } {
  let window: ReplayWindow | undefined;
  const told = { repeated: 0, missing: 0 };
  for (const number of numbers) {
    const seen = account(window, number);
    if (seen.verdict === 'repeated') told.repeated++;
    else {
      window = seen.window;
      told.missing += seen.missing;
    }
  }
  return told;
}

describe('numbers under way never leave the replay window', () => {
  test.each([1, 5, 8, 40])('when one record is refused %p times while those beside it pass', async (times) => {
    const arrived = await arrivals(300, (number, put) => (number === 1 && put <= times ? 'retry' : 'acknowledged'));

    expect(arrived).toHaveLength(300);
    expect(verdicts(arrived)).toEqual({ repeated: 0, missing: 0 });
  });

  test('whatever the stream throttles, record by record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(0.1, 0.3, 0.5, 0.7, 0.9),
        // When all are drawn, nothing is throttled any more.
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 200, maxLength: 2_000, size: 'max' }),
        async (frames, share, draws) => {
          let at = 0;
          const arrived = await arrivals(frames, () => ((draws[at++] ?? 1) < share ? 'retry' : 'acknowledged'));

          expect(new Set(arrived).size).toBe(frames);
          expect(verdicts(arrived)).toEqual({ repeated: 0, missing: 0 });
          const waiting = new Set(arrived);
          for (const number of arrived) {
            expect(number).toBeLessThan(Math.min(...waiting) + REPLAY_WINDOW);
            waiting.delete(number);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('goes on as soon as the one that is behind has passed', async () => {
    const arrived = await arrivals(130, (number, put) => (number === 1 && put <= 20 ? 'retry' : 'acknowledged'));

    expect(arrived.indexOf(1)).toBe(REPLAY_WINDOW - 1);
    expect(arrived.at(-1)).toBe(130);
  });
});
