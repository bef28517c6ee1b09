import { randomUUID } from 'node:crypto';
import { type EventOrigin, eventOf, sizeInEvent } from './event.ts';
import { failureObjectKey, failureRecord } from './failure-record.ts';
import { batchLength } from './gather.ts';
import type { Mapping } from './mapping.ts';
import { verdictOf } from './outcome.ts';
import { laneOf } from './parallel.ts';
import {
  type Checkpoints,
  type Clock,
  ExpiredIterator,
  type FailurePort,
  type FunctionPort,
  type Log,
  type Position,
  type StreamPort,
} from './ports.ts';
import { Progress } from './progress.ts';
import type { StreamRecord } from './record.ts';
import { afterInvocation, type Batch, backoffMs, expire, type Step } from './retry.ts';
import { isChild, type Shard } from './shards.ts';

/**
 * Pause after an empty read, and between failed ones. AWS polls a shard once a second; four times that often keeps local
 * runs short and is still below Kinesis's five reads a second and shard.
 */
const pollMs = 250;

export interface ConsumerPorts {
  stream: StreamPort;
  function: FunctionPort;
  failures: FailurePort;
  checkpoints: Checkpoints;
  clock: Clock;
  log: Log;
  /** 0 to 1, for the backoff. */
  random: () => number;
}

interface Lane {
  waiting: StreamRecord[];
  sizes: number[];
  /** When the first waiting record was read. */
  since: number;
}

/**
 * Reads one shard for one mapping, in order, until the shard ends or the signal stops it. What is in the middle of an
 * invocation when it is stopped is finished first; the rest is read again from the checkpoint.
 */
export class ShardConsumer {
  readonly #ports: ConsumerPorts;
  readonly #shard: Shard;
  readonly #origin: EventOrigin;
  /** Read before each batch, so that a changed mapping holds from the next batch on. */
  readonly #mapping: () => Mapping;
  readonly #progress = new Progress();
  readonly #lanes: Lane[];
  #ended = false;

