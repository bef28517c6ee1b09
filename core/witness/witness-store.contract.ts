import { expect, test } from '@jest/globals';
import { NOTHING_YET, type WitnessState } from './witness.ts';
import type { WitnessStore } from './witness-store.ts';

const STATE: WitnessState = {
  began: 1,
  newest: { number: 7, hash: 'a'.repeat(64), at: 2, receivedAt: 3 },
  recent: [{ number: 7, hash: 'a'.repeat(64) }],
  missing: [{ from: 1, to: 6, since: 3, earlier: true }],
  contradictions: [{ outcome: 'fork', number: 7, hash: 'b'.repeat(64), receivedAt: 4, why: 'two' }],
  guard: { aliveAt: 5, off: ['doors-kms'], moved: [{ id: 'e-1', at: 4, door: 'watch' }] },
};

/** What every adapter of `WitnessStore` keeps. @param make one that has kept nothing */
export function witnessStoreContract(make: () => Promise<WitnessStore>): void {
  test('begins with nothing, and gives back what was written last', async () => {
    const store = await make();
    expect(await store.read()).toEqual({ state: NOTHING_YET, version: 0 });
    expect(await store.write(STATE, 0)).toBe(true);
    const { state, version } = await store.read();
    expect(state).toEqual(STATE);
    expect(await store.write({ ...STATE, began: 9 }, version)).toBe(true);
    expect((await store.read()).state.began).toBe(9);
  });

  test('of runs that saw the same state one moves it on', async () => {
    const store = await make();
    for (const version of [0, 1]) {
      const wrote = await Promise.all([1, 2, 3].map((began) => store.write({ ...STATE, began }, version)));
      expect(wrote.filter(Boolean)).toHaveLength(1);
    }
    expect(await store.write(STATE, 0)).toBe(false);
    expect(await store.write(STATE, 7)).toBe(false);
  });

  test('keeps one note of a number, and the first', async () => {
    const store = await make();
    expect(await store.note(3)).toBeUndefined();
    expect(await store.keep('a note\n', 3)).toBe(true);
    expect(await store.keep('another\n', 3)).toBe(false);
    expect(await store.note(3)).toBe('a note\n');
    expect(await store.note(30)).toBeUndefined();
  });

  test('keeps what lies beside once, under its name', async () => {
    const store = await make();
    expect(await store.keepBeside('contradictions', '3-abc', 'other\n')).toBe(true);
    expect(await store.keepBeside('contradictions', '3-abc', 'other\n')).toBe(false);
    expect(await store.keepBeside('guard', '3-abc', '{}')).toBe(true);
    expect(await store.note(3)).toBeUndefined();
  });

  test('publishes a statement over the one before', async () => {
    const store = await make();
    await store.publish('{"n":1}');
    await expect(store.publish('{"n":2}')).resolves.toBeUndefined();
  });
}
