import { REPLAY_WINDOW } from '../../wire/frame.ts';
import { type AgentClock, backOff } from './clock.ts';
import type { FrameSink, PutOutcome } from './frame-sink.ts';
import type { ReasonName } from './reasons.ts';
import type { FrameId, SealedFrame, Spool } from './spool.ts';

export interface FrameSenderOptions {
  spool: Spool;
  sink: FrameSink;
  clock: AgentClock;
  random: () => number;
  onAcknowledged: (ids: readonly FrameId[]) => void;
  /** A frame that was not as it was written: it is lost. */
  onDamaged: (id: FrameId) => void;
  onRetried: (frames: number) => void;
  onDenied: () => void;
  /** What was in the way of the last put; undefined once all of one was acknowledged. */
  onTrouble: (trouble: ReasonName | undefined) => void;
  /** Ours are not taken: a lease brings new ones. */
  onCredentials: () => void;
  /** The spool failed us: nothing can be sent, and nothing new may be promised. */
  onSpoolFailed: (cause: unknown) => void;
}

/** Frames per put: a request holds 5 MB. */
const FRAMES_PER_PUT = 16;
const BYTES_PER_PUT = 4_000_000;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/** Empties the spool into the stream, lowest number first, one put at a time. */
export class FrameSender {
  readonly #options: FrameSenderOptions;
  /** Set while no put may be tried: before the first lease, and from a refusal until the next. */
  #blocked = true;
  #failures = 0;
  #running = false;
  /** Asked to go on while it was at it: what it is about to give up may go now. */
  #again = false;
  #cancelRetry: (() => void) | undefined;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(options: FrameSenderOptions) {
    this.#options = options;
  }

  /** A lease was given, perhaps with new credentials: go on. The first pause is cut short by it, no later one: else a stream that refuses would be asked without one. */
  unblock(): void {
    this.#blocked = false;
    if (this.#failures <= 1) this.#tryNow();
    this.kick();
  }

  /** Something has changed that was in the way: what waits is tried at once, whatever the pause was to be. */
  hurry(): void {
    this.#failures = 0;
    this.#tryNow();
    this.kick();
  }

  #tryNow(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  /** Sends what waits, unless it is at it already or pauses after a failure. */
  kick(): void {
    if (this.#running) this.#again = true;
    else if (!this.#cancelRetry && !this.#blocked && !this.#closed) void this.#run();
    else this.#settle();
  }

  /** Resolves when nothing waits, or what waits cannot be sent now (no credentials, denied, pausing after a failure). */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.kick();
    });
  }

  close(): void {
    this.#closed = true;
    this.#tryNow();
    this.#settle();
  }

  #settle(): void {
    if (this.#running) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#again = false;
    try {
      while (!this.#blocked && !this.#closed && this.#options.spool.pending().length > 0) {
        if (!(await this.#putSome())) break;
      }
    } catch (cause) {
      this.#blocked = true;
      this.#options.onSpoolFailed(cause);
    } finally {
      this.#running = false;
      if (this.#again && this.#options.spool.pending().length > 0) this.kick();
      else this.#settle();
    }
  }

  /** @returns whether to go on at once */
  async #putSome(): Promise<boolean> {
    const { spool, sink, onAcknowledged, onRetried, onDenied } = this.#options;
    const frames: SealedFrame[] = [];
    let bytes = 0;
    for (const id of sendable(spool.pending())) {
      const frame = await spool.read(id);
      if (!frame) {
        this.#options.onDamaged(id);
        continue;
      }
      bytes += frame.data.length;
      if (frames.length > 0 && bytes > BYTES_PER_PUT) break;
      frames.push(frame);
    }
    if (frames.length === 0) return true;
    const outcomes = await sink.put(frames);
    const done = frames.filter((_, at) => outcomes[at] === 'acknowledged');
    if (done.length > 0) {
      await spool.acknowledge(done);
      onAcknowledged(done);
    }
    if (done.length === frames.length) {
      this.#failures = 0;
      this.#options.onTrouble(undefined);
      return true;
    }
    onRetried(frames.length - done.length);
    if (outcomes.includes('denied')) {
      this.#blocked = true;
      onDenied();
      return false;
    }
    this.#options.onTrouble(troubleIn(outcomes));
    this.#pause(done.length > 0);
    if (outcomes.includes('credentials')) this.#options.onCredentials();
    return false;
  }

  #pause(partly: boolean): void {
    const { clock, random } = this.#options;
    this.#failures = partly ? 0 : this.#failures + 1;
    this.#cancelRetry = clock.after(backOff(this.#failures, FIRST_RETRY, LONGEST_RETRY, random), () => {
      this.#cancelRetry = undefined;
      this.kick();
    });
  }
}

/** The stream's own first: it was reached, so the way is free. */
function troubleIn(outcomes: readonly PutOutcome[]): ReasonName {
  if (outcomes.includes('retry')) return 'stream-busy';
  const trouble = outcomes.find((outcome) => outcome !== 'acknowledged');
  return trouble === undefined || trouble === 'denied' || trouble === 'retry' ? 'stream-busy' : trouble;
}

/**
 * What may be sent now, of ids in ascending order. The redactor tells repeats by a window of the highest number of an epoch and those below
 * it; one that comes when others are further ahead than the window is wide is refused as repeated, though it never came. So none
 * is sent while a number of its epoch that far below it is not acknowledged, however often the stream throttles that one.
 */
function sendable(pending: readonly FrameId[]): FrameId[] {
  const lowest = new Map<number, number>();
  const some: FrameId[] = [];
  for (const id of pending) {
    if (some.length === FRAMES_PER_PUT) break;
    const low = lowest.get(id.epoch) ?? id.number;
    lowest.set(id.epoch, low);
    if (id.number < low + REPLAY_WINDOW) some.push(id);
  }
  return some;
}
