import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeviceBooks } from '../consent/consent-store.ts';
import type { ReplayWindow } from '../consent/subject.ts';
import { books, drawBooks, type LaneCounters } from './books.ts';
import { account } from './replay-window.ts';

const DEVICES = ['a', 'b', 'c'];
const OUTCOMES = ['admitted', 'refused:late', 'refused:consent', 'lost', 'unreadable'] as const;

/** A program's life in small: devices send (some twice, some lost, some spoiled), two lanes count, devices tell. */
const life = fc.record({
  sent: fc.array(
    fc.record({
      device: fc.constantFrom(...DEVICES),
      outcome: fc.constantFrom(...OUTCOMES),
      lane: fc.nat(1),
      repeated: fc.boolean(),
      events: fc.nat(5),
    }),
    { maxLength: 300 },
  ),
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  told: fc.array(fc.nat(100), { minLength: DEVICES.length, maxLength: DEVICES.length }),
});

function live({ sent, order, told }: typeof life extends fc.Arbitrary<infer T> ? T : never) {
  const lanes: Record<string, number>[] = [{}, {}];
  const windows = new Map<string, ReplayWindow>();
  const numbers = new Map<string, number>();
  const count = (lane: number, name: string, by = 1) => {
    if (by > 0) lanes[lane]![name] = (lanes[lane]![name] ?? 0) + by;
  };
  const frames = sent.map((frame) => {
    const number = (numbers.get(frame.device) ?? 0) + 1;
    numbers.set(frame.device, number);
    return { ...frame, number };
  });
  // Nearly in order: each goes at most some places later.
  const arriving = frames
    .flatMap((frame, at) => (frame.repeated ? [frame, frame] : [frame]).map((one, again) => ({ one, at, again })))
    .map(({ one, at, again }) => ({ one, at: at + (order[(at + again) % order.length]! % 30) }))
    .sort((x, y) => x.at - y.at);
  for (const { one } of arriving) {
    if (one.outcome === 'lost') continue;
    if (one.outcome === 'unreadable') {
      count(one.lane, 'refused:malformed');
      count(one.lane, 'unreadable');
      continue;
    }
    const seen = account(windows.get(one.device), one.number);
    if (seen.verdict === 'repeated') {
      count(one.lane, 'refused:repeated');
      continue;
    }
    windows.set(one.device, seen.window);
    count(one.lane, 'missing', seen.missing);
    count(one.lane, one.outcome);
    if (one.outcome === 'admitted') {
      count(one.lane, 'events', one.events);
      count(one.lane, 'stored', one.events - (one.events >> 1));
      count(one.lane, 'dropped:kind', one.events >> 1);
    }
  }
  const devices = DEVICES.map((device, index): DeviceBooks => {
    const window = windows.get(device);
    const acked = Math.floor(((numbers.get(device) ?? 0) * told[index]!) / 100);
    return { subject: `subject-${device}`, device, acked, ...(window && { window }) };
  });
  return { lanes, devices };
}

describe('books', () => {
  it('balance for every life that the counters tell truly', () => {
    fc.assert(
      fc.property(life, (one) => {
        const { lanes, devices } = live(one);
        const drawn = drawBooks(lanes, devices);
        expect(drawn.differences).toEqual([]);
        expect(drawn.balances).toBe(true);
        expect(drawn.settled).toBe(drawn.frames.pending === 0 && drawn.frames.ahead === 0);
      }),
      { numRuns: 500 },
    );
  });

  it('do not balance when one counter is one off, and say where', () => {
    fc.assert(
      fc.property(life, fc.constantFrom('admitted', 'refused:consent', 'missing', 'stored', 'events'), (one, name) => {
        const { lanes, devices } = live(one);
        lanes[0]![name] = (lanes[0]![name] ?? 0) + 1;
        if (name === 'stored') lanes[0]!.events ??= 0;
        const drawn = drawBooks(lanes, devices);
        expect(drawn.balances).toBe(false);
        expect(drawn.differences).toEqual([
          expect.stringMatching(name === 'stored' || name === 'events' ? /^events/ : /^frames/),
        ]);
      }),
    );
  });

  it('show frames that were acknowledged and never counted', () => {
    const window: ReplayWindow = { high: 3, seen: 0b101n };
    const device = { subject: 'ann', device: 'laptop', acked: 5, window };
    const drawn = drawBooks([{ admitted: 2 }], [device]);
    expect(drawn).toMatchObject({ balances: true, settled: false, frames: { acknowledged: 5, pending: 3, ahead: 0 } });
    expect(drawn.unsettled).toEqual([{ subject: 'ann', device: 'laptop', pending: 3, ahead: 0 }]);
  });

  it('show a row that cannot be read, and go on with the others', async () => {
    const lanes = { lanes: async () => ({ lanes: [{ admitted: 1 }], damaged: ['lane frames/1/b'] }) };
    const window: ReplayWindow = { high: 1, seen: 1n };
    const devices = [{ subject: 'ann', device: 'laptop', acked: 1, window }];
    const drawn = await books(lanes, { books: async () => ({ devices, damaged: ['subject bert state'] }) });
    expect(drawn).toMatchObject({
      ...{ frames: { admitted: 1, acknowledged: 1 }, balances: false },
      damaged: ['lane frames/1/b', 'subject bert state'],
      differences: ['rows that cannot be read: 2'],
    });
  });

  it('are read again when a commit came in between', async () => {
    let reads = 0;
    const states: LaneCounters[][] = [[{ admitted: 1 }], [{ admitted: 2 }], [{ admitted: 2 }], [{ admitted: 2 }]];
    const lanes = { lanes: async () => ({ lanes: states[reads++]!, damaged: [] }) };
    const window: ReplayWindow = { high: 1, seen: 1n };
    const later: ReplayWindow = { high: 2, seen: 3n };
    const store = {
      books: async () => ({
        devices: [{ subject: 'ann', device: 'laptop', acked: 2, window: reads < 2 ? window : later }],
        damaged: [],
      }),
    };
    expect(await books(lanes, store)).toMatchObject({ balances: true, settled: true, frames: { admitted: 2 } });
    expect(reads).toBe(4);
  });
});
