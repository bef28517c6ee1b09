import { describe, expect, test } from '@jest/globals';
import type { KinesisStreamEvent } from 'aws-lambda';
import { Unavailable } from '../../core/intake/errors.ts';
import type { BatchResult } from '../../core/intake/pipeline.ts';
import { answerTo } from '../../functions/redactor/answer.ts';
import { parseEvent } from '../../functions/redactor/batch.ts';
import { measure } from '../../functions/redactor/metrics.ts';
import { RecallBelowBar } from '../../redaction/recall/live-recall.ts';
import { failingAt } from '../fixtures/redactors.ts';
import { click, createWorld } from '../fixtures/world.ts';

const result = (change: Partial<BatchResult>): BatchResult => ({
  ...{ chunks: 0, records: 0, counters: {}, faults: {}, found: {}, failedFrames: 0, damaged: [] },
  ...change,
});
const defect = new TypeError('Unexpected token in "my password is hunter2"');

describe('what Lambda is told', () => {
  test('nothing failed', () => {
    expect(answerTo(result({}), '1')).toEqual({ batchItemFailures: [] });
  });

  test('the first record that is not committed, where others before it are', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: '5' }] };
    expect(answerTo(result({ failedFrom: '5', error: defect }), '1')).toEqual(answer);
    expect(answerTo(result({ failedFrom: '5', error: new Unavailable('away') }), '1')).toEqual(answer);
  });

  test('the whole batch again, where something did not answer', () => {
    const answer = answerTo(result({ failedFrom: '1', error: new Unavailable('away') }), '1');
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test('an error that halves the batch, where the first record may be at fault; nothing is quoted', () => {
    const answering = () => answerTo(result({ failedFrom: '1', error: defect }), '1');
    expect(answering).toThrow('the first record of the batch could not be processed');
    try {
      answering();
    } catch (error) {
      expect((error as Error).cause).toBeUndefined();
    }
  });
});

describe('an event of Lambda', () => {
  const record = (shard: string, sequenceNumber: string) => ({
    eventID: `${shard}:${sequenceNumber}`,
    kinesis: { sequenceNumber, partitionKey: 'anna', data: 'aGVsbG8=', approximateArrivalTimestamp: 1_795_510_800.123 },
  });
  const event = (...Records: object[]) => ({ Records }) as unknown as KinesisStreamEvent;

  test('records of a shard, in order, with the time of arrival in ms', () => {
    const { shardId, records } = parseEvent(event(record('shardId-0', '1'), record('shardId-0', '2')));
    expect(shardId).toBe('shardId-0');
    expect(records).toEqual([
      { sequence: '1', partitionKey: 'anna', arrival: 1_795_510_800_123, data: Buffer.from('hello') },
      { sequence: '2', partitionKey: 'anna', arrival: 1_795_510_800_123, data: Buffer.from('hello') },
    ]);
  });

  test('of two shards, or none, is not worked on', () => {
    expect(() => parseEvent(event(record('shardId-0', '1'), record('shardId-1', '2')))).toThrow('2 shards');
    expect(() => parseEvent(event())).toThrow('0 shards');
  });
});

test('redaction below its bar has a metric of its own, which alarms', async () => {
  const world = createWorld();
  await world.enrol('anna');
  const record = world.record(world.frame(await world.lease('anna'), 1, [click(1)]), 'anna');
  const redactor = failingAt(() => {
    throw new RecallBelowBar(0.5, 0.95);
  });
  const stopped = await world.pipeline({ redactor }).process({ shard: world.shard, records: [record] });
  const added: string[] = [];
  measure({ addMetric: (name: string) => added.push(name) } as never, stopped);
  expect(added).toEqual(['RecallBelowBar']);
  expect(answerTo(stopped, record.sequence)).toEqual({ batchItemFailures: [{ itemIdentifier: record.sequence }] });
});

test('a redactor that is older than what it meets has a metric of its own, which alarms', async () => {
  const world = createWorld();
  await world.enrol('anna');
  const newer = await world.lease('anna', 'laptop', { disclosure: '1.1' });
  const record = world.record(world.frame(newer, 1, [click(1)]), 'anna');
  const waiting = await world.pipeline().process({ shard: world.shard, records: [record] });
  const added: string[] = [];
  measure({ addMetric: (name: string) => added.push(name) } as never, waiting);
  expect(added).toEqual(['RedactorOutdated']);
  expect(answerTo(waiting, record.sequence)).toEqual({ batchItemFailures: [{ itemIdentifier: record.sequence }] });
});

test('what a narrower disclosure takes from frames of the one before is no over-collection', () => {
  const added: Record<string, number> = {};
  const metrics = { addMetric: (name: string, _unit: string, value: number) => (added[name] = value) };
  measure(metrics as never, result({ counters: { 'dropped:kind': 4, stripped: 3, narrowed: 5 } }));
  expect(added).toEqual({ EventsDropped: 4, OverCollection: 2 });
  measure(metrics as never, result({ counters: { 'dropped:application': 4, narrowed: 4 } }));
  expect(added.OverCollection).toBe(2);
});

test('few metrics, summed over reasons, and none that is zero', () => {
  const added: Record<string, number> = {};
  const metrics = {
    addMetric(name: string, _unit: string, value: number) {
      added[name] = value;
    },
  };
  const counters = {
    ...{
      admitted: 3,
      'refused:epoch': 2,
      'refused:poison': 1,
      'refused:repeated': 9,
      unreadable: 1,
      stored: 9,
      segments: 2,
    },
    ...{ 'dropped:kind': 4, 'dropped:unparsed': 1, stripped: 5 },
  };
  measure(metrics as never, result({ counters, failedFrames: 1, damaged: ['key:k', 'row:anna'] }));
  expect(added).toEqual({
    ...{ FramesAdmitted: 3, FramesRefused: 3, FramesPoison: 1, EventsStored: 9, EventsDropped: 5 },
    ...{ OverCollection: 9, RedactionFailed: 1, Damaged: 2 },
  });
});
