import { describe, expect, test } from '@jest/globals';
import { createWorld, hashOf, WHOLE, type World } from '../../test/fixtures/world.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { type BatchContext, decide, epochsAhead, type View } from './decide.ts';
import type { LaneRow } from './intake.ts';
import type { OpenedFrame } from './open.ts';

const LANE: LaneRow = { lane: WHOLE.lane, state: 'open', epoch: 5 };
const context: BatchContext = { shard: WHOLE, program: 'sample', disclosure: '1.0' };

async function setup() {
  const world = createWorld();
  await world.enrol('anna');
  return world;
}
const view = (world: World, lane: LaneRow = LANE, lostKeys = new Map()): View => ({
  ...{ lane, lostKeys },
  subjects: new Map<string, SubjectRow | undefined>(world.tables.subjects),
});
async function frame(world: World, number: number, claims: Record<string, unknown> = {}): Promise<OpenedFrame> {
  const lease = await world.lease('anna', 'laptop', { epoch: 5, ...claims });
  return { record: world.record(Buffer.alloc(1), 'anna'), claims: lease.claims, number, body: Buffer.alloc(0) };
}
const reasons = (frames: OpenedFrame[], given: View, at = context) => {
  const { admitted, refused } = decide(frames, given, at);
  const found = new Map(refused.map(({ record, reason }) => [record.sequence, reason as string]));
  for (const { record } of admitted) found.set(record.sequence, 'admitted');
  return frames.map(({ record }) => found.get(record.sequence));
};

describe('the epoch of a frame', () => {
  test.each([
    ['below', 4, LANE, 'epoch'],
    ['the same', 5, LANE, 'admitted'],
    ['above', 6, LANE, 'epoch'],
    ['the same, of a closed lane', 5, { ...LANE, state: 'closed' as const }, 'epoch'],
    ['any, of a lane that never opened', 5, { lane: WHOLE.lane, state: 'closed' as const }, 'epoch'],
  ])('%s', async (_, epoch, lane, verdict) => {
    const world = await setup();
    expect(reasons([await frame(world, 1, { epoch })], view(world, lane))).toEqual([verdict]);
  });

  test("those above the lane's are tried first, the greatest first; those of strangers are not", async () => {
    const world = await setup();
    const frames = await Promise.all([4, 5, 7, 6, 7].map((epoch, at) => frame(world, at + 1, { epoch })));
    const strangers = [
      await frame(world, 1, { epoch: 9, program: 'other' }),
      await frame(world, 1, { epoch: 9, subject: 'bert' }),
    ];
    const unreadable = { record: frames[0]!.record, refused: 'malformed' as const, fault: 'x' };
    expect(epochsAhead([...frames, ...strangers, unreadable], view(world), context)).toEqual([7, 6]);
    const fresh: LaneRow = { lane: WHOLE.lane, state: 'closed' };
    expect(epochsAhead(frames, view(world, fresh), context)).toEqual([7, 6, 5, 4]);
  });
});

test('a number is accounted for once: what comes again is repeated, whatever else is wrong with it', async () => {
  const world = await setup();
  const frames = [await frame(world, 1, { epoch: 1 }), await frame(world, 1, { epoch: 1 }), await frame(world, 1)];
  expect(reasons(frames, view(world))).toEqual(['epoch', 'repeated', 'repeated']);
});

test('the first reason that applies: late before epoch before consent', async () => {
  const world = await setup();
  const all = { deliverUntil: 0, epoch: 1, serial: 'old' };
  const frames = [
    await frame(world, 1, all),
    await frame(world, 2, { epoch: 1, serial: 'old' }),
    await frame(world, 3, { serial: 'old' }),
  ];
  expect(reasons(frames, view(world))).toEqual(['late', 'epoch', 'consent']);
});

test('a subject whose key is gone consents to nothing', async () => {
  const world = await setup();
  const { keyId } = world.tables.subjects.get('anna')!;
  expect(reasons([await frame(world, 1)], view(world, LANE, new Map([[keyId, 'consent']])))).toEqual(['consent']);
});

test("both ends of a shard's range belong to it", async () => {
  const world = await setup();
  const one = await frame(world, 1);
  const hash = hashOf('anna');
  const range = (hashFrom: string, hashTo: string) => ({ ...context, shard: { ...WHOLE, hashFrom, hashTo } });
  const next = (BigInt(`0x${hash}`) + 1n).toString(16).padStart(32, '0');
  const before = (BigInt(`0x${hash}`) - 1n).toString(16).padStart(32, '0');
  expect(reasons([one], view(world), range(hash, hash))).toEqual(['admitted']);
  expect(reasons([one], view(world), range(next, 'f'.repeat(32)))).toEqual(['misrouted']);
  expect(reasons([one], view(world), range('0'.repeat(32), before))).toEqual(['misrouted']);
});

test('numbers that left the window unseen are missing, and windows are those of each device', async () => {
  const world = await setup();
  const other = await frame(world, 2);
  other.claims = { ...other.claims, device: 'phone' };
  const { windows, missing, admitted } = decide(
    [await frame(world, 1), await frame(world, 70), other],
    view(world),
    context,
  );
  expect(admitted).toHaveLength(3);
  // 2 to 6: the window of 70 begins at 7.
  expect(missing).toBe(5);
  expect(windows.get('anna')!.get('laptop')!.high).toBe(70);
  expect(windows.get('anna')!.get('phone')).toEqual({ high: 2, seen: 1n });
});
