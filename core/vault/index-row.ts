import { createHash } from 'node:crypto';
import { TIERS, type Tier } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { Refused } from '../shared/errors.ts';
import { attributesOf } from '../shared/row.ts';
import { OBJECT_NAME } from './vault.ts';

/** A ULID in capital letters. */
export const SEGMENT = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

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

/** What is known of a segment before it is sealed. */
export type RowFacts = Omit<IndexRow, 'bytes' | 'body'>;

/** The whole message, or its head and the S3 key of the rest. */
export type SegmentBody = { message: Uint8Array } | { head: Uint8Array; object: string };

/** Number of partitions of one day in the index `byDay`. */
export const DAY_PARTITIONS = 16;

/** Key of `byDay`: `YYYY-MM-DD#<0..15>`, UTC. */
export const dayKey = (at: number, subject: string): string =>
  `${new Date(at).toISOString().slice(0, 10)}#${partitionOf(subject)}`;

export const partitionOf = (subject: string): number =>
  createHash('sha256').update(subject).digest()[0]! % DAY_PARTITIONS;

/** All partitions of the day in which `at` lies. */
export const dayKeys = (at: number): string[] =>
  Array.from({ length: DAY_PARTITIONS }, (_, partition) => `${new Date(at).toISOString().slice(0, 10)}#${partition}`);

/** The row as attributes for the document client (sets as `Set`). */
export function toItem({ body, devices, ...row }: IndexRow): Record<string, unknown> {
  return { ...row, devices: new Set(devices), ...body };
}

/**
 * A row of the table, of any release since 0.1.0.
 * @throws Refused `damaged` when an attribute is missing, of another type, or beyond its bounds
 */
export function fromItem(item: Readonly<Record<string, unknown>>): IndexRow {
  const { has, text, bytes } = attributesOf(item);
  const inline = has('message');
  if (inline && (has('head') || has('object'))) throw new Refused('damaged', 'a row holds a message and points at one');
  const body: SegmentBody = inline
    ? { message: bytes('message') }
    : { head: bytes('head'), object: text('object', OBJECT_NAME) };
  return { ...readAttributes(item, Object.keys(READ) as (keyof typeof READ)[]), body };
}

type Attributes = ReturnType<typeof attributesOf>;
/** How each attribute is read. */
const READ: { readonly [Name in keyof Omit<IndexRow, 'body'>]: (row: Attributes) => IndexRow[Name] } = {
  subject: ({ text }) => text('subject'),
  segment: ({ text }) => text('segment', SEGMENT),
  keyId: ({ text }) => text('keyId'),
  disclosure: ({ text }) => text('disclosure'),
  program: ({ text }) => text('program'),
  lane: ({ text }) => text('lane'),
  devices: ({ texts }) => texts('devices'),
  arrivedFrom: ({ time }) => time('arrivedFrom'),
  arrivedTo: ({ time }) => time('arrivedTo'),
  readableFrom: ({ time }) => time('readableFrom'),
  expiresSeconds: ({ time }) => time('expiresSeconds'),
  events: ({ count }) => count('events'),
  kinds: ({ counts }) => counts('kinds'),
  tier: ({ oneOf }) => oneOf('tier', TIERS),
  bytes: ({ count }) => count('bytes'),
  day: ({ text }) => text('day'),
};

/** @throws Refused `damaged` when one of them is missing, of another type, or beyond its bounds */
export function readAttributes<Name extends keyof typeof READ>(
  item: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Pick<IndexRow, Name> {
  const row = attributesOf(item);
  return Object.fromEntries(names.map((name) => [name, READ[name](row)])) as Pick<IndexRow, Name>;
}

/**
 * What a row says beside where its content lies, as one digest. It is bound to the message as authenticated data when that is sealed: a
 * row that was edited afterwards is known by it.
 */
export const rowDigest = ({ bytes: _, body: __, ...facts }: RowFacts & Partial<IndexRow>): string =>
  createHash('sha256')
    .update(canonicalJson({ ...facts, devices: facts.devices.toSorted() }))
    .digest('base64url');
