import type { Event, EventKind } from '../../wire/event.ts';
import type { DropReason, Filter } from '../../wire/filter.ts';
import type { ToldEpoch } from '../../wire/lease.ts';
import type { AgentOptions } from './agent-options.ts';
import { type Moment, moment, since, systemClock } from './clock.ts';
import { type Counters, newCounters } from './counters.ts';
import { Delivery } from './delivery.ts';
import { Filling } from './filling.ts';
import { FrameSender } from './frame-sender.ts';
import { GateWatch, type IgnoredNews } from './gate-watch.ts';
import { type HeldLease, LeaseKeeper, leaseRequestOf } from './lease-keeper.ts';
import { mqttChannel } from './mqtt-channel.ts';
import { isInTheWay, type ReasonName } from './reasons.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import { ShownState } from './shown-state.ts';
import type { FrameId } from './spool.ts';
import { SpoolOwner } from './spool-owner.ts';
import type { CaptureResult, RecordingState } from './state.ts';

/** Without an event for so long, ms, no lease is held: nobody is at the device, and each renewal costs. */
const RESTS_AFTER = 900_000;

/** Why an agent waits that has been told, in one way or another, that the gate is closed. */
const BY_GATE: ReadonlySet<string> = new Set(['gate-closed', 'gate-closed-push', 'put-denied']);

/**
 * Captures, filters, seals and sends; shows its state. It records only while a lease lasts, and stops at the first of:
 * told that the gate has closed, lease over, renewal refused, put denied, not told anything for a lease's length, spool full, `stop()`.
 */
export class Agent extends ShownState {
  readonly #options: Required<AgentOptions>;
  readonly #keeper: LeaseKeeper;
  readonly #watch: GateWatch;
  readonly #sender: FrameSender;
  readonly #counters: Counters = newCounters();
  readonly #filling: Filling;
  readonly #time: ServerClock;
  readonly #delivery: Delivery;
  /** When something was last to be captured. */
  #lastHappened: Moment;
  readonly #owner: SpoolOwner;
  /** The person paused it on this device. */
  #pausedHere = false;
  #cancelPauseEnd = () => {};