  constructor(ports: ConsumerPorts, shard: Shard, origin: EventOrigin, mapping: () => Mapping) {
    this.#ports = ports;
    this.#shard = shard;
    this.#origin = origin;
    this.#mapping = mapping;
    this.#lanes = Array.from({ length: mapping().parallelization }, () => ({ waiting: [], sizes: [], since: 0 }));
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#read(signal), ...this.#lanes.map((lane) => this.#work(lane, signal))]);
    if (this.#ended && this.#progress.size === 0) this.#ports.checkpoints.finish(this.#mapping().id, this.#shard.id);
  }

  #start(): Position {
    const { id, start } = this.#mapping();
    const done = this.#ports.checkpoints.position(id, this.#shard.id);
    if (done !== undefined) return { at: 'AFTER', sequenceNumber: done };
    if (start.at === 'TRIM_HORIZON' || isChild(this.#shard)) return { at: 'TRIM_HORIZON' };
    const timestamp =
      start.at === 'AT_TIMESTAMP' ? start.timestamp : this.#ports.checkpoints.since(id, this.#ports.clock.now());
    return { at: 'TIME', timestamp };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { stream, clock, log } = this.#ports;
    let position = this.#start();
    let iterator: string | undefined;
    while (!signal.aborted) {
      const { batchSize, parallelization } = this.#mapping();
      const room = Math.max(batchSize * parallelization * 2, 1_000) - this.#progress.size;
      if (room <= 0) {
        await clock.sleep(pollMs / 5, signal);
        continue;
      }
      try {
        iterator ??= await stream.iterator(this.#shard.id, position);
        const page = await stream.read(iterator, Math.min(room, 10_000));
        for (const record of page.records) this.#enqueue(record);
        const last = page.records.at(-1);
        if (last) position = { at: 'AFTER', sequenceNumber: last.sequenceNumber };
        iterator = page.next;
        if (iterator === undefined) {
          this.#ended = true;
          return;
        }
        if (page.records.length === 0) await clock.sleep(pollMs, signal);
      } catch (error) {
        iterator = undefined;
        if (error instanceof ExpiredIterator) continue;
        log(`${this.#shard.id}: cannot be read: ${(error as Error).name}: ${(error as Error).message}`);
        await clock.sleep(pollMs * 4, signal);
      }
    }
  }

  #enqueue(record: StreamRecord): void {
    const lane = this.#lanes[laneOf(record.partitionKey, this.#lanes.length)]!;
    if (lane.waiting.length === 0) lane.since = this.#ports.clock.now();
    lane.waiting.push(record);
    lane.sizes.push(sizeInEvent(record, this.#origin));
    this.#progress.read(record.sequenceNumber);
  }

  async #work(lane: Lane, signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    while (!signal.aborted) {
      const mapping = this.#mapping();
      // At the shard's end nothing more can come: what is there is sent.
      const settings = this.#ended ? { ...mapping, batchingWindowMs: 0 } : mapping;
      const count = batchLength(lane, settings, clock.now());
      if (count > 0) {
        lane.sizes.splice(0, count);
        const records = lane.waiting.splice(0, count);
        lane.since = clock.now();
        await this.#process({ records, retries: 0, invocations: 0 }, signal);
      } else if (this.#ended && lane.waiting.length === 0) return;
      else await clock.sleep(pollMs / 10, signal);
    }
  }

  /** Sends a batch, and what becomes of it, until all of its records are finished. */
  async #process(batch: Batch, signal: AbortSignal): Promise<void> {
    let queue: Batch[] = [batch];
    let failures = 0;
    while (queue.length > 0 && !signal.aborted) {
      const [current, ...rest] = queue as [Batch, ...Batch[]];
      const mapping = this.#mapping();
      const old = expire(current, mapping, this.#ports.clock.now());
      const step = old ?? (await this.#send(current, mapping));
      await this.#account(current, step, mapping);
      queue = [...step.next, ...rest];
      failures = old !== undefined || step.finished > 0 ? 0 : failures + 1;
      await this.#ports.clock.sleep(backoffMs(failures, this.#ports.random), signal);
    }
  }

  async #send(batch: Batch, mapping: Mapping): Promise<Step> {
    const invocation = await this.#ports.function.invoke(JSON.stringify(eventOf(batch.records, this.#origin)));
    const numbers = batch.records.map((record) => record.sequenceNumber);
    return afterInvocation(batch, verdictOf(invocation, numbers, mapping.reportsFailures), mapping);
  }

  /** Moves the checkpoint over what is finished; what was given up goes to the failure destination before. */
  async #account(batch: Batch, step: Step, mapping: Mapping): Promise<void> {
    if (step.discarded) await this.#discard(step.discarded.batch, step.discarded.condition, mapping);
    const numbers = batch.records.slice(0, step.finished).map((record) => record.sequenceNumber);
    const checkpoint = this.#progress.finish(numbers);
    if (checkpoint !== undefined) this.#ports.checkpoints.advance(mapping.id, this.#shard.id, checkpoint);
  }

  async #discard(
    batch: Batch,
    condition: 'RetryAttemptsExhausted' | 'MaxRecordAgeExceeded',
    mapping: Mapping,
  ): Promise<void> {
    const { failures, clock, log } = this.#ports;
    log(`${this.#shard.id}: ${batch.records.length} records discarded: ${condition}`);
    if (mapping.failureDestination === undefined) return;
    const context = {
      shardId: this.#shard.id,
      streamArn: mapping.streamArn,
      functionArn: mapping.functionArn,
      mappingId: mapping.id,
      condition,
      functionError: batch.invocations > 0,
      requestId: randomUUID(),
      now: clock.now(),
    };
    const document = failureRecord(batch, context);
    try {
      await failures.send(
        mapping.failureDestination,
        failureObjectKey(context),
        document,
        eventOf(batch.records, this.#origin),
      );
    } catch (error) {
      // As on AWS, a destination that refuses loses the document (metric DestinationDeliveryFailures), not the shard.
      log(`${this.#shard.id}: failure destination refused: ${(error as Error).name}`);
    }
  }
}
