import { createAdmission, type DropReason, type Filter } from './filter.ts';
import { FrameError, type FrameFault, openFrame, readFrame } from './frame.ts';
import { parseLines, Unparsed, type UnparsedDetail } from './lines.ts';

/** What is wrong with one line of a frame, or would be done to it; numbers count from 1. Nothing of its content. */
export interface LineVerdict {
  line: number;
  /** `dropped`: by the filter; the others are no events at all. */
  fault: UnparsedDetail | 'dropped';
  reason?: DropReason;
}

export interface FrameVerdict {
  /** Why the redactor would refuse it; absent where it would open it. */
  fault?: FrameFault;
  number?: number;
  lines: number;
  /** Those that would not be stored. */
  bad: LineVerdict[];
}

/**
 * Opens a frame as the redactor does, with a key that whoever asks knows: for authors of agents, on frames that were made with keys of a test.
 * @param filter says what becomes of its events @default not looked at
 */
export function checkFrame(frame: Uint8Array, frameKey: Uint8Array, filter?: Filter): FrameVerdict {
  const verdict: FrameVerdict = { lines: 0, bad: [] };
  try {
    const header = readFrame(frame);
    verdict.number = header.number;
    const admit = filter && createAdmission(filter);
    for (const event of parseLines(openFrame(frame, header, frameKey))) {
      verdict.lines++;
      if (event instanceof Unparsed) verdict.bad.push({ line: verdict.lines, fault: event.detail });
      else {
        const admission = admit?.(event);
        if (admission && 'dropped' in admission) {
          verdict.bad.push({ line: verdict.lines, fault: 'dropped', reason: admission.dropped });
        }
      }
    }
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    verdict.fault = error.fault;
  }
  return verdict;
}
