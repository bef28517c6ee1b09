import { EventEmitter, once } from 'node:events';
import { type RecordingState, sameState } from './state.ts';

export interface AgentEvents {
  state: [RecordingState];
  /** It is about to record no more: what is captured now is the last before that. `at`: when that is, or was, ms since 1970. */
  pausing: [reason: string, at: number];
}

/** How an agent stands, and who is told when that changes. */
export class ShownState extends EventEmitter<AgentEvents> {
  #state: RecordingState = { state: 'paused', reason: 'starting' };

  get state(): RecordingState {
    return this.#state;
  }

  /** What is captured now is the last: its frame is open still, whatever has ended. It is nobody's doing at the device. */
  protected ending = false;

  /** Whoever marks where a recording ends does it now. @param at ms since 1970: no later than what covers it was over; undefined where nothing does */
  protected endsFor(reason: string, at: number | undefined): void {
    if (this.#state.state !== 'recording' || at === undefined) return;
    this.ending = true;
    this.emit('pausing', reason, at);
    this.ending = false;
  }

  protected show(next: RecordingState): void {
    if (sameState(this.#state, next)) return;
    this.#state = next;
    this.emit('state', next);
  }

  /** Tells the state now, and each change of it. @returns ends it */
  onState(told: (state: RecordingState) => void): () => void {
    told(this.#state);
    this.on('state', told);
    return () => this.off('state', told);
  }

  /** Tells when it is about to record no more, for whatever reason, while what is captured is still kept. @returns ends it */
  onPausing(told: (reason: string, at: number) => void): () => void {
    this.on('pausing', told);
    return () => this.off('pausing', told);
  }

  /** Resolves when it records, or will not any more, or when the signal aborts: for producers that can wait for as long as that takes. */
  async recording(signal?: AbortSignal): Promise<RecordingState> {
    while (this.#state.state === 'paused' && !signal?.aborted) {
      await once(this, 'state', signal ? { signal } : {}).catch(() => {});
    }
    return this.#state;
  }
}
