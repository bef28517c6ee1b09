import { EVENT_KINDS } from '../../wire/event.ts';
import { EPOCHS_TOLD, type LeaseGrant, type LeaseRequest, type Run, type ToldEpoch } from '../../wire/lease.ts';
import { type AgentClock, backOff, type Moment, moment, since } from './clock.ts';
import type { ControlApi } from './control-api.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import type { ReasonName } from './reasons.ts';

/** A lease and the moment before it was asked for: the agent's count of it starts there, so it never runs too long. */
export interface HeldLease {
  grant: LeaseGrant;
  askedAt: Moment;
  /** ms from `askedAt` for which may be captured. */
  length: number;
}

export interface LeaseKeeperOptions {
  api: ControlApi;
  device: string;
  /** Told at each renewal. */
  told: () => readonly ToldEpoch[];
  /** Whether the agent would be told at once that the gate has closed. */
  listens: () => boolean;
  /** It was told, and a lease was given. */
  onTold: (told: readonly ToldEpoch[], current: Run) => void;
  clock: AgentClock;
  random: () => number;
  /** Nothing has happened for so long that no lease is needed: it is left to run out, and asked for when something does. */
  idle: () => boolean;
  /** What it does is waited for. */
  onGrant: (lease: HeldLease) => Promise<void> | void;
  onRefused: (reason: string, sentence: string | undefined) => void;
  /** @param why the last asking had no answer, or `resting`; else nothing is known of it */
  onExpired: (why: ReasonName | undefined) => void;
  /** No answer, and no lease is held. */
  onUnreachable: (reason: ReasonName) => void;
}

/** What a lease is asked with. Epoch 0 is of agents that numbered a device's whole life. */
export function leaseRequestOf(
  device: string,
  told: readonly ToldEpoch[],
  run: Run | undefined,
  listens = false,
): LeaseRequest {
  const former = told.find(({ epoch }) => epoch === 0);
  // The newest are told first: of a device that was started that often, what is left comes with the next.
  const epochs = told.filter(({ epoch }) => epoch > 0).slice(-EPOCHS_TOLD);
  return {
    device,
    acked: former?.acked ?? 0,
    run: run ?? 'new',
    ...(epochs.length > 0 && { told: epochs }),
    ...(listens && { listens }),
    kinds: EVENT_KINDS,
  };
}

/** No grant is believed for longer, ms. */
const LONGEST_LEASE = 3_600_000;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30_000;
/** After a refusal: one to two minutes, then longer, as a gate may stay closed for days. A person can ask at once (`askNow`). */
const FIRST_ASK_AGAIN = 120_000;
const LONGEST_ASK_AGAIN = 600_000;

/**
 * Holds at most one lease and renews it at half time. No answer: asks again while the lease lasts and after it. Refused:
 * the lease is dropped at once, and asked for again later, since a gate may open again.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  #held: HeldLease | undefined;
  #unanswered = 0;
  #lastUnanswered: ReasonName | undefined;
  #refusals = 0;
  #cancelAsk = () => {};
  #cancelExpiry = () => {};
  #asking: Promise<void> | undefined;
  /** Of the last lease that was given, in this process's memory alone: whoever does not have it is a start. */
  #run: Run | undefined;
  #stopped = false;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** The lease, if it still may be captured under. */
  get live(): HeldLease | undefined {
    const held = this.#held;
    if (held && since(this.#options.clock, held.askedAt) >= held.length) this.#expire();
    return this.#held;
  }

  /** Asks now; resolves when the answer has been dealt with. Never rejects. */
  askNow(): Promise<void> {
    this.#cancelAsk();
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The stream refused us: capture no more, and ask again as after a refusal. */
  drop(): void {
    this.#forget();
    this.#cancelAsk();
    this.#askAgainLater();
  }

  /** Asks in `ms`, in place of later. */
  askWithin(ms: number): void {
    this.#schedule(ms);
  }

  /** Holds none, and asks for none until it is told to. */
  rest(): void {
    this.#forget();
    this.#cancelAsk();
  }

  stop(): void {
    this.#stopped = true;
    this.rest();
  }

  async #ask(): Promise<void> {
    const { api, device, told, listens, onTold, clock, random, onGrant, onRefused, onUnreachable } = this.#options;
    const askedAt = moment(clock);
    const tells = told();
    let grant: LeaseGrant;
    try {
      grant = await api.lease(leaseRequestOf(device, tells, this.#run, listens()));
      if (!grant.run) throw new ControlUnreachable('a service that knows of no starts', { reason: 'answer-unknown' });
    } catch (error) {
      if (this.#stopped) return;
      if (error instanceof LeaseRefused) {
        this.#forget();
        this.#askAgainLater();
        onRefused(error.reason, error.sentence);
      } else {
        // Whatever else went wrong: the lease that is held runs out by itself.
        this.#schedule(backOff(this.#unanswered++, FIRST_RETRY, LONGEST_RETRY, random));
        this.#lastUnanswered = error instanceof ControlUnreachable ? error.reason : 'unreachable';
        if (!this.live) onUnreachable(this.#lastUnanswered);
      }
      return;
    }
    if (this.#stopped) return;
    this.#run = grant.run;
    onTold(tells, grant.run!);
    this.#unanswered = 0;
    this.#lastUnanswered = undefined;
    this.#refusals = 0;
    this.#cancelExpiry();
    const length = Math.min(LONGEST_LEASE, Math.max(0, grant.expires - grant.now));
    const held = { grant, askedAt, length };
    this.#held = held;
    const left = length - since(clock, askedAt);
    this.#cancelExpiry = clock.after(Math.max(0, left), () => void this.live);
    // At half time, a little earlier or later so that agents that started together drift apart.
    this.#schedule(Math.max(1000, (length / 2) * (0.9 + random() / 5)), this.#options.idle);
    await onGrant(held);
  }

  #askAgainLater(): void {
    this.#schedule(backOff(this.#refusals++, FIRST_ASK_AGAIN, LONGEST_ASK_AGAIN, this.#options.random));
  }

  #schedule(ms: number, unless = () => false): void {
    this.#cancelAsk();
    if (this.#stopped) return;
    this.#cancelAsk = this.#options.clock.after(ms, () => {
      if (!unless()) void this.askNow();
    });
  }

  #expire(): void {
    this.#forget();
    if (this.#options.idle()) {
      this.#options.onExpired('resting');
      return;
    }
    const unanswered = this.#lastUnanswered;
    // A machine that slept: its timers did, too. Who asks already, asks on.
    if (!unanswered) this.#schedule(FIRST_RETRY * this.#options.random());
    this.#options.onExpired(unanswered);
  }

  #forget(): void {
    this.#held = undefined;
    this.#cancelExpiry();
  }
}
