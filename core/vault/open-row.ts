import { Refused } from '../shared/errors.ts';
import { type IndexRow, rowDigest } from './index-row.ts';
import { statedContext } from './message-head.ts';
import { joinSegment, openSegment, type SegmentContext } from './segment.ts';
import type { Vault } from './vault.ts';

/** Head of the message, or all of it. */
export const headOf = ({ body }: Pick<IndexRow, 'body'>): Uint8Array => ('message' in body ? body.message : body.head);

/** What the message of a row was sealed with, if row and message belong together; rows of 0.1.0 are not bound to theirs. */
export function contextOf(row: IndexRow): SegmentContext {
  const { program, keyId: key, segment, disclosure } = row;
  const bound = statedContext(headOf(row)).row !== undefined;
  return { program, key, segment, disclosure, ...(bound && { row: rowDigest(row) }) };
}

/**
 * The events of a row, NDJSON.
 * @param longest bytes of the lines @default as `openSegment`
 * @throws Refused as `openSegment`, and `no-object`
 */
export async function openRow(
  row: IndexRow,
  vault: Pick<Vault, 'get'>,
  key: Uint8Array,
  longest?: number,
): Promise<string> {
  const { body } = row;
  const message = 'message' in body ? body.message : joinSegment(body.head, await vault.get(body.object));
  if (message.length !== row.bytes) throw new Refused('wrong-object', 'the message is not as long as its row says');
  return openSegment(message, contextOf(row), key, longest);
}
