import { decodeTime, encodeTime } from 'ulid';
import { SEGMENT } from './index-row.ts';

/** Segments are ULIDs whose time is the arrival of their last frame: a span of time is a span of keys. */

const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

export const firstSegmentAt = (ms: number): string => encodeTime(ms, TIME_LENGTH) + '0'.repeat(RANDOM_LENGTH);
export const lastSegmentAt = (ms: number): string => encodeTime(ms, TIME_LENGTH) + 'Z'.repeat(RANDOM_LENGTH);

/** Arrival of its last frame, ms; `undefined` for what is no segment. */
export const segmentTime = (segment = ''): number | undefined =>
  SEGMENT.test(segment) ? decodeTime(segment) : undefined;
