import type { Event } from '../../wire/event.ts';
import type { CaptureResult } from '../sdk/state.ts';

/** Where a collector puts what it sees: an agent, or a recording. */
export interface CaptureSink {
  capture(event: Event): CaptureResult;
  /** Resolves when `capture` will not answer `back-pressure`. */
  ready(): Promise<void>;
}

/** What a collector did, as numbers; content-free. */
export interface CollectorReport {
  /** Events handed over. */
  events: number;
  /** Inputs that became no event, by reason. */
  skipped: Record<string, number>;
}

export interface Collector {
  /** Collects until the signal aborts or the input ends. */
  run(sink: CaptureSink, signal: AbortSignal): Promise<CollectorReport>;
}
