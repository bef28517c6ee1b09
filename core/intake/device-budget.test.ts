import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { click, createWorld, NOON, ndjson } from '../../test/fixtures/world.ts';
import { BYTES_PER_MINUTE } from '../../wire/byte-budget.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { createDeviceBudget } from './device-budget.ts';
import type { OpenedFrame } from './open.ts';

const frame = (sequence: number, bytes: number, change: Partial<LeaseClaims> = {}): OpenedFrame => ({
  record: { sequence: String(sequence), partitionKey: 'anna', arrival: 0, data: new Uint8Array() },
  claims: { subject: 'anna', device: 'laptop', issued: NOON, expires: NOON + 60_000, ...change } as LeaseClaims,
  number: sequence,
  // Of which the length alone is looked at.
  body: { length: bytes } as Buffer,
});
const isOver = ({ body, fault }: OpenedFrame) => body === undefined && fault === 'over-budget';

test('what is admitted of one device and minute is never more than its budget, in whatever pieces it comes, and again the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: BYTES_PER_MINUTE }), { maxLength: 12 }),
      fc.nat(11),
      (sizes, again) => {
        const budget = createDeviceBudget();
        const frames = sizes.map((size, at) => frame(at + 1, size));
        const first = frames.map((one) => isOver(budget.charge(one)));
        // Delivered once more from somewhere on.
        expect(frames.slice(again).map((one) => isOver(budget.charge(one)))).toEqual(first.slice(again));
        const admitted = sizes.filter((_, at) => !first[at]).reduce((sum, size) => sum + size, 0);
        expect(admitted).toBeLessThanOrEqual(BYTES_PER_MINUTE);
        if (sizes.reduce((sum, size) => sum + size, 0) <= BYTES_PER_MINUTE) expect(first).not.toContain(true);
      },
    ),
  );
});

test('frames that are sent again, since an answer was lost, use up nothing; under the number of a small one a large one does', () => {
  const budget = createDeviceBudget();
  const half = BYTES_PER_MINUTE / 2;
  const sent = (sequence: number, number: number, bytes: number) =>
    isOver(budget.charge({ ...frame(sequence, bytes), number }));
  expect([sent(1, 1, half), sent(2, 1, half), sent(3, 1, half), sent(4, 2, half), sent(5, 2, half)]).toEqual(
    Array(5).fill(false),
  );
  const other = createDeviceBudget();
  const disguised = [1, half, BYTES_PER_MINUTE + 1].map((bytes, at) =>
    isOver(other.charge({ ...frame(at + 1, bytes), number: 1 })),
  );
  expect(disguised).toEqual([false, false, true]);
});

test('a budget is a device’s and a minute’s; another lease of the minute has none of its own, a longer one has more', () => {
  const budget = createDeviceBudget();
  const full = BYTES_PER_MINUTE;
  const over = (...of: Parameters<typeof frame>) => isOver(budget.charge(frame(...of)));
  expect([over(1, full), over(2, 1)]).toEqual([false, true]);
  expect(over(3, 1, { issued: NOON + 30_000, expires: NOON + 90_000 })).toBe(true);
  expect(over(4, full, { device: 'phone' })).toBe(false);
  expect(over(5, full, { subject: 'bert' })).toBe(false);
  const next = { issued: NOON + 60_000, expires: NOON + 60_000 + 180_000 };
  expect([over(6, 3 * full, next), over(7, 1, next)]).toEqual([false, true]);
});

test('frames beyond it are refused by name, their numbers count, and the books balance; others go on', async () => {
  const world = createWorld();
  for (const subject of ['anna', 'bert']) await world.enrol(subject);
  const [anna, bert] = [await world.lease('anna'), await world.lease('bert')];
  // Empty lines unpack to as much as one likes.
  const bomb = Buffer.concat([ndjson([click(1)]), Buffer.alloc(BYTES_PER_MINUTE - 200, ' ')]);
  const records = [
    world.record(world.frame(anna, 1, [click(1)]), 'anna'),
    world.record(world.frame(anna, 2, bomb), 'anna'),
    world.record(world.frame(anna, 3, bomb), 'anna'),
    world.record(world.frame(anna, 4, [click(2)]), 'anna'),
    world.record(world.frame(bert, 1, [click(3)]), 'bert'),
  ];

  const result = await world.pipeline().process({ shard: world.shard, records });

  expect(result.counters).toMatchObject({ admitted: 3, 'refused:budget': 2 });
  expect(result.counters.missing).toBeUndefined();
  expect(result.faults).toEqual({ 'over-budget': 2 });
  expect(world.tables.subjects.get('anna')!.windows.get('anna-device')).toEqual({ high: 4, seen: 15n });
});
