import { expect, test } from '@jest/globals';
import type { ProbeState, ProbeStore } from './probes.ts';

const STATE: ProbeState = { probe: 'doors', branch: 'changes', incident: 'i', upTo: 1 };

/** What every adapter of `ProbeStore` keeps. @param make one that is empty */
export function probesContract(make: () => Promise<ProbeStore>): void {
  test('a probe is written once where there is none, and read as it was written', async () => {
    const store = await make();
    expect(await store.all()).toEqual({ kept: [], damaged: [] });
    const whole = {
      ...STATE,
      asked: 2,
      outcome: 'red' as const,
      since: 2,
      counted: { missing: 3 },
      goesOn: { to: 4, at: 'e' },
    };
    expect([await store.write(whole, undefined), await store.write(STATE, undefined)]).toEqual([true, false]);
    expect(await store.all()).toEqual({ kept: [{ state: whole, version: 1 }], damaged: [] });
  });

  test('it is written over what was read, by one of two; they are read by name', async () => {
    const store = await make();
    await store.write(STATE, undefined);
    await store.write({ ...STATE, probe: 'a' }, undefined);
    const next = { ...STATE, upTo: 5 };
    expect([await store.write(next, 1), await store.write({ ...STATE, upTo: 9 }, 1)]).toEqual([true, false]);
    expect(await store.all()).toEqual({
      kept: [
        { state: { ...STATE, probe: 'a' }, version: 1 },
        { state: next, version: 2 },
      ],
      damaged: [],
    });
  });
}
