import { describe, expect, it } from '@jest/globals';
import { memoryGate } from './gate.memory.ts';
import type { GateStore } from './gate.ts';
import { establishLane } from './lane.ts';
import { LANES_AT_A_TIME, pause } from './pause.ts';
import { LANES_OPENED_AT_A_TIME, resume } from './resume.ts';

/** A clock that moves by 1 ms with each look. */
const clock = () => {
  let time = 0;
  return { now: () => time++ };
};

async function gateWith(lanes: number, over: (store: GateStore) => Partial<GateStore> = () => ({})) {
  const gate = memoryGate();
  for (let lane = 0; lane < lanes; lane++) await establishLane(gate, `lane-${lane}`, 1);
  return { gate, store: { ...gate, ...over(gate) } as GateStore };
}

/** How many calls run at the same time. */
function counting<A extends unknown[], R>(run: (...args: A) => Promise<R>) {
  const counter = {
    most: 0,
    now: 0,
    run: async (...args: A) => {
      counter.most = Math.max(counter.most, ++counter.now);
      await new Promise(setImmediate);
      return run(...args).finally(() => counter.now--);
    },
  };
  return counter;
}

describe('pause', () => {
  it('closes both gates, each at its own epoch, and tells where each lane stood and how long it took', async () => {
    const { gate: collection } = await gateWith(2);
    const { gate: reading } = await gateWith(1);
    collection.rows.get('lane-1')!.checkpoint = '7';
    await pause({ reading }, 'earlier', clock());

    const { gates, durations } = await pause({ collection, reading }, 'incident', clock());

    expect(gates).toMatchObject([
      { gate: 'collection', epoch: 2, lanes: [{ lane: 'lane-0' }, { lane: 'lane-1', checkpoint: '7' }] },
      { gate: 'reading', epoch: 2, lanes: [{ lane: 'lane-0' }] },
    ]);
    for (const { root, lanes } of durations) expect(Math.min(root, lanes)).toBeGreaterThan(0);
    expect((await reading.read()).holds).toEqual(['earlier', 'incident']);
  });

  it('takes each step after the one that it rests on, and tells its lanes in order', async () => {
    const steps: [string, number][] = [];
    const gate = memoryGate({
      step: async (what) => {
        time += what === 'lanes' ? 30 : 100;
        steps.push([what, time]);
      },
    });
    let time = 1_000;
    for (const lane of ['m', 'z', 'a']) await gate.addLane(lane);
    expect(steps.slice(0, 2).map(([what]) => what)).toEqual(['add-to-registry', 'put-lane']);
    for (const lane of ['m', 'z']) await gate.openLane(lane, 1);
    steps.length = 0;
    time = 1_000;

    const { gates, durations } = await pause({ collection: gate }, 'incident', { now: () => time }, 'rita');

    expect(gates.flatMap(({ lanes }) => lanes)).toStrictEqual([{ lane: 'a' }, { lane: 'm' }, { lane: 'z' }]);
    expect(durations).toEqual([{ gate: 'collection', root: 130, lanes: 300 }]);
    const closing = [1_230, 1_330, 1_430].map((at) => ['close-lane', at]);
    expect(steps).toEqual([['hold', 1_100], ['lanes', 1_130], ...closing, ['mark-closed', 1_530]]);
    expect([...(await gate.read()).placed]).toEqual([['incident', { at: 1_000, by: 'rita' }]]);

    steps.length = 0;
    const [resumed] = await resume({ collection: gate }, 'incident', { collection: 2 }, { now: () => time });
    expect(resumed?.opened).toEqual(['a', 'm', 'z']);
    expect(steps.map(([what]) => what)).toEqual(['read', 'release', 'lanes', ...Array(3).fill('open-lane')]);
    steps.length = 0;
    await gate.retireLane('a');
    expect(steps.map(([what]) => what)).toEqual(['retire-lane']);
  });

  it('says nothing of who holds where that is not known', async () => {
    const { gate } = await gateWith(0);
    await pause({ collection: gate }, 'incident', { now: () => 5 });
    expect([...(await gate.read()).placed]).toStrictEqual([['incident', { at: 5 }]]);
  });

  it(`closes many lanes at a time, at most ${LANES_AT_A_TIME}`, async () => {
    let counter: ReturnType<typeof counting> | undefined;
    const { gate, store } = await gateWith(200, ({ closeLane }) => {
      const counted = counting(closeLane);
      counter = counted as never;
      return { closeLane: counted.run };
    });
    await pause({ collection: store }, 'incident', clock());
    expect(counter!.most).toBe(LANES_AT_A_TIME);
    expect([...gate.rows.values()].every(({ state }) => state === 'closed')).toBe(true);
  });

  it('closes all other lanes and the other gate before it throws for one, and is finished by the next call', async () => {
    let broken = ['lane-0'];
    const { gate: collection, store } = await gateWith(5, ({ closeLane }) => ({
      closeLane: async (lane, epoch) => {
        if (broken.includes(lane)) throw new Error(`${lane} is out of reach`);
        return closeLane(lane, epoch);
      },
    }));
    const { gate: reading } = await gateWith(1);

    await expect(pause({ collection: store, reading }, 'incident', clock())).rejects.toThrow('lane-0 is out of reach');
    const states = () => [...collection.rows.values()].map(({ state }) => state);
    expect(states()).toEqual(['open', 'closed', 'closed', 'closed', 'closed']);
    expect(await collection.read()).toMatchObject({ state: 'closing' });
    expect(reading.rows.get('lane-0')).toMatchObject({ state: 'closed' });
    broken = ['lane-0', 'lane-3'];
    await expect(pause({ collection: store, reading }, 'incident', clock())).rejects.toThrow('2 of 5 failed');

    broken = [];
    expect((await pause({ collection: store, reading }, 'incident', clock())).gates).toMatchObject([
      { epoch: 2 },
      { epoch: 2 },
    ]);
    expect(states()).toEqual(Array(5).fill('closed'));
  });

  it('tells when the lanes were closed, or the incident joined, whoever finishes it and when', async () => {
    const { gate, store } = await gateWith(2);
    const at = (now: number) => pause({ collection: store }, 'one', { now: () => now });
    const dies = { ...store, markClosed: async () => Promise.reject(new Error('died')) };
    await expect(pause({ collection: dies }, 'one', { now: () => 10 })).rejects.toThrow('died');
    expect((await gate.read()).state).toBe('closing');
    expect((await at(70)).gates).toMatchObject([{ epoch: 2, closedAt: 70 }]);
    expect((await at(90)).gates).toMatchObject([{ epoch: 2, closedAt: 70 }]);
    expect((await pause({ collection: store }, 'two', { now: () => 95 })).gates).toMatchObject([{ closedAt: 95 }]);
  });

  it('does not say that it is closed before the last lane is', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store } = await gateWith(3, ({ closeLane }) => ({
      closeLane: async (lane, epoch) => {
        if (lane === 'lane-2') await waiting;
        return closeLane(lane, epoch);
      },
    }));
    let returned = false;
    const paused = pause({ collection: store }, 'incident', clock()).then(() => {
      returned = true;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(returned).toBe(false);
    release();
    await paused;
    expect(returned).toBe(true);
  });
});

