import { createHash } from 'node:crypto';
import type { Tier } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';

/** Segments up to this many bytes are kept in the index row, larger ones in S3. S3 pays from about 5 KB on. */
export const INLINE_BYTES = 4096;

/** One row of the index (docs/data-model.md): where a segment is, and all that may be known without opening it. */
export interface IndexRow {
  subject: string;
  /** ULID; its time is the arrival of the last frame. */
  segment: string;
  keyId: string;
  disclosure: string;
  program: string;
  lane: string;
  devices: string[];
  /** ms, the stream's time. */
  arrivedFrom: number;
  arrivedTo: number;
  /** `arrivedTo` and the cool-off, ms. */
  readableFrom: number;
  /** DynamoDB TTL, s. Late by days at times, so that readers check it too. */
  expiresSeconds: number;
  events: number;
  kinds: Partial<Record<EventKind, number>>;
  tier: Tier;
  /** Of the whole message. */
  bytes: number;
  day: string;
  body: SegmentBody;
}

/** The whole message, or its head and the S3 key of the rest. */
export type SegmentBody = { message: Uint8Array } | { head: Uint8Array; object: string };

/** Number of partitions of one day in the index `byDay`. */
export const DAY_PARTITIONS = 16;

/** Key of `byDay`: `YYYY-MM-DD#<0..15>`, UTC. */
export function dayKey(at: number, subject: string): string {
  const partition = createHash('sha256').update(subject).digest()[0]! % DAY_PARTITIONS;
  return `${new Date(at).toISOString().slice(0, 10)}#${partition}`;
}

/** All partitions of the day in which `at` lies. */
export const dayKeys = (at: number): string[] =>
  Array.from({ length: DAY_PARTITIONS }, (_, partition) => `${new Date(at).toISOString().slice(0, 10)}#${partition}`);

/** The row as attributes for the document client (sets as `Set`). */
export function toItem({ body, devices, ...row }: IndexRow): Record<string, unknown> {
  return { ...row, devices: new Set(devices), ...body };
}

export function fromItem(item: Record<string, unknown>): IndexRow {
  const { devices, message, head, object, ...row } = item;
  const body = message === undefined ? { head, object } : { message };
  return { ...row, devices: [...(devices as Set<string>)], body } as unknown as IndexRow;
}
