import type { Event } from '../../wire/event.ts';
import type { Admit } from '../../wire/filter.ts';
import { asContext, lastPresses } from '../../wire/typing-context.ts';
import type { HeldLease } from './lease-keeper.ts';

/** A frame that is being filled, and what of it goes with the next (docs/decisions/typing-over-frames.md). */

/** An event of a frame that is being filled. */
interface Line {
  readonly text: string;
  readonly bytes: number;
  /** When it was captured, by the program's time, ms. */
  readonly at: number;
  readonly typing: boolean;
  readonly press: boolean;
}

/** Of a frame's bytes, so many may wait for the next one. */
const MOST_HELD = 0.25;

export const bytesOf = (lines: readonly Line[]): number => lines.reduce((sum, { bytes }) => sum + bytes, 0);

/** Events that were captured under one lease, admitted by its filter, and are sealed with its key alone. */
export interface Batch {
  lease: HeldLease;
  admit: Admit;
  withinBudget: (event: Event) => boolean;
  lines: Line[];
  bytes: number;
  /** Of `lines`, those that the frame before held back. */
  held: number;
  /** What was typed last in the frame before. */
  before: readonly Line[];
}

/** The newest lease, with its filter. */
export type Newest = Pick<Batch, 'lease' | 'admit'>;

/** Whether a frame that was begun under one lease may be filled on after it was renewed: what is asked of it when it is stored is the same. */
export const goesOn = ({ grant: begun }: HeldLease, { grant: renewed }: HeldLease): boolean =>
  begun.scope !== undefined &&
  begun.scope === renewed.scope &&
  begun.subject === renewed.subject &&
  begun.run?.epoch === renewed.run?.epoch;

/** The batch behind one that goes on, with what it holds back; undefined where the next frame has nothing to do with it. */
export function nextOf(batch: Batch, newest: Newest | undefined): Batch | undefined {
  if (!newest || !batch.lease.grant.flush.overlap) return undefined;
  if (newest.lease !== batch.lease && !goesOn(batch.lease, newest.lease)) return undefined;
  // What was held back once goes now, whatever came behind it.
  const first = lastPresses(batch.lines, batch.held);
  let lines = batch.lines.slice(first);
  const { grant } = newest.lease;
  const wasCovered = lines.every(({ at }) => at >= grant.issued);
  if (!wasCovered || bytesOf(lines) > MOST_HELD * grant.flush.bytes) lines = [];
  const own = batch.lines.slice(0, batch.lines.length - lines.length).filter(({ typing }) => typing);
  const typed = [...batch.before, ...own];
  const before = typed.slice(lastPresses(typed));
  const fits = bytesOf(before) <= MOST_HELD * grant.flush.bytes;
  return { ...batch, ...newest, lines, bytes: bytesOf(lines), held: lines.length, before: fits ? before : [] };
}

/** What is sealed: a frame's own lines, and copies of what was typed on the other sides of its borders. */
export const bodyOf = (before: readonly Line[], own: readonly Line[], after: readonly Line[]): Buffer =>
  Buffer.from(
    [
      ...before.map(({ text }) => asContext(text, 'before')),
      ...own.map(({ text }) => text),
      ...after.map(({ text }) => asContext(text, 'after')),
      '',
    ].join('\n'),
  );
