import { type AgentClock, type Moment, moment, since } from './clock.ts';
import type { ReasonName } from './reasons.ts';
import { type FrameId, nameOf } from './spool.ts';

/** Flush intervals after which what was sealed should have been acknowledged. */
const OVERDUE_FLUSHES = 2;

/** Whether what was sealed leaves: recording is not delivering. */
export class Delivery {
  readonly #clock: AgentClock;
  readonly #judge: () => void;
  /** When each frame that waits was sealed, or was found: oldest first. */
  readonly #waitingSince = new Map<string, Moment>();
  #cancelOverdue = () => {};
  #lastAcknowledged: number | undefined;
  /** What was in the way of the last put. */
  trouble: ReasonName | undefined;

  /**
   * @param waiting of an earlier run
   * @param judge is told when something has become overdue
   */
  constructor(clock: AgentClock, waiting: readonly FrameId[], judge: () => void) {
    this.#clock = clock;
    this.#judge = judge;
    for (const id of waiting) this.sealed(id);
  }

  /** ms on this device; undefined before the first. */
  get lastAcknowledged(): number | undefined {
    return this.#lastAcknowledged;
  }

  /** When the oldest frame that waits was sealed, ms on this device. */
  get waitingSince(): number | undefined {
    return this.#waitingSince.values().next().value?.now;
  }

  sealed(id: FrameId): void {
    this.#waitingSince.set(nameOf(id), moment(this.#clock));
  }

  /** It is lost. */
  forgotten(id: FrameId): void {
    this.#waitingSince.delete(nameOf(id));
  }

  acknowledged(ids: readonly FrameId[]): void {
    this.#lastAcknowledged = this.#clock.now();
    for (const id of ids) this.#waitingSince.delete(nameOf(id));
  }

  /** Since when it does not deliver, and why; undefined while it does. Where that may change, it is judged again. */
  overdue(flushSeconds: number): { since: number; reason: ReasonName } | undefined {
    const [oldest] = this.#waitingSince.values();
    this.#cancelOverdue();
    if (!oldest) return undefined;
    const left = OVERDUE_FLUSHES * flushSeconds * 1000 - since(this.#clock, oldest);
    if (left <= 0) return { since: oldest.now, reason: this.trouble ?? 'no-answer' };
    this.#cancelOverdue = this.#clock.after(left, this.#judge);
    return undefined;
  }

  end(): void {
    this.#cancelOverdue();
  }
}
