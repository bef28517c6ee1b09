import { SluiceError } from '../shared/errors.ts';
import type { GateStore } from './gate.ts';

/** Kinesis sequence numbers have up to 129 digits (pattern `0|([1-9]\d{0,128})`, Kinesis API reference). */
const SEQUENCE_DIGITS = 129;

/** Pads a sequence number so that comparing texts compares numbers. */
export function padSequence(sequence: string): string {
  if (!/^\d{1,129}$/.test(sequence)) throw new SluiceError('a sequence number has 1 to 129 digits');
  return sequence.padStart(SEQUENCE_DIGITS, '0');
}

export interface LaneName {
  stream: string;
  /** When the stream was created, s: a stream deleted and made again under its name starts with new lanes. */
  createdSeconds: number;
  shard: string;
}

/** `<stream>/<creation seconds>/<shard>`. Stream names and shard ids hold no slash. */
export function laneKey({ stream, createdSeconds, shard }: LaneName): string {
  if (!Number.isSafeInteger(createdSeconds) || createdSeconds < 0) throw new SluiceError('creation time in seconds');
  if (stream === '' || shard === '' || /\//.test(stream + shard))
    throw new SluiceError('a lane needs stream and shard');
  return `${stream}/${createdSeconds}/${shard}`;
}

export function parseLaneKey(key: string): LaneName {
  const parts = /^([^/]+)\/(\d+)\/([^/]+)$/.exec(key);
  if (!parts) throw new SluiceError('not the key of a lane');
  return { stream: parts[1]!, createdSeconds: Number(parts[2]), shard: parts[3]! };
}

/**
 * Longest pause before a redactor opens its lane after a resume, ms. Every opening checks the root in a transaction: all shards
 * at once would conflict with each other there, and with the resume itself, which opens lanes a few at a time.
 */
const OPENING_SPREAD = 2_000;

/** For how long to wait before opening a lane. One that was never open has no others beside it that wake up at once. */
export const openingPause = (epoch: number | undefined, random: number): number =>
  epoch === undefined ? 0 : random * OPENING_SPREAD;

/**
 * How a lane comes to be, in three acknowledged steps: its key is added to the registry; the lane is put, closed, if
 * there is none (both in `addLane`); it is opened in a transaction that checks the root. A pause that comes after the
 * first step finds the lane in the registry; one that comes before finds no open lane, and the third step fails.
 * @returns whether the lane is open at `epoch`
 */
export async function establishLane(store: GateStore, lane: string, epoch: number): Promise<boolean> {
  await store.addLane(lane);
  return store.openLane(lane, epoch);
}
