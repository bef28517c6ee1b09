import { padSequence } from '../gate/lane.ts';
import type { Refusal, View } from './decide.ts';
import type { LaneRow, StreamRecord } from './intake.ts';

/**
 * Where an invocation stands in its batch. A batch is cut by subjects: a transaction holds all frames of some subjects that
 * the batch has, in order, and the checkpoint moves as far as every record before it is dealt with (docs/protocol.md).
 */
export interface Position {
  /** Records above the lane's checkpoint, in the order of the stream. */
  rest: readonly StreamRecord[];
  /** How many of them are worked on. The others wait until the checkpoint has passed these. */
  limit: number;
  /** Whether the batch ends there: a release that knows the next one goes on. Else the others are taken then. */
  isEnd: boolean;
  /** Sequence numbers of records whose transaction is known to be committed. */
  done: ReadonlySet<string>;
  /**
   * Refused, by sequence number, and not in a transaction of their subject, since they move no window: counted once, by the
   * transaction that moves the checkpoint past them.
   */
  uncounted: ReadonlyMap<string, Refusal>;
  view: View;
}

/** At the start of a batch: records at or below the checkpoint are done. */
export function startOf(records: readonly StreamRecord[], view: View): Position {
  const rest = above(records, view.lane);
  return { rest, limit: rest.length, isEnd: false, done: new Set(), uncounted: new Map(), view };
}

/** The same, after somebody else has moved the checkpoint, or the view has become another one. */
export function overtaken(position: Position, view: View): Position {
  const rest = above(position.rest, view.lane);
  const limit = position.limit - (position.rest.length - rest.length);
  if (limit < 0 || (limit === 0 && !position.isEnd))
    return { ...position, rest, limit: rest.length, isEnd: false, view };
  return { ...position, rest, limit, view };
}

/**
 * Whose frames go into the next transaction, in the order in which they first come.
 * @param alone subjects that conflict: each goes by itself, after the others
 * @param waiting subjects whose frames cannot be decided now
 * @param most subjects in one transaction
 */
export function nextSubjects(
  position: Position,
  { alone, waiting }: { alone: ReadonlySet<string>; waiting: { has(subject: string): boolean } },
  most: number,
): string[] {
  const together = new Set<string>();
  let single: string | undefined;
  for (const { partitionKey } of undecided(position)) {
    if (waiting.has(partitionKey)) continue;
    if (alone.has(partitionKey)) single ??= partitionKey;
    else if (together.add(partitionKey).size === most) break;
  }
  if (together.size > 0 || single === undefined) return [...together];
  return [single];
}

/** Records that are neither done nor decided. */
export const undecided = ({ rest, limit, done, uncounted }: Position): StreamRecord[] =>
  rest.slice(0, limit).filter(({ sequence }) => !done.has(sequence) && !uncounted.has(sequence));

/** The records from the first on that are dealt with: so far may the checkpoint move. */
export function dealtWith({ rest, limit, done, uncounted }: Omit<Position, 'view'>): readonly StreamRecord[] {
  const end = rest.slice(0, limit).findIndex(({ sequence }) => !done.has(sequence) && !uncounted.has(sequence));
  return rest.slice(0, end === -1 ? limit : end);
}

/** The position once the checkpoint has passed so many records. */
export function passed(position: Position, count: number): Position {
  const rest = position.rest.slice(count);
  const limit = position.limit - count;
  return { ...position, rest, limit: limit > 0 || position.isEnd ? limit : rest.length };
}

function above(records: readonly StreamRecord[], { checkpoint }: LaneRow): readonly StreamRecord[] {
  if (checkpoint === undefined) return records;
  const first = records.findIndex(({ sequence }) => padSequence(sequence) > checkpoint);
  return first === -1 ? [] : records.slice(first);
}
