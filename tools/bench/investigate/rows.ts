import { dayKey, INLINE_BYTES, type IndexRow, type RowFacts, rowDigest } from '../../../core/vault/index-row.ts';
import { sealSegment } from '../../../core/vault/segment.ts';
import { firstSegmentAt } from '../../../core/vault/segment-time.ts';

const SUBJECTS = 500;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CLICKS = Array.from({ length: 40 }, (_, at) => `{"kind":"click","x":${at * 37},"y":${at * 91}}`).join('\n');

export interface Stretch {
  program: string;
  disclosure: string;
  coolOffHours: number;
  /** Days. */
  kept: number;
  /** ms. */
  from: number;
  to: number;
  /** Of how many. */
  count: number;
}

/** Of which nothing is wrong: a row of its own, sealed under its person's key. @param at of `count` */
export async function rowAt(stretch: Stretch, at: number): Promise<IndexRow & { body: { message: Uint8Array } }> {
  const { program, disclosure, coolOffHours, kept, from, to, count } = stretch;
  const subject = `subject-${at % SUBJECTS}`;
  const arrivedTo = from + Math.floor((at / count) * (to - from));
  const facts: RowFacts = {
    ...{ subject, program, disclosure, lane: 's/1/shardId-0', devices: ['d1'], tier: 'routine' },
    day: dayKey(arrivedTo, subject),
    segment: firstSegmentAt(arrivedTo).slice(0, 16) + String(at).padStart(10, '0'),
    keyId: `key-of-${subject}`,
    ...{ arrivedFrom: arrivedTo - 1_000, arrivedTo, readableFrom: arrivedTo + coolOffHours * HOUR },
    expiresSeconds: Math.floor((arrivedTo + kept * DAY) / 1000),
    ...{ events: 40, kinds: { click: 40 } },
  };
  const context = { program, key: facts.keyId, segment: facts.segment, disclosure, row: rowDigest(facts) };
  const { head, rest } = await sealSegment(CLICKS, context, Buffer.alloc(32, 7));
  const message = Buffer.concat([head, rest]);
  if (message.length > INLINE_BYTES) throw new Error('a segment of the bench is kept in its row');
  return { ...facts, bytes: message.length, body: { message } };
}
