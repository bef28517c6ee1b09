import { type DeepPass, redactFramesDeeply } from '../../redaction/deep/deep-pass.ts';
import { RecallBelowBar } from '../../redaction/recall/live-recall.ts';
import type { RedactionPolicy, Redactor, SensitiveType, Tier } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';
import { SluiceError } from '../shared/errors.ts';
import type { AdmittedFrame } from './admit.ts';
import { Unavailable } from './errors.ts';

/** What is to be stored of one subject's frames of one chunk. */
export interface RedactedEvents {
  /** NDJSON, a line feed after each event. */
  lines: string;
  events: number;
  kinds: Partial<Record<EventKind, number>>;
  /** Those that occur. */
  tiers: Set<Tier>;
  /** Dropped because of what was found in them, or because they could not be judged. */
  dropped: number;
  /** Values found, by type. */
  found: Partial<Record<SensitiveType, number>>;
  /** Frames at which the redactor failed: all of their events are in `dropped`. */
  failed: number;
  /** Texts masked whole because the deep pass did not answer. */
  unanswered: number;
}

/** What redacts the frames of one program. */
export interface Redaction {
  redactor: Redactor;
  /** A second reader of texts; off unless the disclosure names one. */
  deep?: { pass: DeepPass; policy: RedactionPolicy } | undefined;
}

/**
 * Redacts the frames of one subject together, since what was typed may run over several. Where the redactor fails, each
 * frame is tried by itself; one that still fails is dropped whole: what cannot be judged is not stored.
 * @throws Unavailable when live recall is below the disclosure's bar: storing stops, and the frames wait in the stream
 */
export async function redactSubject(
  frames: readonly AdmittedFrame[],
  { redactor, deep }: Redaction,
): Promise<RedactedEvents> {
  const result: RedactedEvents = {
    lines: '',
    events: 0,
    kinds: {},
    tiers: new Set(),
    dropped: 0,
    found: {},
    failed: 0,
    unanswered: 0,
  };
  const take = async (some: readonly AdmittedFrame[]) => {
    const { subject } = some[0]!.frame.claims;
    const given = some.map(({ frame, events, context }) => ({ ...placeOf(frame), events, context }));
    const { frames: redacted, unanswered } = deep
      ? await redactFramesDeeply(redactor, deep, given, subject)
      : { frames: redactor.redactFrames(given, subject), unanswered: 0 };
    const before = total(some);
    const kept = redacted.reduce((sum, { events }) => sum + events.length, 0);
    if (kept > before) throw new SluiceError(`redaction made ${kept} events of ${before}`);
    // By difference, so that the books balance whatever the redactor says it dropped.
    result.dropped += before - kept;
    result.unanswered += unanswered;
    for (const frame of redacted) {
      for (const [type, times] of Object.entries(frame.found)) {
        result.found[type as SensitiveType] = (result.found[type as SensitiveType] ?? 0) + times;
      }
      frame.events.forEach((event, at) => {
        result.lines += `${JSON.stringify(event)}\n`;
        result.kinds[event.kind] = (result.kinds[event.kind] ?? 0) + 1;
        result.tiers.add(frame.tiers[at] ?? 'sensitive');
      });
    }
    result.events += kept;
  };

  const busy = inOrder(frames.filter(({ events }) => events.length > 0));
  if (busy.length === 0) return result;
  try {
    await take(busy);
  } catch (error) {
    if (error instanceof RecallBelowBar) throw new Unavailable('redaction is below its bar', { cause: error });
    // `take` has added nothing: only the redactor throws.
    for (const one of busy) {
      try {
        await take([one]);
      } catch (alone) {
        if (alone instanceof RecallBelowBar) throw new Unavailable('redaction is below its bar', { cause: alone });
        result.failed++;
        result.dropped += one.events.length;
      }
    }
  }
  return result;
}

const total = (frames: readonly AdmittedFrame[]) => frames.reduce((sum, { events }) => sum + events.length, 0);

/**
 * What a frame's typing goes on from: the frame before it of the same start of the same device. The first frame of a later start is not the first of all: what
 * was typed before it may have been captured by the start before.
 */
function placeOf({ claims: { device, start }, number }: AdmittedFrame['frame']): { device: string; number: number } {
  if (!start) return { device, number };
  return { device: `${device}\0${start.epoch}`, number: start.epoch === 1 ? number : number + 1 };
}

/** By device and start, and by number within it: agents may send frames in any order, and typing runs on in the device's. */
function inOrder(frames: readonly AdmittedFrame[]): AdmittedFrame[] {
  const devices = Map.groupBy(frames, ({ frame }) => placeOf(frame).device);
  return [...devices.values()].flatMap((some) => some.sort((a, b) => a.frame.number - b.frame.number));
}
