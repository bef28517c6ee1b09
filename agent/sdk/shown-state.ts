import { EventEmitter, once } from 'node:events';
import { type RecordingState, sameState } from './state.ts';

export interface AgentEvents {
  state: [RecordingState];
  /** The person is about to pause it: what is captured now is the last before that. */
  pausing: [reason: string];
}

/** How an agent stands, and who is told when that changes. */
export class ShownState extends EventEmitter<AgentEvents> {
  #state: RecordingState = { state: 'paused', reason: 'starting' };

  get state(): RecordingState {
    return this.#state;
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

  /** Tells when the person is about to pause it. @returns ends it */
  onPausing(told: (reason: string) => void): () => void {
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
