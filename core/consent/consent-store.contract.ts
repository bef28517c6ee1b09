import { describe, expect, it } from '@jest/globals';
import { GATES, type GateName, type GateStore } from '../gate/gate.ts';
import { entryBy } from '../ledger/entry-by.memory.ts';
import type { EntryFacts } from '../ledger/ledger.ts';
import type { ConsentFields, ConsentStore, DeviceStep } from './consent-store.ts';
import type { DeviceWindow } from './subject.ts';

export interface ConsentHarness {
  store: ConsentStore;
  /** Entries appended so far, in any order. */
  entries(): Promise<EntryFacts[]>;
  /** What intake does: moves a device's window and the revision. */
  moveWindow(subject: string, device: string, window: DeviceWindow): Promise<void>;
  gates: Record<GateName, Pick<GateStore, 'read' | 'hold' | 'markClosed' | 'release' | 'end'>>;
}

const fields = (over: Partial<ConsentFields> = {}): ConsentFields => ({
  state: 'enrolled',
  serial: '',
  disclosure: '',
  keyId: 'key-1',
  enrolledAt: 1_000,
  ...over,
});
const boundFor = { groups: ['employees'], excluded: ['contractors'] };
const entry = (kind: EntryFacts['kind'], subject: string) => entryBy(kind, subject, { at: 1_000, subject });

