import type { Event } from '../../wire/event.ts';
import type { Admit } from '../../wire/filter.ts';
import { FrameError } from '../../wire/frame.ts';
import { parseLines } from '../../wire/lines.ts';
import { type Counters, count } from '../books/counters.ts';
import type { OpenedFrame } from './open.ts';

export interface AdmittedFrame {
  frame: OpenedFrame;
  events: Event[];
}

/**
 * The lines of an admitted frame that the disclosure lets through; the others are counted by reason.
 * @returns `undefined` when the body has more lines than a frame may have: the frame is `malformed`
 */
export function admitEvents(frame: OpenedFrame, admit: Admit, counters: Counters): AdmittedFrame | undefined {
  let lines: ReturnType<typeof parseLines>;
  try {
    lines = parseLines(frame.body!);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
  count(counters, 'events', lines.length);
  const events: Event[] = [];
  for (const line of lines) {
    const admission = admit(line);
    if ('dropped' in admission) count(counters, `dropped:${admission.dropped}`);
    else {
      events.push(admission.event);
      count(counters, 'stripped', admission.stripped);
    }
  }
  return { frame, events };
}
