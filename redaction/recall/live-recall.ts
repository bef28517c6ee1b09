import type { Event, KeyEvent } from '../../wire/event.ts';
import type { RedactableFrame, RedactedFrame, Redactor, SensitiveType } from '../redactor.ts';
import { type Canary, canarySet } from './canaries.ts';

/** The share of planted canaries that redaction found fell under the disclosure's bar: nothing more may be stored. */
export class RecallBelowBar extends Error {
  override name = 'RecallBelowBar';
  readonly recall: number;
  readonly bar: number;

  constructor(recall: number, bar: number) {
    super(`live recall ${recall.toFixed(4)} is below the bar ${bar}`);
    this.recall = recall;
    this.bar = bar;
  }
}

export interface RecallReport {
  readonly planted: number;
  readonly found: number;
  /** found / planted over the window; 1 when nothing was planted yet. */
  readonly recall: number;
  readonly byType: Partial<Record<SensitiveType, { planted: number; found: number }>>;
}

export interface LiveRecallOptions {
  /** 32 random bytes of this instance: who knows the next canaries could find them and nothing else. */
  readonly seed: Uint8Array;
  /** Least share, from the disclosure. */
  readonly bar: number;
  /** Calls of `redactFrames` from one planting to the next. @default 8 */
  readonly every?: number;
  /** Canaries that the share is taken over. @default 600 */
  readonly window?: number;
  /** Types that the policy keeps as they came: finding them proves nothing. @default none */
  readonly kept?: ReadonlySet<SensitiveType>;
}

/** A canary and the times of its events, which no event of production has. Known here in memory only. */
interface Planted {
  readonly canary: Canary;
  readonly times: readonly number[];
}

const APP = 'editor';

/**
 * A redactor that tests itself while it works: now and then a set of canaries goes through it among the events of a
 * production frame, and is taken out again. What it reports is the recall of this build on this traffic.
 */
export class LiveRecall implements Redactor {
  readonly #inner: Redactor;
  readonly #options: Required<LiveRecallOptions>;
  #calls = 0;
  #below = false;
  #turn = 0;
  #outcomes: { type: SensitiveType; found: boolean }[] = [];

  constructor(inner: Redactor, options: LiveRecallOptions) {
    if (!(options.bar >= 0 && options.bar <= 1)) throw new RangeError('The bar of live recall is a share from 0 to 1');
    this.#inner = inner;
    this.#options = { every: 8, window: 600, kept: new Set(), ...options };
  }

  find(text: string) {
    return this.#inner.find(text);
  }

  redactText(text: string, spans?: ReturnType<Redactor['find']>) {
    return spans === undefined ? this.#inner.redactText(text) : this.#inner.redactText(text, spans);
  }

  /**
   * Under the bar each call is a test, and all of them throw, until enough canaries are found again.
   * @throws RecallBelowBar before anything is returned, so that the caller has nothing to store
   */
  redactFrames(frames: RedactableFrame[], subject?: string): RedactedFrame[] {
    const isTest = this.#calls++ % this.#options.every === 0 || this.#below;
    const target = isTest ? frames.findIndex(({ events }) => events.length > 0) : -1;
    if (target < 0) return this.#inner.redactFrames(frames, subject);
    // Where a policy drops events, places in the output cannot be told: the set goes in a frame of its own device.
    const { frame, planted } = this.#plant(frames[target]!);
    const redacted = this.#inner.redactFrames([...frames, frame], subject);
    this.#judge(planted, redacted.pop()!);
    const { recall } = this.report();
    this.#below = recall < this.#options.bar;
    if (this.#below) throw new RecallBelowBar(recall, this.#options.bar);
    return redacted;
  }

  report(): RecallReport {
    const byType: Partial<Record<SensitiveType, { planted: number; found: number }>> = {};
    let found = 0;
    for (const outcome of this.#outcomes) {
      byType[outcome.type] ??= { planted: 0, found: 0 };
      byType[outcome.type]!.planted++;
      if (outcome.found) {
        byType[outcome.type]!.found++;
        found++;
      }
    }
    const planted = this.#outcomes.length;
    return { planted, found, recall: planted === 0 ? 1 : found / planted, byType };
  }

  /** A copy of a production frame with the canaries among its events, for a device that does not exist. */
  #plant(model: RedactableFrame): { frame: RedactableFrame; planted: Planted[] } {
    const events: Event[] = [...model.events];
    const planted: Planted[] = [];
    let time = model.events.reduce((last, event) => Math.max(last, event.time), 0);
    for (const canary of canarySet(this.#options.seed, this.#turn++)) {
      if (this.#options.kept.has(canary.type)) continue;
      const times: number[] = [];
      const window = `w${canary.type.length}${this.#turn}${planted.length}`;
      const add = (event: Event) => {
        times.push(event.time);
        events.push(event);
      };
      if (canary.as === 'message')
        add({ kind: 'message', time: ++time, app: APP, window, author: 'self', text: canary.text });
      else
        for (const key of `${canary.text} and that is all for now`)
          add({ kind: 'key', type: 'keydown', time: ++time, app: APP, window, key } as KeyEvent);
      planted.push({ canary, times });
    }
    // Number 1: nothing was typed before, so that an open edge does not mask what redaction missed.
    return { frame: { device: `${model.device}\0recall`, number: 1, events }, planted };
  }

  #judge(planted: readonly Planted[], redacted: RedactedFrame): void {
    // An event that was dropped is gone: nothing of a canary in it is left.
    const left = new Map(redacted.events.map((event) => [event.time, event]));
    for (const { canary, times } of planted) {
      this.#outcomes.push({ type: canary.type, found: !leaks(canary, times, left) });
    }
    if (this.#outcomes.length > this.#options.window) this.#outcomes = this.#outcomes.slice(-this.#options.window);
  }
}

/** Whether what is left of its events still says something of the canary's value. */
function leaks({ as, text, value }: Canary, times: readonly number[], left: ReadonlyMap<number, Event>): boolean {
  if (as === 'message') {
    return times.some((time) => {
      const event = left.get(time);
      return event !== undefined && 'text' in event && event.text?.includes(value) === true;
    });
  }
  const from = text.indexOf(value);
  return times.slice(from, from + value.length).some((time) => {
    const event = left.get(time);
    return event?.kind === 'key' && /[\p{L}\p{N}]/u.test(event.key ?? '');
  });
}