describe('resume', () => {
  it(`opens lanes a few at a time, at most ${LANES_OPENED_AT_A_TIME}`, async () => {
    let counter: ReturnType<typeof counting> | undefined;
    const { store } = await gateWith(20, ({ openLane }) => {
      const counted = counting(openLane);
      counter = counted as never;
      return { openLane: counted.run };
    });
    await pause({ collection: store }, 'incident', clock());
    const [resumed] = await resume({ collection: store }, 'incident', { collection: 2 }, clock());
    expect(resumed!.opened).toHaveLength(20);
    expect(counter!.most).toBe(LANES_OPENED_AT_A_TIME);
  });

  it('opens neither gate when one of them is refused', async () => {
    const { gate: collection } = await gateWith(1);
    const { gate: reading } = await gateWith(1);
    await pause({ collection, reading }, 'incident', clock());
    const epochs = { collection: 2, reading: 3 };
    await expect(resume({ collection, reading }, 'incident', epochs, clock())).rejects.toMatchObject({
      reason: 'epoch',
    });
    await expect(resume({ collection, reading }, 'other', { collection: 2 }, clock())).rejects.toMatchObject({
      reason: 'not-held',
    });
    expect(await collection.read()).toMatchObject({ state: 'closed', epoch: 2 });
  });

  it('leaves a gate alone that it was given no epoch for', async () => {
    const { gate: collection } = await gateWith(1);
    const { gate: reading } = await gateWith(1);
    await pause({ collection, reading }, 'incident', clock());
    expect(await resume({ collection, reading }, 'incident', { reading: 2 }, clock())).toHaveLength(1);
    expect(await collection.read()).toMatchObject({ state: 'closed' });
    expect(await reading.read()).toMatchObject({ state: 'open', epoch: 3 });
  });

  it('is finished by the next call when it died between the release and the lanes', async () => {
    let broken = true;
    const { gate, store } = await gateWith(3, ({ lanes }) => ({
      lanes: async () => {
        if (broken && (await gate.read()).state === 'open') throw new Error('died');
        return lanes();
      },
    }));
    await pause({ collection: store }, 'incident', clock());
    await expect(resume({ collection: store }, 'incident', { collection: 2 }, clock())).rejects.toThrow('died');
    expect(gate.admits('lane-0', 3)).toBe(false);
    broken = false;
    const [resumed] = await resume({ collection: store }, 'incident', { collection: 2 }, clock());
    expect(resumed).toMatchObject({ state: { epoch: 3 }, opened: ['lane-0', 'lane-1', 'lane-2'] });
    expect(gate.admits('lane-0', 3)).toBe(true);
  });

  it('tells of the lanes that it opened alone', async () => {
    const { gate, store } = await gateWith(3);
    await pause({ collection: store }, 'incident', clock());
    gate.rows.delete('lane-1');
    const [resumed] = await resume({ collection: store }, 'incident', { collection: 2 }, clock());
    expect(resumed!.opened).toEqual(['lane-0', 'lane-2']);
  });

  it('opens no lane while another incident holds the gate, and asks for none', async () => {
    const { gate, store } = await gateWith(2);
    await pause({ collection: store }, 'one', clock());
    await pause({ collection: store }, 'two', clock());
    store.lanes = () => Promise.reject(new Error('not asked for'));
    const [resumed] = await resume({ collection: store }, 'one', { collection: 2 }, clock());
    expect(resumed).toMatchObject({ state: { state: 'closed', holds: ['two'] }, opened: [] });
    expect([...gate.rows.values()].every(({ state }) => state === 'closed')).toBe(true);
  });
});
