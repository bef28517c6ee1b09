import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../shared/clock.ts';
import type { Refused } from '../shared/errors.ts';
import type { GateStore } from './gate.ts';
import { establishLane } from './lane.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

/** A fresh gate, and what a commit does: a conditional write on a lane. */
export interface GateHarness {
  store: GateStore;
  /** Commits against the lane at that epoch; false when the condition fails. */
  commit(lane: string, epoch: number): Promise<boolean>;
  /** Enters a lane into the registry and does no more, as a maker that died leaves it. */
  list(lane: string): Promise<unknown>;
  /** Puts a lane's row, as a table that was restored may have it. */
  put(lane: string, state: 'open' | 'closed', epoch: number): Promise<unknown>;
}

/** What every adapter of the gate keeps: run on the memory adapter in the unit tests, on AWS's in the end-to-end tests. */
export function gateContract(name: string, make: () => Promise<GateHarness>): void {
  describe(`gate: ${name}`, () => {
    it('starts open at epoch 1, held by nobody, without lanes', async () => {
      const { store } = await make();
      const since = expect.any(Number);
      expect(await store.read()).toStrictEqual({
        ...{ state: 'open', epoch: 1, holds: [], since },
        ...{ over: [], placed: new Map() },
      });
      expect(await store.lanes()).toEqual([]);
    });

    it('lets nothing through a lane that was added but not opened', async () => {
      const { store, commit } = await make();
      await store.addLane('a');
      expect(await store.lanes()).toEqual(['a']);
      expect(await commit('a', 1)).toBe(false);
      expect(await commit('nobody', 1)).toBe(false);
    });

    it('opens no lane that was listed and never put', async () => {
      const { store, commit, list } = await make();
      await store.read();
      await list('a');
      expect(await store.lanes()).toEqual(['a']);
      expect(await store.openLane('a', 1)).toBe(false);
      expect(await commit('a', 1)).toBe(false);
    });

    it('opens no lane that was closed for the epoch, and takes none for open that is ahead of the root', async () => {
      const { store, commit, list, put } = await make();
      await store.read();
      for (const lane of ['shut', 'ahead']) await list(lane);
      expect(await store.closeLane('shut', 1)).toStrictEqual({ lane: 'shut' });
      expect(await store.openLane('shut', 1)).toBe(false);
      expect(await commit('shut', 1)).toBe(false);
      await put('ahead', 'open', 3);
      expect(await store.openLane('ahead', 1)).toBe(false);
      expect(await commit('ahead', 1)).toBe(false);
    });

    it('opens a lane for the epoch of the open root, once and again, and for no other', async () => {
      const { store, commit } = await make();
      await store.read();
      await store.addLane('a');
      expect(await store.openLane('a', 2)).toBe(false);
      expect(await store.openLane('a', 1)).toBe(true);
      expect(await store.openLane('a', 1)).toBe(true);
      expect(await commit('a', 1)).toBe(true);
      expect(await commit('a', 2)).toBe(false);
    });

    it('is ended by who holds it closed, who lets go no more, and by nobody else', async () => {
      const { store } = await make();
      const placed = { at: 1 };
      await expect(store.end('i1')).rejects.toMatchObject({ reason: 'not-held' });
      await store.hold('i1', placed);
      // Lanes may still be open.
      await expect(store.end('i1')).rejects.toMatchObject({ reason: 'not-held' });
      const { epoch } = await store.markClosed(2, 2);
      await expect(store.end('i2')).rejects.toMatchObject({ reason: 'not-held' });
      expect(await store.end('i1')).toMatchObject({ state: 'closed', holds: ['i1'], ended: 'i1' });
      await store.hold('i2', placed);
      expect(await store.end('i2')).toMatchObject({ holds: ['i1', 'i2'], ended: 'i1' });
      await expect(store.release('i1', epoch, 3)).rejects.toMatchObject({ reason: 'terminated' });
      // Another lets go as ever, and opens nothing.
      expect(await store.release('i2', epoch, 3)).toMatchObject({ state: 'closed', epoch, holds: ['i1'] });
      await expect(store.release('i1', epoch, 3)).rejects.toMatchObject({ reason: 'terminated' });
      expect(await store.read()).toMatchObject({ state: 'closed', epoch, holds: ['i1'], ended: 'i1' });
    });

    it('keeps an open lane as it is when it is added again', async () => {
      const { store, commit } = await make();
      await store.read();
      await establishLane(store, 'a', 1);
      await store.addLane('a');
      expect(await commit('a', 1)).toBe(true);
      expect(await store.lanes()).toEqual(['a']);
    });

    it('closes, and one epoch further, on the first hold; further holds join', async () => {
      const { store } = await make();
      await store.read();
      expect(await store.hold('one', { at: 10 })).toMatchObject({
        state: 'closing',
        epoch: 2,
        holds: ['one'],
        since: 10,
      });
      expect(await store.hold('one', { at: 20 })).toMatchObject({
        state: 'closing',
        epoch: 2,
        holds: ['one'],
        since: 10,
      });
      const { holds, ...state } = await store.hold('two', { at: 30 });
      expect(state).toMatchObject({ state: 'closing', epoch: 2, since: 10 });
      expect([...holds].sort()).toEqual(['one', 'two']);
    });

    it('is closed once that was said for the epoch at which it closes, and then joined as such', async () => {
      const { store } = await make();
      await store.hold('one', { at: 10 });
      expect(await store.markClosed(1, 15)).toMatchObject({ state: 'closing', epoch: 2 });
      expect(await store.markClosed(2, 15)).toMatchObject({ state: 'closed', epoch: 2, holds: ['one'], since: 10 });
      expect(await store.markClosed(2, 99)).toMatchObject({ state: 'closed', epoch: 2, closedAt: 15 });
      expect(await store.hold('two', { at: 30 })).toMatchObject({ state: 'closed', epoch: 2, since: 10 });
      await store.release('one', 2, 40);
      expect(await store.release('two', 2, 40)).toMatchObject({ state: 'open', epoch: 3 });
      const { closedAt, state } = await store.markClosed(3, 50);
      expect({ closedAt, state }).toEqual({ closedAt: undefined, state: 'open' });
    });

    it('knows of each hold when it was placed first, and by whom', async () => {
      const { store } = await make();
      await store.hold('one', { at: 10, by: 'rita' });
      await store.hold('one', { at: 20, by: 'otto' });
      await store.hold('two', { at: 30 });
      const { placed } = await store.read();
      expect([...placed].sort()).toStrictEqual([
        ['one', { at: 10, by: 'rita' }],
        ['two', { at: 30 }],
      ]);
      await store.markClosed(2, 31);
      expect([...(await store.release('one', 2, 40)).placed]).toStrictEqual([['two', { at: 30 }]]);
    });

    it('can be held before it was ever looked at', async () => {
      const { store } = await make();
      expect(await store.hold('one', { at: 10 })).toMatchObject({ state: 'closing', epoch: 2, holds: ['one'] });
      expect(await store.read()).toMatchObject({ state: 'closing', epoch: 2, holds: ['one'] });
    });

    it('closes a lane that is listed but was never put, so that a slow maker finds it closed', async () => {
      const { store, commit } = await make();
      await store.read();
      await store.closeLane('ghost', 2);
      await store.addLane('ghost');
      expect(await store.openLane('ghost', 1)).toBe(false);
      expect(await commit('ghost', 1)).toBe(false);
    });

    it('does not close a lane that is at the epoch or beyond', async () => {
      const { store, commit } = await make();
      await store.read();
      await establishLane(store, 'a', 1);
      await store.closeLane('a', 1);
      expect(await commit('a', 1)).toBe(true);
      await store.closeLane('a', 2);
      expect(await commit('a', 1)).toBe(false);
    });

    it('refuses to release at another epoch, or for an incident that does not hold', async () => {
      const { store } = await make();
      await store.read();
      const refused = (release: Promise<unknown>) =>
        release.then(String, ({ reason, message }: Refused) => `${reason}: ${message}`);
      expect(await refused(store.release('one', 1, 5))).toBe('epoch: the gate is open at epoch 1, not closed at 1');
      await store.hold('one', { at: 10 });
      expect(await refused(store.release('one', 2, 20))).toBe('epoch: the gate is closing at epoch 2, not closed at 2');
      await store.markClosed(2, 15);
      expect(await refused(store.release('one', 1, 20))).toBe('epoch: the gate is closed at epoch 2, not closed at 1');
      expect(await refused(store.release('two', 2, 20))).toBe('not-held: this incident does not hold the gate');
      expect(await store.read()).toMatchObject({ state: 'closed', epoch: 2, holds: ['one'] });
    });

    it('stays closed while another incident holds it, at the same epoch', async () => {
      const { store } = await make();
      await store.read();
      await store.hold('one', { at: 10 });
      await store.hold('two', { at: 11 });
      await store.markClosed(2, 15);
      expect(await store.release('one', 2, 20)).toMatchObject({ state: 'closed', epoch: 2, holds: ['two'], since: 10 });
      expect(await store.release('two', 2, 30)).toMatchObject({ state: 'open', epoch: 3, holds: [], since: 30 });
    });

    it('answers the release of an incident that is over with the state as it is, whatever happened since', async () => {
      const { store } = await make();
      await store.read();
      await store.hold('one', { at: 10 });
      await store.markClosed(2, 15);
      await store.release('one', 2, 20);
      expect(await store.release('one', 2, 21)).toMatchObject({ state: 'open', epoch: 3, since: 20 });
      await store.hold('two', { at: 30 });
      expect(await store.release('one', 2, 31)).toMatchObject({ state: 'closing', epoch: 4, holds: ['two'] });
      await store.markClosed(4, 15);
      await store.release('two', 4, 40);
      expect(await store.release('one', 2, 41)).toMatchObject({ state: 'open', epoch: 5, holds: [] });
      expect((await store.read()).over.sort()).toEqual(['one', 'two']);
    });

    it('cannot be held again by an incident that is over, neither while it is open nor while it is held by another', async () => {
      const { store } = await make();
      await store.hold('one', { at: 10 });
      await store.markClosed(2, 15);
      await store.release('one', 2, 20);
      await expect(store.hold('one', { at: 30 })).rejects.toMatchObject({ reason: 'over' });
      expect(await store.read()).toMatchObject({ state: 'open', epoch: 3, holds: [] });
      await store.hold('two', { at: 40 });
      await expect(store.hold('one', { at: 50 })).rejects.toThrow('has let go of the gate, and cannot hold it again');
      expect(await store.read()).toMatchObject({ holds: ['two'], over: ['one'] });
    });

    it('takes a retired lane out of the registry and closes it', async () => {
      const { store, commit } = await make();
      await store.read();
      await establishLane(store, 'a', 1);
      await establishLane(store, 'b', 1);
      await store.retireLane('a');
      expect(await store.lanes()).toEqual(['b']);
      expect(await commit('a', 1)).toBe(false);
      expect(await store.openLane('a', 1)).toBe(false);
      expect(await establishLane(store, 'a', 1)).toBe(true);
      expect(await commit('a', 1)).toBe(true);
    });

    it('pauses: closes every lane and tells each checkpoint; resumes: opens them for the next epoch', async () => {
      const { store, commit } = await make();
      const stores = { collection: store };
      await store.read();
      const lanes = Array.from({ length: 9 }, (_, index) => `lane-${index}`);
      for (const lane of lanes) await establishLane(store, lane, 1);

      const paused = await pause(stores, 'one', systemClock);
      expect(paused.gates).toHaveLength(1);
      expect(paused.gates[0]).toMatchObject({ gate: 'collection', epoch: 2 });
      expect(paused.gates[0]!.lanes.map(({ lane }) => lane)).toEqual(lanes);
      expect(await store.read()).toMatchObject({ state: 'closed', holds: ['one'] });
      for (const lane of lanes) expect(await commit(lane, 1)).toBe(false);

      const [resumed] = await resume(stores, 'one', { collection: 2 }, systemClock);
      expect(resumed).toMatchObject({ gate: 'collection', state: { state: 'open', epoch: 3 }, opened: lanes });
      for (const lane of lanes) {
        expect(await commit(lane, 1)).toBe(false);
        expect(await commit(lane, 3)).toBe(true);
      }
    });
  });
}
