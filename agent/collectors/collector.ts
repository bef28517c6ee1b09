import type { Event, EventKind } from '../../wire/event.ts';
import type { DropReason, Filter } from '../../wire/filter.ts';
import type { CaptureResult, RecordingState } from '../sdk/state.ts';

/** When a device last recorded, ms since 1970, and why no longer; without a reason it was ended from outside. */
export interface LastRecorded {
  until: number;
  reason?: string | undefined;
}

/** Where a collector puts what it sees: an agent, or a recording. */
export interface CaptureSink {
  capture(event: Event): CaptureResult;
  /** Resolves when `capture` will not answer `back-pressure`. */
  ready(): Promise<void>;
  /** Resolves when it records, or will not any more, or at once when the signal aborts. Absent of what always takes. */
  recording?(signal?: AbortSignal): Promise<RecordingState>;
  /** Whether it takes such events, and of them this field, now: what it does not take need not be looked at. Absent of what knows only the kinds of before. */
  takes?(kind: EventKind, field?: string): boolean;
  /** Told of each change of its state until it is ended. Absent of what always takes. */
  onState?(told: (state: RecordingState) => void): () => void;
  /** Told before it records no more, why and from when (ms since 1970), while what is captured is still kept. Absent of what is never paused. */
  onPausing?(told: (reason: string, at: number) => void): () => void;
  /** Of a run before this one, where that is known: when it last recorded, and why no longer. */
  readonly lastRecorded?: LastRecorded;
  /** ms by which the program's time is ahead of this device's, where that is known. */
  readonly clockOffset?: number;
  /** What may be collected now; undefined where nothing is recorded. */
  readonly filter?: Filter | undefined;
  /** Somebody is there again: what rests asks whether it may record. */
  wake?(): void;
  /** Why the last event was `filtered`. */
  readonly dropReason?: DropReason | undefined;
}

/** The same sink, with another way in. */
export const capturing = (sink: CaptureSink, capture: CaptureSink['capture']): CaptureSink => ({
  capture,
  ready: () => sink.ready(),
  ...(sink.recording && { recording: (signal?: AbortSignal) => sink.recording!(signal) }),
  ...(sink.takes && { takes: (kind: EventKind, field?: string) => sink.takes!(kind, field) }),
  ...(sink.onState && { onState: (told: (state: RecordingState) => void) => sink.onState!(told) }),
  ...(sink.onPausing && { onPausing: (told: (reason: string, at: number) => void) => sink.onPausing!(told) }),
  ...(sink.lastRecorded && { lastRecorded: sink.lastRecorded }),
  ...(sink.wake && { wake: () => sink.wake!() }),
  get clockOffset() {
    return sink.clockOffset ?? 0;
  },
  get filter() {
    return sink.filter;
  },
  get dropReason() {
    return sink.dropReason;
  },
});

/** What a collector did, as numbers; content-free. */
export interface CollectorReport {
  /** Events handed over. */
  events: number;
  /** Inputs that became no event, and events that were not kept though the filter lists them, by reason. */
  skipped: Record<string, number>;
  /** Of an input that can wait: how much of it was dealt with. What comes after was not read, and is there still. */
  lines?: number;
}

export interface Collector {
  /** Collects until the signal aborts or the input ends. */
  run(sink: CaptureSink, signal: AbortSignal): Promise<CollectorReport>;
}

/** Of what the filter leaves out, as it is meant to: no fault of the input. */
const AS_MEANT: ReadonlySet<DropReason> = new Set(['kind', 'application', 'detail']);

/**
 * Hands over one event of an input that can wait: while the agent pushes back, and while it does not record. What was captured before is not recorded
 * under a later lease for that: its time decides, and the agent says so.
 * @returns why it was not kept though it should have been; undefined: all is well. `not-recording`: the signal aborted, or it was stopped
 */
export async function capturePatiently(
  sink: CaptureSink,
  event: Event,
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (;;) {
    const result = sink.capture(event);
    if (result === 'back-pressure') await sink.ready();
    else if (result === 'not-recording' && sink.recording && !signal?.aborted) {
      if ((await sink.recording(signal)).state !== 'recording') return result;
    } else if (result === 'filtered') {
      return sink.dropReason && !AS_MEANT.has(sink.dropReason) ? sink.dropReason : undefined;
    } else return result === 'kept' ? undefined : result;
  }
}
