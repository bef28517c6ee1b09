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

  it('tell each sum by its name, reasons in order, those of nothing left out', () => {
    const device = { subject: 'ann', device: 'laptop', acked: 11, window: { high: 11, seen: 0b111_1111_1111n } };
    const lanes = [
      { admitted: 2, 'refused:late': 2, 'refused:consent': 1, 'refused:repeated': 4, missing: 3, 'dropped:window': 0 },
      { admitted: 3, 'refused:malformed': 1, unreadable: 1, events: 9, stored: 5, 'dropped:kind': 4, stripped: 6 },
    ];
    const drawn = drawBooks(lanes, [device]);
    expect(drawn).toStrictEqual({
      frames: {
        ...{ acknowledged: 11, ahead: 0, admitted: 5, refused: { consent: 1, late: 2, malformed: 1 } },
        ...{ untold: 0, missing: 3, pending: 0, repeated: 4, unreadable: 1 },
      },
      events: { admitted: 9, stored: 5, dropped: { kind: 4 }, stripped: 6 },
      ...{ balances: true, settled: true, differences: [], damaged: [], unsettled: [] },
    });
    expect(Object.keys(drawn.frames.refused)).toEqual(['consent', 'late', 'malformed']);
  });

  it('compare no events that the lanes do not count', () => {
    const window: ReplayWindow = { high: 1, seen: 1n };
    const drawn = drawBooks([{ admitted: 1, stored: 5 }], [{ subject: 'ann', device: 'laptop', acked: 1, window }]);
    expect(drawn.events).toStrictEqual({ stored: 5, dropped: {}, stripped: 0 });
    expect(drawn.balances).toBe(true);
  });

  it('show those devices of which most is open, at most 20', () => {
    // Of nine numbers all but the fifth were seen: one is pending, and four are ahead of what was told.
    const both = { acked: 5, window: { high: 9, seen: 0b1_1110_1111n } };
    const devices = [
      ...Array.from({ length: 25 }, (_, at) => ({ subject: 's', device: `d${at}`, acked: 100 + at })),
      { subject: 's', device: 'told', acked: 1, window: { high: 1, seen: 1n } },
      { subject: 's', device: 'three', acked: 3 },
      { subject: 's', device: 'both', ...both },
      { subject: 's', device: 'ahead', acked: 0, window: { high: 4, seen: 0b1111n } },
    ];
    const shown = (some: typeof devices) => drawBooks([], some).unsettled;
    expect(shown(devices).map(({ device }) => device)).toEqual(Array.from({ length: 20 }, (_, at) => `d${24 - at}`));
    expect(shown(devices.slice(25))).toEqual([
      { subject: 's', device: 'both', pending: 1, ahead: 4 },
      { subject: 's', device: 'ahead', pending: 0, ahead: 4 },
      { subject: 's', device: 'three', pending: 3, ahead: 0 },
    ]);
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

  it.each<[string, number, (reads: number) => number]>([
    ['balance, though a commit came in between: at once', 2, (reads) => (reads === 2 ? 1 : 0)],
    ['do not balance, and nothing moves: at once', 2, () => 5],
    ['never balance while everything moves: after the third look', 6, (reads) => 10 + reads],
  ])('that %s they are drawn', async (_what, looked, admitted) => {
    let reads = 0;
    const lanes = { lanes: async () => ({ lanes: [{ admitted: admitted(++reads) }], damaged: [] }) };
    const devices = [{ subject: 'ann', device: 'laptop', acked: 1, window: { high: 1, seen: 1n } }];
    const drawn = await books(lanes, { books: async () => ({ devices, damaged: [] }) });
    expect(drawn.frames.admitted).toBe(admitted(looked));
    expect(reads).toBe(looked);
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
