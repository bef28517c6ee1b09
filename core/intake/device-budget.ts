import { budgetMinute, bytesOf } from '../../wire/byte-budget.ts';
import { padSequence } from '../gate/lane.ts';
import type { OpenedFrame } from './open.ts';

interface Spent {
  bytes: number;
  /** By start and frame number: one that is sent again is one frame, and is admitted once. */
  frames: Map<string, number>;
  /** Up to where the stream has been counted: what is delivered again is not counted again. */
  upTo: string;
  /** The first frame that was too much. */
  overFrom?: string;
}

/** What a device sent beyond its budget loses its body, and is refused by name; its number counts. */
export interface DeviceBudget {
  charge(frame: OpenedFrame): OpenedFrame;
}

/**
 * One device could keep its shard's redactor busy for all others: what is unpacked of its frames is bounded before it is looked at. Kept in memory by the
 * instance that works on the shard: a limit, no proof, which a new instance begins anew.
 * @param kept devices and minutes at hand; the one unused for longest goes first
 */
export function createDeviceBudget(kept = 10_000): DeviceBudget {
  /** A Map keeps the order of insertion. */
  const minutes = new Map<string, Spent>();
  return {
    charge(frame) {
      const { claims, body, record, number } = frame;
      if (body === undefined) return frame;
      const key = `${claims.subject} ${claims.device} ${budgetMinute(claims)}`;
      const at = padSequence(record.sequence);
      const spent: Spent = minutes.get(key) ?? { bytes: 0, frames: new Map(), upTo: '' };
      minutes.delete(key);
      minutes.set(key, spent);
      if (minutes.size > kept) minutes.delete(minutes.keys().next().value!);
      if (at > spent.upTo) {
        spent.upTo = at;
        const frameOf = `${claims.start?.epoch ?? ''} ${number}`;
        const before = spent.frames.get(frameOf) ?? 0;
        spent.frames.set(frameOf, Math.max(before, body.length));
        spent.bytes += Math.max(0, body.length - before);
        if (spent.bytes > bytesOf(claims)) spent.overFrom ??= at;
      }
      const over = spent.overFrom !== undefined && at >= spent.overFrom;
      return over ? { ...frame, body: undefined, fault: 'over-budget' } : frame;
    },
  };
}