/** What every adapter of the store of consents keeps. */
export function consentStoreContract(name: string, make: () => Promise<ConsentHarness>): void {
  describe(`consent store: ${name}`, () => {
    const enrolled = async (subject: string, harness: ConsentHarness) => {
      const { store } = harness;
      const change = { subject, seen: undefined, next: fields(), device: { device: 'laptop', at: 1_000 } };
      expect(await store.change({ ...change, entry: entry('choice', subject) })).toBe('done');
      return (await store.read(subject))!;
    };

    it('knows nobody at first', async () => {
      const { store } = await make();
      expect(await store.read('nobody')).toBeUndefined();
      expect(await store.device('nobody', 'laptop')).toBeUndefined();
      expect(await store.devices('nobody')).toEqual([]);
    });

    it('takes no change that asks for it once the program has ended, and all others', async () => {
      const harness = await make();
      const { store, gates } = harness;
      const seen = await enrolled('ann', harness);
      const change = { subject: 'ann', seen, next: fields({ state: 'withdrawn', serial: 'A' }) };
      const asked = { ...change, unlessEnded: true as const, entry: entry('choice', 'ann') };
      await gates.collection.hold('i1', { at: 1 });
      const { epoch } = await gates.collection.read();
      await gates.collection.markClosed(epoch, 2);
      expect(await store.change({ ...asked, next: fields({ serial: 'A' }) })).toBe('done');
      const again = { ...asked, seen: (await store.read('ann'))! };
      const before = (await harness.entries()).length;
      await gates.collection.end('i1');
      expect(await store.change(again)).toBe('ended');
      const fresh = { subject: 'bob', seen: undefined, next: fields(), unlessEnded: true as const };
      expect(await store.change({ ...fresh, device: { device: 'd', at: 1 }, entry: entry('choice', 'bob') })).toBe(
        'ended',
      );
      expect([await store.read('bob'), await store.device('bob', 'd')]).toEqual([undefined, undefined]);
      expect(await harness.entries()).toHaveLength(before);
      expect(await store.change({ ...change, seen: again.seen, entry: entry('choice', 'ann') })).toBe('done');
    });

    it('counts who is in which state, each once, however they are paused', async () => {
      const harness = await make();
      const { store } = harness;
      for (const subject of ['ann', 'bob', 'eve']) await enrolled(subject, harness);
      const chose = async (subject: string, next: ConsentFields) =>
        store.change({ subject, seen: (await store.read(subject))!, next, entry: entry('choice', subject) });
      await chose('bob', fields({ state: 'live', serial: 'A', disclosure: '1.0', pausedAt: 2_000 }));
      await chose('eve', fields({ state: 'withdrawn', serial: 'B', disclosure: '1.0' }));

      expect(await store.states()).toEqual({ enrolled: 1, live: 1, withdrawn: 1, erased: 0 });
    });

    it('puts row, device and entry together', async () => {
      const harness = await make();
      const row = await enrolled('ann', harness);
      expect(row).toEqual({ ...fields(), subject: 'ann', windows: new Map(), revision: 0, enrolments: 1 });
      expect(await harness.store.devices('ann')).toEqual([
        { device: 'laptop', acked: 0, enrolledAt: 1_000, leaseExpires: 0, delivers: 0 },
      ]);
      expect(await harness.entries()).toMatchObject([{ kind: 'choice', subject: 'ann' }]);
    });

    it('writes nothing, the entry included, when the row is not as it was seen', async () => {
      const harness = await make();
      const { store } = harness;
      const row = await enrolled('ann', harness);
      const next = fields({ state: 'live', serial: 'A', disclosure: '1.0' });
      expect(await store.change({ subject: 'ann', seen: undefined, next, entry: entry('choice', 'ann') })).toBe(
        'stale',
      );
      for (const other of [{ state: 'withdrawn' as const }, { serial: 'Z' }, { keyId: 'other' }]) {
        const change = { subject: 'ann', seen: { ...row, ...other }, next, entry: entry('choice', 'ann') };
        expect(await store.change(change)).toBe('stale');
      }
      expect(await store.read('ann')).toEqual(row);
      expect(await harness.entries()).toHaveLength(1);
    });

    it('writes nothing when the device is there already', async () => {
      const harness = await make();
      const row = await enrolled('ann', harness);
      const device = { device: 'laptop', at: 2_000 };
      const change = { subject: 'ann', seen: row, device, entry: entry('choice', 'ann') };
      expect(await harness.store.change(change)).toBe('stale');
      expect(await harness.store.device('ann', 'laptop')).toMatchObject({ enrolledAt: 1_000 });
      expect(await harness.entries()).toHaveLength(1);
    });

    it('adds a device and counts it, and leaves the row else as it is', async () => {
      const harness = await make();
      const row = await enrolled('ann', harness);
      const change = {
        subject: 'ann',
        seen: row,
        device: { device: 'desk', at: 2_000 },
        entry: entry('choice', 'ann'),
      };
      expect(await harness.store.change(change)).toBe('done');
      expect(await harness.store.read('ann')).toEqual({ ...row, enrolments: 2 });
      expect((await harness.store.devices('ann')).map(({ device }) => device).sort()).toEqual(['desk', 'laptop']);
    });

    it('adds no device when another one was added since the row was seen: devices can be counted before', async () => {
      const harness = await make();
      const { store } = harness;
      const seen = await enrolled('ann', harness);
      const add = (device: string) => {
        const change = { subject: 'ann', seen, device: { device, at: 2_000 }, entry: entry('choice', 'ann') };
        return store.change(change);
      };
      expect((await Promise.all(['a', 'b', 'c', 'd'].map(add))).sort()).toEqual(['done', 'stale', 'stale', 'stale']);
      expect(await add('e')).toBe('stale');
      expect(await store.devices('ann')).toHaveLength(2);
      expect(await store.read('ann')).toMatchObject({ enrolments: 2 });
    });

    it('changes consent while windows move, and leaves them alone', async () => {
      const harness = await make();
      const { store } = harness;
      const row = await enrolled('ann', harness);
      const window = { high: 2 ** 53 - 1, seen: 2n ** 64n - 1n };
      await harness.moveWindow('ann', 'laptop', window);
      const next = fields({ state: 'live', serial: 'A', disclosure: '1.0', consentedAt: 2_000, language: 'de' });
      expect(await store.change({ subject: 'ann', seen: row, next, entry: entry('choice', 'ann') })).toBe('done');
      expect(await store.read('ann')).toEqual({
        ...next,
        subject: 'ann',
        windows: new Map([['laptop', window]]),
        revision: 1,
        enrolments: 1,
      });
    });

    it('takes away what the next state does not have', async () => {
      const harness = await make();
      const { store } = harness;
      const row = await enrolled('ann', harness);
      const erased = fields({ state: 'erased', erasedAt: 3_000, consentedAt: 2_000 });
      await store.change({ subject: 'ann', seen: row, next: erased, entry: entry('erasure', 'ann') });
      const seen = await store.read('ann');
      expect(seen).toEqual({ ...erased, subject: 'ann', windows: new Map(), revision: 0, enrolments: 1 });
      const next = fields({ keyId: 'key-2', enrolledAt: 4_000 });
      expect(await store.change({ subject: 'ann', seen, next, entry: entry('choice', 'ann') })).toBe('done');
      expect(await store.read('ann')).toEqual({
        ...{ ...next, subject: 'ann', windows: new Map(), revision: 0, enrolments: 1 },
      });
    });

    it('knows the keys of all erasures, of those too who have enrolled again', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('bob', harness);
      const change = async (next: ConsentFields, erasedKey?: string) => {
        const seen = await store.read('ann');
        const entries = entry('erasure', 'ann');
        return store.change({ subject: 'ann', seen, next, entry: entries, ...(erasedKey && { erasedKey }) });
      };
      await enrolled('ann', harness);
      expect(await store.erasedKeys()).toEqual({ keys: [], subjects: [], damaged: [] });
      const [first, ...others] = ['c', 'a', 'b', 'd'];
      let keyId = first!;
      for (const other of others) {
        expect(await change(fields({ state: 'erased', keyId }))).toBe('done');
        expect(await change(fields({ keyId: other }), keyId)).toBe('done');
        keyId = other;
      }
      expect(await change(fields({ state: 'live', keyId, serial: 'A', disclosure: '1.0' }))).toBe('done');
      const keys = async () => (await store.erasedKeys()).keys.map((one) => `${one.subject} ${one.keyId}`).sort();
      expect(await store.read('ann')).toMatchObject({ erasedKeys: ['a', 'b', 'c'] });
      expect(await keys()).toEqual(['ann a', 'ann b', 'ann c']);
      const { enrolledAt } = (await store.read('ann'))!;
      expect((await store.erasedKeys()).subjects).toEqual([{ subject: 'ann', before: enrolledAt }]);
      await change(fields({ state: 'erased', keyId }));
      expect(await keys()).toEqual(['ann a', 'ann b', 'ann c', 'ann d']);
    });

    it('knows the key of a first erasure', async () => {
      const harness = await make();
      const seen = await enrolled('ann', harness);
      const next = fields({ state: 'erased', erasedAt: 3_000 });
      await harness.store.change({ subject: 'ann', seen, next, entry: entry('erasure', 'ann') });
      const keys = [{ subject: 'ann', keyId: 'key-1' }];
      expect(await harness.store.erasedKeys()).toEqual({ keys, subjects: [{ subject: 'ann' }], damaged: [] });
    });

    it.each(GATES)(
      'does not erase while the gate of %s is held, until the hold is older than it may be',
      async (gate) => {
        const harness = await make();
        const { store } = harness;
        const seen = await enrolled('ann', harness);
        await harness.gates[gate].hold('incident', { at: 5_000 });
        const next = fields({ state: 'erased', erasedAt: 6_000 });
        const change = { subject: 'ann', seen, next, entry: entry('erasure', 'ann') };
        expect(await store.change({ ...change, unlessHeldSince: 4_999 })).toBe('held');
        expect(await store.read('ann')).toEqual(seen);
        expect(await store.change({ ...change, seen: { ...seen, serial: 'Z' }, unlessHeldSince: 4_999 })).toBe('stale');
        expect(await store.change({ ...change, unlessHeldSince: 5_000 })).toBe('done');
        expect(await store.read('ann')).toMatchObject({ state: 'erased' });
      },
    );

    it('erases while the gates are open, however short a time', async () => {
      const harness = await make();
      const seen = await enrolled('ann', harness);
      for (const gate of GATES) {
        const { epoch } = await harness.gates[gate].hold('incident', { at: 5_000 });
        await harness.gates[gate].markClosed(epoch, 5_001);
        await harness.gates[gate].release('incident', epoch, 6_000);
      }
      const next = fields({ state: 'erased', erasedAt: 6_000 });
      const change = { subject: 'ann', seen, next, entry: entry('erasure', 'ann'), unlessHeldSince: 4_000 };
      expect(await harness.store.change(change)).toBe('done');
    });

    it('keeps the greatest of what a device told, and only of a device that is enrolled', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const lease = { hour: 7, most: 9, goesOn: true };
      await store.tell('ann', 'laptop', { acked: 7, lease: { ...lease, expires: 9_000 }, delivers: 50 });
      await store.tell('ann', 'laptop', { acked: 5, lease: { ...lease, expires: 8_000 }, delivers: 40 });
      await store.tell('ann', 'laptop', { acked: 6 });
      expect(await store.device('ann', 'laptop')).toMatchObject({ acked: 7, leaseExpires: 9_000, delivers: 50 });
      await expect(store.tell('ann', 'other', { acked: 1 })).rejects.toThrow('enrolled before');
      expect(await store.device('ann', 'other')).toBeUndefined();
    });

    it('counts the leases of a device in an hour, whatever was supposed of its count, and tells when they are used up', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const give = (hour: number, expires: number, goesOn = true) =>
        store.tell('ann', 'laptop', { acked: 0, lease: { expires, hour, most: 3, goesOn } });
      expect([await give(7, 100, false), await give(7, 90, false), await give(7, 100)]).toEqual([true, true, true]);
      expect([await give(7, 110), await give(7, 110, false)]).toEqual([false, false]);
      // One that is not given moves nothing.
      expect(await store.device('ann', 'laptop')).toMatchObject({ leaseExpires: 100, leaseHour: 7, leases: 3 });
      expect(await give(8, 95)).toBe(true);
      expect(await store.device('ann', 'laptop')).toMatchObject({ leaseExpires: 100, leaseHour: 8, leases: 1 });
      // Where clocks differ, an hour before counts on the last.
      await give(7, 120);
      expect(await store.device('ann', 'laptop')).toMatchObject({ leaseExpires: 120, leaseHour: 8, leases: 2 });
    });

    it('of leases at once gives no more than there are', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const lease = { hour: 7, most: 2, goesOn: false };
      const given = await Promise.all(
        [5, 3, 3, 4].map((expires) => store.tell('ann', 'laptop', { acked: 0, lease: { ...lease, expires } })),
      );
      expect(given.filter(Boolean)).toHaveLength(2);
      expect(await store.device('ann', 'laptop')).toMatchObject({ leases: 2 });
    });

    it('takes a step of a device as it was seen alone, all of it or nothing', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const seen = (await store.device('ann', 'laptop'))!;
      const stepTo = (turn: number, over: Partial<DeviceStep> = {}): DeviceStep => ({
        ...{ acked: 0, epochs: new Map([[turn, { acked: 3, untilHour: 500_000 }]]), closed: 2 },
        lease: {
          ...{ run: { epoch: turn, turn }, startedAt: 5, leaseExpires: 9_000 + turn },
          ...{ delivers: 50, leaseHour: 7, leases: turn },
        },
        ...over,
      });
      expect(await store.step('ann', seen, stepTo(1))).toBe(true);
      const first = (await store.device('ann', 'laptop'))!;
      expect(first).toEqual({ ...seen, ...stepTo(1), ...stepTo(1).lease, lease: undefined });
      // Of two that saw the same, one.
      expect(await store.step('ann', seen, stepTo(1))).toBe(false);
      expect(await Promise.all([2, 2, 2].map((turn) => store.step('ann', first, stepTo(turn))))).toEqual(
        expect.arrayContaining([true, false, false]),
      );
      // What is told without a lease leaves the turn.
      const second = (await store.device('ann', 'laptop'))!;
      const { lease: _, ...told } = stepTo(2, { acked: 4, closed: 9 });
      expect(await store.step('ann', second, told)).toBe(true);
      expect(await store.device('ann', 'laptop')).toMatchObject({ acked: 4, closed: 9, run: { epoch: 2, turn: 2 } });
      expect(await store.step('ann', second, stepTo(3, { acked: 3 }))).toBe(false);
      expect(await store.step('ann', { ...second, device: 'other' }, stepTo(3))).toBe(false);
    });

    it('binds a key to a device that is enrolled, takes a nonce once and never an earlier one, and another key with it', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const [key, next] = ['a', 'b'].map((sign) => ({ x: sign.repeat(43), y: sign.repeat(43) }));
      expect(await store.bind('ann', 'other', { key: key!, boundAt: 7, boundFor })).toBe(false);
      expect(await store.bind('ann', 'laptop', { key: key!, boundAt: 7, boundFor })).toBe(true);
      const seen = (await store.device('ann', 'laptop'))!;
      expect(seen).toMatchObject({ key, boundAt: 7, boundFor });
      const told: DeviceStep = { acked: 0, epochs: new Map(), closed: 0 };
      expect(await store.step('ann', seen, { ...told, nonceAt: 100 })).toBe(true);
      for (const nonceAt of [100, 99]) expect(await store.step('ann', seen, { ...told, nonceAt })).toBe(false);
      expect(await store.step('ann', seen, { ...told, nonceAt: 101, key: next! })).toBe(true);
      expect(await store.device('ann', 'laptop')).toMatchObject({ key: next, boundAt: 7, nonceAt: 101 });
      // The key of before puts none in place of the one that is there by now.
      for (const before of [seen, { ...seen, key: undefined as never }])
        expect(await store.step('ann', before, { ...told, nonceAt: 102, key: key! })).toBe(false);
      expect(await store.device('ann', 'laptop')).toMatchObject({ key: next, nonceAt: 101 });
    });

    it('takes no lease of a device that was removed, though what it tells, nor one that did not see a lease of an agent without starts', async () => {
      const harness = await make();
      const { store } = harness;
      const row = await enrolled('ann', harness);
      const step: DeviceStep = { acked: 0, epochs: new Map(), closed: 0 };
      const seen = (await store.device('ann', 'laptop'))!;
      await store.tell('ann', 'laptop', { acked: 0, lease: { expires: 9, hour: 7, most: 9, goesOn: false } });
      expect(await store.step('ann', seen, step)).toBe(false);
      const known = (await store.device('ann', 'laptop'))!;
      await store.change({ subject: 'ann', seen: row, next: fields(), removes: { device: 'laptop', at: 5 } });
      expect(
        await store.bind('ann', 'laptop', { key: { x: 'x'.repeat(43), y: 'y'.repeat(43) }, boundAt: 5, boundFor }),
      ).toBe(false);
      const lease = {
        ...{ run: { epoch: 1, turn: 1 }, startedAt: 1, leaseExpires: 9 },
        ...{ delivers: 1, leaseHour: 7, leases: 2 },
      };
      expect(await store.step('ann', known, { ...step, lease })).toBe(false);
      expect(await store.step('ann', known, { ...step, acked: 3 })).toBe(true);
    });

    it('keeps the consents and the trims of a day', async () => {
      const harness = await make();
      const { store } = harness;
      const seen = await enrolled('ann', harness);
      const next = fields({
        state: 'live',
        serial: 'A',
        disclosure: '1.0',
        consentDay: 20_000,
        consents: 3,
        trimDay: 20_001,
        trimmed: 2,
      });
      await store.change({ subject: 'ann', seen, next, entry: entry('choice', 'ann') });
      expect(await store.read('ann')).toMatchObject({ consentDay: 20_000, consents: 3, trimDay: 20_001, trimmed: 2 });
    });

    it('keeps what is trimmed, tells it of everybody, and loses none to a change that did not see it', async () => {
      const harness = await make();
      const { store } = harness;
      const seen = await enrolled('ann', harness);
      await enrolled('bob', harness);
      expect(await store.trimmed()).toEqual({ subjects: [], damaged: [] });
      const change = (from: Awaited<ReturnType<ConsentStore['read']>>, over: Partial<ConsentFields>) =>
        store.change({ subject: 'ann', seen: from!, next: fields(over), entry: entry('choice', 'ann') });
      const trims = [
        { from: 5, to: 9 },
        { from: 20, to: 20 },
      ];
      expect(await change(seen, { trims })).toBe('done');
      expect(await store.read('ann')).toMatchObject({ trims });
      expect(await store.trimmed()).toEqual({ subjects: [{ subject: 'ann', trims }], damaged: [] });
      expect(await change(seen, {})).toBe('stale');
      expect(await change({ ...seen, trims: [{ from: 5, to: 9 }] }, {})).toBe('stale');
      expect(await store.read('ann')).toMatchObject({ trims });
      expect(await change(await store.read('ann'), { state: 'erased' })).toBe('done');
      expect(await store.read('ann')).not.toHaveProperty('trims');
    });

    it('tells each start of a device for the books, and those that are over together', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      const seen = (await store.device('ann', 'laptop'))!;
      const epochs = new Map([1, 2, 3].map((epoch) => [epoch, { acked: epoch * 10, untilHour: 500_000 }]));
      await store.step('ann', seen, { acked: 4, epochs, closed: 7 });
      const window = { high: 5, seen: 31n, untilHour: 500_000 };
      await harness.moveWindow('ann', 'laptop', { high: 4, seen: 15n, closed: 36, epochs: new Map([[2, window]]) });
      const name = { subject: 'ann', device: 'laptop' };
      expect((await store.books()).devices).toEqual([
        { ...name, acked: 4, window: { high: 4, seen: 15n } },
        { ...name, epoch: 2, acked: 20, window: { high: 5, seen: 31n } },
        { ...name, epoch: 'closed', acked: 47, window: { high: 36, seen: 2n ** 36n - 1n } },
      ]);
    });

    it('tells devices and windows of everybody for the books', async () => {
      const harness = await make();
      const { store } = harness;
      await enrolled('ann', harness);
      await enrolled('bob', harness);
      await store.tell('ann', 'laptop', { acked: 3 });
      await harness.moveWindow('ann', 'laptop', { high: 3, seen: 7n });
      const { devices, damaged } = await store.books();
      expect(damaged).toEqual([]);
      expect(devices.sort((a, b) => (a.subject < b.subject ? -1 : 1))).toEqual([
        { subject: 'ann', device: 'laptop', acked: 3, window: { high: 3, seen: 7n } },
        { subject: 'bob', device: 'laptop', acked: 0 },
      ]);
    });
  });
}
