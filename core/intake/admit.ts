import { wasCaptured } from '../../wire/capture-window.ts';
import type { Event } from '../../wire/event.ts';
import type { Admit, DropReason } from '../../wire/filter.ts';
import { FrameError } from '../../wire/frame.ts';
import { parseLines } from '../../wire/lines.ts';
import { type Counters, count } from '../books/counters.ts';
import { isOptedOut, type OptOuts } from '../consent/opt-outs.ts';
import type { OpenedFrame } from './open.ts';

export interface AdmittedFrame {
  frame: OpenedFrame;
  events: Event[];
}

const UNDISCLOSED: ReadonlySet<DropReason> = new Set(['kind', 'application', 'detail']);

/**
 * The lines of an admitted frame that the disclosure lets through, and that its lease covers; the others are counted by reason.
 * @returns `undefined` when the body has more lines than a frame may have: the frame is `malformed`
 */
export function admitEvents(
  frame: OpenedFrame,
  { admit, version, without = [] }: { admit: Admit; version: string; without?: OptOuts | undefined },
  counters: Counters,
): AdmittedFrame | undefined {
  let lines: ReturnType<typeof parseLines>;
  try {
    lines = parseLines(frame.body!);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
  count(counters, 'events', lines.length);
  const events: Event[] = [];
  let taken = 0;
  for (const line of lines) {
    const admission = admit(line);
    if ('dropped' in admission) {
      count(counters, `dropped:${admission.dropped}`);
      if (UNDISCLOSED.has(admission.dropped)) taken++;
    } else if (without.length > 0 && isOptedOut(admission.event, without)) {
      count(counters, 'dropped:opted-out');
    } else if (!wasCaptured(admission.event, frame.claims)) {
      count(counters, 'dropped:time');
    } else {
      events.push(admission.event);
      count(counters, 'stripped', admission.stripped);
      taken += admission.stripped;
    }
  }
  // Captured under a version that may have listed it: what a narrower one takes away is no agent's fault.
  if (frame.claims.disclosure !== version) count(counters, 'narrowed', taken);
  return { frame, events };
}
