import { thatFit } from '../shared/answer-size.ts';

export interface EventPage {
  events: Record<string, unknown>[];
  /** Number of events before the next page; absent on the last. */
  next?: number;
}

/**
 * Events of an opened segment from one on, as many as fit into an answer; at least one.
 * @param lines NDJSON
 * @param skip events to leave out. @default 0
 * @param most bytes of the answer
 */
export function pageOf(lines: string, skip = 0, most?: number): EventPage {
  const all = lines.split('\n').filter((line) => line !== '');
  const events = thatFit(parsed(all, skip), most);
  const end = skip + events.length;
  return end < all.length ? { events, next: end } : { events };
}

/** One after the other: of a large segment most are not needed. */
function* parsed(lines: readonly string[], from: number): Generator<Record<string, unknown>> {
  for (let at = from; at < lines.length; at++) yield JSON.parse(lines[at]!);
}
