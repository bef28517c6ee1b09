import { ulid } from 'ulid';
import { dayKey, type IndexRow, type RowFacts, rowDigest } from '../vault/index-row.ts';
import { sealSegment } from '../vault/segment.ts';

/** Rows for tests and benches of what reads. */

export const NOW = Date.UTC(2026, 10, 25, 12);
export const HOUR = 3_600_000;
export const KEY_ID = 'key-of-anna';
const KEY = Buffer.alloc(32, 1);

/**
 * A row of `anna` that anybody with a grant may read at `NOW`.
 * @param bound whether the message holds the row's digest: those of 0.1.0 do not
 */
export async function sampleRow(
  { body, ...change }: Partial<IndexRow> = {},
  { key = KEY as Uint8Array, lines = '{"kind":"click"}\n', bound = true } = {},
): Promise<IndexRow & { body: { message: Uint8Array } }> {
  const arrivedTo = change.arrivedTo ?? NOW - 48 * HOUR;
  const segment = change.segment ?? ulid(arrivedTo);
  const subject = change.subject ?? 'anna';
  const facts: RowFacts = {
    subject,
    segment,
    keyId: KEY_ID,
    disclosure: '1.0',
    program: 'p',
    lane: 's/1/shardId-0',
    devices: ['d1'],
    arrivedFrom: arrivedTo - 1000,
    arrivedTo,
    readableFrom: arrivedTo + 24 * HOUR,
    expiresSeconds: (NOW + 1000 * HOUR) / 1000,
    events: 1,
    kinds: { click: 1 },
    tier: 'routine',
    day: dayKey(arrivedTo, subject),
    ...change,
  };
  const context = { program: facts.program, key: facts.keyId, segment, disclosure: facts.disclosure };
  const row = bound ? { row: rowDigest(facts) } : {};
  const { head, rest } = await sealSegment(lines, { ...context, ...row }, key);
  const message = { message: Buffer.concat([head, rest]) };
  return { ...facts, bytes: head.length + rest.length, body: (body as typeof message) ?? message };
}
