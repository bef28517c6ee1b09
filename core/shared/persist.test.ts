import { describe, expect, it } from '@jest/globals';
import { persist } from './persist.ts';

class Busy extends Error {}
const transient = (error: unknown) => error instanceof Busy;

/** Time that passes only when somebody sleeps. */
function time() {
  const slept: number[] = [];
  let at = 0;
  return {
    slept,
    now: () => at,
    sleep: async (ms: number) => {
      slept.push(ms);
      at += ms;
    },
  };
}

describe('persist', () => {
  it('repeats until it took, and tells which try it is', async () => {
    const { now, sleep } = time();
    const tries: number[] = [];
    const result = await persist(
      async (at) => {
        tries.push(at);
        if (at < 5) throw new Busy();
        return 'done';
      },
      { transient, now, sleep },
    );
    expect(result).toBe('done');
    expect(tries).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('pauses at random below a bound that doubles up to the cap', async () => {
    const { now, sleep, slept } = time();
    const busy = (at: number) => (at < 6 ? Promise.reject(new Busy()) : Promise.resolve());
    await persist(busy, { transient, now, sleep, base: 10, cap: 100, random: () => 0.5 });
    expect(slept).toEqual([5, 10, 20, 40, 50, 50]);
  });

  it('throws at once what is not worth another try', async () => {
    let tries = 0;
    const attempt = async () => {
      tries++;
      throw new Error('denied');
    };
    await expect(persist(attempt, { transient })).rejects.toThrow('denied');
    expect(tries).toBe(1);
  });

  it('gives up at the deadline, with the last error as the cause', async () => {
    const { now, sleep } = time();
    const attempt = () => Promise.reject(new Busy('still'));
    const failure = await persist(attempt, { transient, now, sleep, deadline: 1_000, random: () => 0.99 }).catch(
      (e) => e,
    );
    expect(failure).toMatchObject({ name: 'SluiceError', cause: expect.any(Busy) });
    expect(failure.message).toMatch(/within 1000 ms, \d+ tries/);
    expect(now()).toBeGreaterThanOrEqual(1_000);
    expect(now()).toBeLessThan(1_200);
  });
});
