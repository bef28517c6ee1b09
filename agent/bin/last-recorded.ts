import type { LastRecorded } from '../collectors/collector.ts';
import type { RecordingState } from '../sdk/state.ts';

/** Keeps when this device last recorded, and why no longer, over its starts: the next recording says what is missing before it. */
export class RecordedUntil {
  #last: LastRecorded | undefined;
  #recording = false;

  /** @param before of the run before */
  constructor(before: LastRecorded | undefined) {
    this.#last = before;
  }

  see(state: RecordingState, now: number): void {
    const recording = state.state === 'recording';
    // The first reason counts: what comes after it is no end of a recording.
    if (this.#recording && !recording) this.#last = { until: now, reason: state.reason };
    this.#recording = recording;
  }

  /** Without a reason while it records: who reads that of one that runs no more knows that it was ended from outside. */
  at(now: number): LastRecorded | undefined {
    return this.#recording ? { until: now } : this.#last;
  }
}