  constructor(options: AgentOptions) {
    super();
    const { clock: time = systemClock, random: draw = Math.random } = options;
    this.#options = {
      ...{ clock: time, random: draw, mark: () => false, push: mqttChannel({ clock: time, random: draw }) },
      ...options,
    };
    const { device, api, sink, spool, push, clock, random } = this.#options;
    this.#time = createServerClock(clock);
    this.#owner = new SpoolOwner(spool);
    this.#lastHappened = moment(clock);
    this.#filling = new Filling({
      ...{ clock, random, spool, counters: this.#counters, offset: () => this.#time.offset() },
      onSealed: (frame) => {
        this.#delivery.sealed(frame);
        this.#sender.kick();
        this.#judgeDelivery();
      },
      onFailed: () => this.#spoolFailed(),
    });
    this.#delivery = new Delivery(clock, spool.pending(), () => this.#judgeDelivery());
    this.#watch = new GateWatch({
      ...{ open: push, clock },
      now: () => clock.now() + this.#time.offset(),
      onClosed: () => this.#closedByPush(),
      onOpened: (spread) => this.#openedByPush(spread),
      onChannel: () => this.#channelMoved(),
    });
    this.#keeper = new LeaseKeeper({
      api,
      device,
      told: () => spool.told(),
      listens: () => this.#watch.listens,
      onTold: (told, { epoch }) => void this.#wasTold(told, epoch),
      ...{ clock, random },
      onGrant: (lease) => this.#granted(lease),
      idle: () => since(clock, this.#lastHappened) >= RESTS_AFTER,
      onRefused: (reason, sentence) => this.#pause(reason, 'discard', sentence),
      onExpired: (unanswered) => this.#pause(unanswered ?? 'lease-expired', 'seal'),
      onUnreachable: (reason) => this.#unreachable(reason),
    });
    this.#sender = new FrameSender({
      ...{ spool, sink, clock, random },
      onAcknowledged: (ids) => this.#acknowledged(ids),
      onDamaged: (id) => {
        this.#counters.framesDamaged++;
        this.#delivery.forgotten(id);
      },
      onRetried: (frames) => {
        this.#counters.framesRetried += frames;
      },
      onDenied: () => {
        this.#keeper.drop();
        this.#pause('put-denied', 'discard');
      },
      onTrouble: (trouble) => {
        this.#delivery.trouble = trouble;
        this.#judgeDelivery();
      },
      onCredentials: () => void this.#keeper.askNow(),
      onSpoolFailed: () => this.#spoolFailed(),
    });
  }

  get counters(): Readonly<Counters> {
    return this.#counters;
  }

  /** How many frames were acknowledged without a gap, of this start and of those before that the spool knows of. */
  get acked(): number {
    return this.#options.spool.told().reduce((sum, { acked }) => sum + acked, 0);
  }

  /** Frames that wait to be acknowledged. */
  get pending(): number {
    return this.#options.spool.pending().length;
  }

  /** Bytes of frames that wait. */
  get pendingBytes(): number {
    return this.#options.spool.bytes();
  }

  /** When the stream last acknowledged a frame, ms on this device; undefined before the first. */
  get lastAcknowledged(): number | undefined {
    return this.#delivery.lastAcknowledged;
  }

  /** When the oldest frame that waits was sealed, ms on this device; of one of an earlier run, when this one began. */
  get waitingSince(): number | undefined {
    return this.#delivery.waitingSince;
  }

  /** ms by which the program's time is ahead of this device's; 0 before the first lease. */
  get clockOffset(): number {
    return this.#time.offset();
  }

  /** Since when, ms on this device, it does not hear how the gate stands though it should; undefined while it does, or is not offered to. */
  get notToldSince(): number | undefined {
    return this.#watch.downSince;
  }

  /** Messages about the gate that were nobody's, another's or old, by why: none of them did anything. */
  get ignoredNews(): Readonly<IgnoredNews> {
    return this.#watch.ignored;
  }

  /** Asks for the first lease; resolves with the answer's state. Sends what an earlier run left, once there is a lease. */
  async start(): Promise<RecordingState> {
    await this.#keeper.askNow();
    return this.state;
  }

  /** Asks for a lease now instead of at the next turn, e.g. because the person has just consented. Ends a pause of `pauseHere`. */
  async resume(): Promise<RecordingState> {
    if (this.state.state === 'stopped') return this.state;
    this.#pausedHere = false;
    this.#cancelPauseEnd();
    await this.#keeper.askNow();
    this.#sender.hurry();
    return this.state;
  }

  /**
   * The person pauses it on this device: nothing is captured from here on, with or without a network. What was captured until then is sealed and sent.
   * @param ms after which it goes on by itself. @default until `resume`
   */
  pauseHere(ms?: number): void {
    if (this.state.state === 'stopped') return;
    this.#pausedHere = true;
    this.#keeper.rest();
    this.#cancelPauseEnd();
    this.#cancelPauseEnd = ms === undefined ? () => {} : this.#options.clock.after(ms, () => void this.resume());
    this.#pause('paused-here', 'seal');
  }

  /** The mark on the screen came, or went. */
  markChanged(): void {
    const shown = this.#options.mark();
    const { state } = this;
    if (shown && state.state === 'paused' && state.reason === 'no-mark') void this.#keeper.askNow();
    else if (!shown && this.#filling.newest?.grant.mark === 'required') this.#withoutMark();
  }

  /** Nothing is captured that nobody can see is captured; what was until then is sealed. */
  #withoutMark(): void {
    this.#keeper.rest();
    this.#pause('no-mark', 'seal');
  }

  /** Whether such events, and of them this field, are collected now: what is not need not be looked at. Where nothing is recorded, nothing is. */
  takes(kind: EventKind, field?: string): boolean {
    const fields = this.filter?.kinds[kind];
    return fields !== undefined && (field === undefined || fields.includes(field));
  }

  /** What may be collected now: of the newest lease. Undefined where nothing is recorded. */
  get filter(): Filter | undefined {
    return this.#filling.newest?.grant.filter;
  }

  /** Somebody is at the device again, of whom nothing was seen yet: what rests asks for a lease. */
  wake(): void {
    this.#lastHappened = moment(this.#options.clock);
    if (this.state.state === 'paused' && this.state.reason === 'resting') void this.#keeper.askNow();
  }

  /** Takes one event. Never throws, never waits: what it returns says what became of it. */
  capture(event: Event): CaptureResult {
    const counters = this.#counters;
    counters.captured++;
    if (!this.ending) this.#lastHappened = moment(this.#options.clock);
    const mayTake = this.ending || (this.#keeper.live && this.state.state === 'recording');
    const result = mayTake ? this.#filling.take(event) : undefined;
    if (result) return result;
    counters.notRecording++;
    // Of the first that happens again nothing is kept: it is no lease's.
    if (this.state.state === 'paused' && this.state.reason === 'resting') void this.#keeper.askNow();
    return 'not-recording';
  }

  /** Why the last event was `filtered`. */
  get dropReason(): DropReason | undefined {
    return this.#filling.dropReason;
  }

  /** Resolves when `capture` will not answer `back-pressure`: for producers that can wait. */
  async ready(): Promise<void> {
    await this.#filling.ready();
  }

  /** Seals what is buffered and sends what waits; resolves when all is acknowledged, or cannot be sent now. */
  async flush(): Promise<void> {
    await this.#filling.flush();
    await this.#sender.idle();
  }

  /**
   * The person pressed stop: captures nothing from here on, sends what was captured until then, and tells the control
   * plane up to where frames were acknowledged. What could not be sent stays in the spool, sealed.
   */
  async stop(reason = 'user'): Promise<void> {
    if (this.state.state === 'stopped') return;
    const lastRun = this.#keeper.live?.grant.run;
    const hadLease = this.#keeper.live !== undefined;
    this.endsFor(reason, this.#filling.covered);
    this.#filling.end('seal');
    this.show({ state: 'stopped', reason });
    this.#delivery.end();
    this.#cancelPauseEnd();
    await this.#filling.written();
    await this.#sender.idle();
    this.#keeper.stop();
    this.#watch.close();
    this.#sender.close();
    const { api, device, spool, sink } = this.#options;
    // The books' last line. Its lease is not used; whether it is granted is of no account.
    if (hadLease) await api.lease(leaseRequestOf(device, spool.told(), lastRun)).catch(() => {});
    await spool.close();
    sink.close();
  }

  async #granted(lease: HeldLease): Promise<void> {
    this.#time.learn(lease.grant.now);
    const problem = await this.#owner.problemWith(lease.grant);
    if (problem) {
      this.#keeper.drop();
      this.#pause(problem, 'discard');
      return;
    }
    this.#begin(lease);
  }

  async #wasTold(told: readonly ToldEpoch[], current: number): Promise<void> {
    try {
      await this.#options.spool.wasTold(told, current);
    } catch {
      this.#spoolFailed();
    }
  }

  #begin(lease: HeldLease): void {
    if (this.state.state === 'stopped') return;
    this.#options.sink.use(lease.grant);
    if (this.#watch.use(lease)) this.#beginUnlessHeld(lease);
    else this.#closedByPush();
  }

  #beginUnlessHeld(lease: HeldLease): void {
    if (this.#pausedHere) {
      // Asked for before they paused: what waits may still go.
      this.#keeper.rest();
      this.#sender.unblock();
      return;
    }
    if (this.#watch.isAway) {
      // What was captured is sent; what happens meanwhile is not captured.
      this.#sender.unblock();
      this.#pause('push-down', 'seal');
      return;
    }
    if (lease.grant.mark === 'required' && !this.#options.mark()) {
      this.#withoutMark();
      this.#sender.unblock();
      return;
    }
    this.#filling.use(lease);
    this.#sender.unblock();
    this.#recordUnlessFull();
  }

  /** As when a renewal is refused. Whoever does not record stays as they are, and asks for the reason that they have. */
  #closedByPush(): void {
    if (this.state.state === 'stopped' || (this.state.state === 'paused' && !this.#keeper.live)) return;
    if (this.#pausedHere) this.#keeper.rest();
    else {
      this.#keeper.drop();
      this.#pause('gate-closed-push', 'discard');
    }
  }

  /** It asks, and nothing more: whether it records is for a lease to say. */
  #openedByPush(spread: number): void {
    const { state } = this;
    if (state.state === 'paused' && BY_GATE.has(state.reason)) this.#keeper.askWithin(spread * this.#options.random());
  }

  #channelMoved(): void {
    const { state } = this;
    if (this.#watch.isAway) {
      if (state.state === 'recording') this.#pause('push-down', 'seal');
      return;
    }
    if (state.state !== 'paused' || state.reason !== 'push-down') return;
    const lease = this.#keeper.live;
    if (lease) this.#beginUnlessHeld(lease);
    else void this.#keeper.askNow();
  }

  #recordUnlessFull(): void {
    const flush = this.#filling.flushes;
    if (this.state.state === 'stopped' || !flush || !this.#keeper.live) return;
    const full = this.#options.spool.bytes() > flush.spoolBytes;
    const notDelivering = this.#delivery.overdue(flush.seconds);
    if (full) this.endsFor('spool-full', this.#filling.covered);
    this.show(
      full
        ? { state: 'paused', reason: 'spool-full' }
        : { state: 'recording', ...(notDelivering && { notDelivering }) },
    );
  }

  #judgeDelivery(): void {
    if (this.state.state === 'recording') this.#recordUnlessFull();
  }

  #unreachable(reason: ReasonName): void {
    // A refusal, or what the person did, says more; of what is in the way, the newest counts.
    const { state } = this;
    if (state.state === 'paused' && (state.reason === 'starting' || isInTheWay(state.reason)))
      this.#pause(reason, 'discard');
  }

  #pause(reason: string, buffered: 'seal' | 'discard', sentence?: string): void {
    if (this.state.state === 'stopped') return;
    if (buffered === 'seal') this.endsFor(reason, this.#filling.covered);
    this.#filling.end(buffered);
    this.show({ state: 'paused', reason, ...(sentence !== undefined && { sentence }) });
  }

  #acknowledged(ids: readonly FrameId[]): void {
    this.#counters.framesAcknowledged += ids.length;
    this.#delivery.acknowledged(ids);
    this.#judgeDelivery();
    if (this.state.state === 'paused' && this.state.reason === 'spool-full') this.#recordUnlessFull();
  }

  #spoolFailed(): void {
    this.#keeper.drop();
    this.#pause('spool-failed', 'discard');
  }
}

/**
 * An agent of a program's own, which captures what it is told and nothing else.
 *
 * @example
 * const agent = createAgent({ device: 'laptop-7', api, sink: createKinesisSink(), spool: createMemorySpool() });
 * agent.on('state', (state) => show(state, explain(state)));
 * await agent.start();
 * agent.capture({ kind: 'click', time: Date.now(), app: 'mousepad', x: 10, y: 20, button: 0 });
 * await agent.stop();
 */
export const createAgent = (options: AgentOptions): Agent => new Agent(options);
