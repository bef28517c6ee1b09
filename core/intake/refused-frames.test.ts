import { describe, expect, test } from '@jest/globals';
import { click, createWorld } from '../../test/fixtures/world.ts';
import type { Device } from '../consent/consent-store.ts';
import { refusedFramesContract } from './refused-frames.contract.ts';
import { memoryRefusedFrames } from './refused-frames.memory.ts';
import type { RefusedFramesNotes } from './refused-frames.ts';

refusedFramesContract('memory', async () => {
  const device: Device = { device: 'laptop', acked: 0, enrolledAt: 1, leaseExpires: 0 };
  const of = (subject: string, name: string) => (subject === 'anna' && name === 'laptop' ? device : undefined);
  return { notes: memoryRefusedFrames(of), seen: async () => device };
});

describe('of a batch is noted', () => {
  async function world() {
    const made = createWorld();
    await made.enrol('anna');
    await made.enrol('bert');
    const noted: unknown[] = [];
    const refused: RefusedFramesNotes = { note: async (one) => void noted.push(one) };
    const process = (...records: ReturnType<typeof made.record>[]) =>
      made.pipeline({ refused }).process({ shard: made.shard, records });
    return { ...made, noted, process, refused };
  }

  test('what was refused of each device, by its fault where it has one; not what came again', async () => {
    const { lease, frame, record, process, noted, time } = await world();
    const [laptop, desk] = [await lease('anna', 'laptop'), await lease('bert', 'desk', { epoch: 0 })];
    const once = frame(laptop, 1, [click(1)]);
    const spoiled = Buffer.from(frame(laptop, 2, [click(2)]));
    spoiled[spoiled.length - 1]! ^= 1;
    const late = frame(laptop, 3, [click(3)]);
    await process(
      ...[record(once, 'anna'), record(once, 'anna'), record(spoiled, 'anna')],
      ...[record(late, 'anna', time.now + 1e9), record(frame(desk, 1, [click(4)]), 'bert')],
    );
    expect(noted).toEqual([
      { subject: 'anna', device: 'laptop', refused: { 'bad-seal': 1, late: 1 } },
      { subject: 'bert', device: 'desk', refused: { epoch: 1 } },
    ]);
  });

  test('nothing under the name of another, whatever is sent', async () => {
    const { lease, frame, record, process, noted } = await world();
    const annas = await lease('anna', 'laptop');
    const foreign = await lease('anna', 'laptop', { program: 'other' });
    await process(
      record(frame(annas, 1, [click(1)]), 'bert'),
      record(frame(foreign, 2, [click(2)]), 'anna'),
      record(Buffer.from('no frame'), 'bert'),
    );
    expect(noted).toEqual([]);
  });

  test('once a batch is stored, whether it can be noted or not', async () => {
    const { lease, frame, record, pipeline, shard, counters } = await world();
    const laptop = await lease('anna', 'laptop', { epoch: 0 });
    const note = async () => Promise.reject(new Error('away'));
    const records = [record(frame(laptop, 1, [click(1)]), 'anna')];
    const result = await pipeline({ refused: { note } }).process({ shard, records });
    expect(result).toMatchObject({ faults: { 'refusals-not-noted': 1 }, counters: { 'refused:epoch': 1 } });
    expect(result).not.toHaveProperty('failedFrom');
    expect(counters()).toMatchObject({ 'refused:epoch': 1 });
  });
});
