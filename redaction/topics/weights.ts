import { createHash } from 'node:crypto';
import { anywhere, type Place, readInto } from '../kernel/read.ts';
import { TABLE_BYTES } from './table.ts';
import about from './topics.weights.json' with { type: 'json' };

/** One unit of score is 1/16 nat. */
export const SCALE = 16;
/** Words and stems with which a sentence may be of a topic, two bits each: with one, every third sentence would have a word by chance. */
const TRIGGER_BITS = 19;
const TRIGGERS = (1 << TRIGGER_BITS) - 1;
export const TRIGGER_BYTES = 1 << (TRIGGER_BITS - 3);

const firstBit = (hash: number): number => hash & TRIGGERS;
const secondBit = (hash: number): number => (hash >>> (32 - TRIGGER_BITS)) ^ (hash & 0x1fff);

export function markTrigger(triggers: Uint8Array, hash: number): void {
  for (const bit of [firstBit(hash), secondBit(hash)]) triggers[bit >>> 3]! |= 1 << (bit & 7);
}

export function isTrigger(triggers: Uint8Array, hash: number): boolean {
  const first = firstBit(hash);
  if ((triggers[first >>> 3]! & (1 << (first & 7))) === 0) return false;
  const second = secondBit(hash);
  return (triggers[second >>> 3]! & (1 << (second & 7))) !== 0;
}

/** Beside this module, and beside a bundle that it is part of: see tagger/weights.ts. */
export const TOPIC_WEIGHTS_FILE = new URL('./topics.weights.bin', import.meta.url);

export interface TopicWeights {
  /** See table.ts. */
  readonly rows: Int8Array;
  readonly triggers: Uint8Array;
}

/** Throws when the bytes are not those that the classifier was trained to. */
export function topicWeights(place: Place = anywhere): TopicWeights {
  const bytes = readInto(TOPIC_WEIGHTS_FILE, place);
  const right =
    bytes.length === TABLE_BYTES + TRIGGER_BYTES && createHash('sha256').update(bytes).digest('hex') === about.sha256;
  if (!right) throw new Error('the weights of the topics do not match their hash');
  return {
    rows: new Int8Array(bytes.buffer, bytes.byteOffset, TABLE_BYTES),
    triggers: bytes.subarray(TABLE_BYTES),
  };
}
