import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REPLAY_WINDOW } from '../../wire/frame.ts';
import type { ReplayWindow } from '../consent/subject.ts';
import { account, accounted, ahead, pending, unseen } from './replay-window.ts';

/** The same by sets, without any cleverness. */
class Model {
  seen = new Set<number>();
  missing = new Set<number>();
  high = 0;
  take(number: number): { verdict: 'new' | 'repeated'; missing: number } {
    if (this.seen.has(number) || number <= this.high - REPLAY_WINDOW) return { verdict: 'repeated', missing: 0 };
    this.seen.add(number);
    this.high = Math.max(this.high, number);
    let left = 0;
    for (let n = 1; n <= this.high - REPLAY_WINDOW; n++) {
      if (this.seen.has(n) || this.missing.has(n)) continue;
      this.missing.add(n);
      left++;
    }
    return { verdict: 'new', missing: left };
  }
  has = (n: number) => this.seen.has(n) || this.missing.has(n);
  count(from: number, to: number, has: boolean): number {
    let found = 0;
    for (let n = from; n <= to; n++) if (this.has(n) === has) found++;
    return found;
  }
}

/** Mostly near each other, as frames are; sometimes far away. */
const numbers = fc.array(fc.oneof({ weight: 5, arbitrary: fc.nat(150) }, { weight: 1, arbitrary: fc.nat(500) }), {
  maxLength: 200,
});

describe('replay window', () => {
  it('does as sets do, for any numbers in any order', () => {
    fc.assert(
      fc.property(numbers, fc.nat(520), (sent, acked) => {
        // Prepare
        const model = new Model();
        let window: ReplayWindow | undefined;

        for (const number of sent.map((n) => n + 1)) {
          // Act
          const wanted = model.take(number);
          const got = account(window, number);

          // Assess
          expect(got.verdict).toBe(wanted.verdict);
          if (got.verdict === 'repeated') continue;
          expect(got.missing).toBe(wanted.missing);
          window = got.window;
          expect(window.high).toBe(model.high);
        }
        expect(accounted(window)).toBe(model.seen.size + model.missing.size);
        expect(pending(window, acked)).toBe(model.count(1, acked, false));
        expect(ahead(window, acked)).toBe(model.count(acked + 1, Math.max(model.high, acked), true));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the books: told = accounted - ahead + pending', () => {
    fc.assert(
      fc.property(numbers, fc.nat(700), (sent, acked) => {
        let window: ReplayWindow | undefined;
        for (const number of sent) {
          const got = account(window, number + 1);
          if (got.verdict === 'new') window = got.window;
        }
        expect(accounted(window) - ahead(window, acked) + pending(window, acked)).toBe(acked);
      }),
    );
  });

  it('tells 64 numbers apart, and no more', () => {
    const { window } = account(undefined, 64) as { window: ReplayWindow };
    expect(unseen(window)).toBe(63);
    expect(account(window, 1)).toMatchObject({ verdict: 'new', missing: 0 });
    const moved = account(window, 65);
    expect(moved).toMatchObject({ verdict: 'new', missing: 1 });
    expect(account((moved as { window: ReplayWindow }).window, 1)).toEqual({ verdict: 'repeated' });
  });

  it('fits 64 bits, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 50 }), (sent) => {
        let window: ReplayWindow | undefined;
        for (const number of sent) {
          const got = account(window, Math.max(1, number));
          if (got.verdict === 'new') window = got.window;
        }
        if (window) expect(BigInt.asUintN(64, window.seen)).toBe(window.seen);
      }),
    );
  });

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN])('does not take %p for a number', (number) => {
    expect(() => account(undefined, number)).toThrow('safe integers');
  });
});
