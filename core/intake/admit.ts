import type { TypingContext } from '../../redaction/redactor.ts';
import { wasCaptured } from '../../wire/capture-window.ts';
import type { Event } from '../../wire/event.ts';
import type { Admit, DropReason } from '../../wire/filter.ts';
import { FrameError } from '../../wire/frame.ts';
import { type FlatObject, parseLines } from '../../wire/lines.ts';
import { CONTEXT_EVENTS, CONTEXT_FIELD, type ContextSide, isTyping, sideOf } from '../../wire/typing-context.ts';
import { type Counters, count } from '../books/counters.ts';
import { isOptedOut, type OptOuts } from '../consent/opt-outs.ts';
import type { OpenedFrame } from './open.ts';

export interface AdmittedFrame {
  frame: OpenedFrame;
  events: Event[];
  /** Typing of the frames beside it: judged with it, neither counted nor stored. */
  context?: TypingContext | undefined;
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
  const events: Event[] = [];
  const beside: Record<ContextSide, Event[]> = { before: [], after: [] };
  let own = 0;
  let taken = 0;
  const drop = (reason: DropReason) => {
    own++;
    count(counters, `dropped:${reason}`);
    if (UNDISCLOSED.has(reason)) taken++;
  };
  const strip = (fields: number) => {
    count(counters, 'stripped', fields);
    taken += fields;
  };
  for (const line of lines) {
    const side = sideOf(line);
    if (side !== undefined) {
      // Asked what the frame's own are asked. What becomes of it is counted with the frame that it is of; what no agent may send is counted here, however it is marked.
      const { [CONTEXT_FIELD]: _, ...copy } = line as FlatObject;
      const admission = admit(copy);
      if ('dropped' in admission) {
        if (UNDISCLOSED.has(admission.dropped)) drop(admission.dropped);
        continue;
      }
      strip(admission.stripped);
      if (!isTyping(admission.event) || beside[side].length === CONTEXT_EVENTS) continue;
      if (isOptedOut(admission.event, without) || !wasCaptured(admission.event, frame.claims)) continue;
      beside[side].push(admission.event);
      continue;
    }
    const admission = admit(line);
    if ('dropped' in admission) {
      drop(admission.dropped);
      continue;
    }
    own++;
    if (without.length > 0 && isOptedOut(admission.event, without)) {
      count(counters, 'dropped:opted-out');
    } else if (!wasCaptured(admission.event, frame.claims)) {
      count(counters, 'dropped:time');
    } else {
      events.push(admission.event);
      strip(admission.stripped);
    }
  }
  count(counters, 'events', own);
  // Captured under a version that may have listed it: what a narrower one takes away is no agent's fault.
  if (frame.claims.disclosure !== version) count(counters, 'narrowed', taken);
  return beside.before.length + beside.after.length > 0 ? { frame, events, context: beside } : { frame, events };
}
