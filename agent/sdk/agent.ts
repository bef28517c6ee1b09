import { EventEmitter, once } from 'node:events';
import { DEVICE_CLOCK_SKEW, wasCaptured } from '../../wire/capture-window.ts';
import type { Event, EventKind } from '../../wire/event.ts';
import { createAdmission, type DropReason, type Filter } from '../../wire/filter.ts';
import { MAX_FRAME_BYTES, sealFrame } from '../../wire/frame.ts';
import type { ToldEpoch } from '../../wire/lease.ts';
import { isPress, isTyping } from '../../wire/typing-context.ts';
import { type Batch, bodyOf, bytesOf, goesOn, type Newest, nextOf } from './batch.ts';
import { createBudget, createByteBudget } from './budget.ts';
import { type AgentClock, type Moment, moment, since, systemClock } from './clock.ts';
import type { ControlApi } from './control-api.ts';
import { type Counters, newCounters } from './counters.ts';
import { Delivery } from './delivery.ts';
import { SpoolError } from './errors.ts';
import { FrameSender } from './frame-sender.ts';
import type { FrameSink } from './frame-sink.ts';
import { GateWatch, type IgnoredNews } from './gate-watch.ts';
import { type HeldLease, LeaseKeeper, leaseRequestOf } from './lease-keeper.ts';
import { mqttChannel } from './mqtt-channel.ts';
import type { OpenPushChannel } from './push-channel.ts';
import { isInTheWay, type ReasonName } from './reasons.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import type { FrameId, Spool } from './spool.ts';
import { type CaptureResult, type RecordingState, sameState } from './state.ts';

export interface AgentOptions {
  /** Id of the enrolled device. */
  device: string;
  api: ControlApi;
  sink: FrameSink;
  spool: Spool;
  /** Whether a mark on the screen shows now that it records; `markChanged()` when that changes. Asked where the program demands one. @default none is shown */
  mark?: () => boolean;
  /** How it hears at once that the gate has closed, where leases offer that. @default by MQTT over WebSockets */
  push?: OpenPushChannel;
  /** @default the system's */
  clock?: AgentClock;
  /** 0 (included) to 1, for jitter. @default Math.random */
  random?: () => number;
}

export interface AgentEvents {
  state: [RecordingState];
  /** The person is about to pause it: what is captured now is the last before that. */
  pausing: [reason: string];
}

/** Events sealed or being written that may pile up before `capture` says `back-pressure`, in batches. */
const BATCHES_UNDER_WAY = 4;

/**
 * A calendar that is far from the program's would put every event outside of its lease. One that is near is left alone, so that the
 * times of a device do not jump by the moment that an answer took.
 * @param ahead ms by which the program's time is ahead of the device's
 */
const inProgramTime = (event: Event, ahead: number): Event =>
  Math.abs(ahead) <= DEVICE_CLOCK_SKEW / 2 ? event : { ...event, time: event.time + ahead };

/** Without an event for so long, ms, no lease is held: nobody is at the device, and each renewal costs. */
const RESTS_AFTER = 900_000;

/** Why an agent waits that has been told, in one way or another, that the gate is closed. */
const BY_GATE: ReadonlySet<string> = new Set(['gate-closed', 'gate-closed-push', 'put-denied']);

/**
 * Captures, filters, seals and sends; shows its state. It records only while a lease lasts, and stops at the first of:
 * told that the gate has closed, lease over, renewal refused, put denied, not told anything for a lease's length, spool full, `stop()`.
 */
export class Agent extends EventEmitter<AgentEvents> {
  readonly #options: Required<AgentOptions>;
  readonly #keeper: LeaseKeeper;
  readonly #watch: GateWatch;
  readonly #sender: FrameSender;
  readonly #counters: Counters = newCounters();
  #state: RecordingState = { state: 'paused', reason: 'starting' };
  #batch: Batch | undefined;
  /** The newest lease: what the next frame is sealed under, while the open one goes on under the one before. */
  #newest: Newest | undefined;
  readonly #bytes = createByteBudget();
  readonly #time: ServerClock;
  readonly #delivery: Delivery;
  #dropReason: DropReason | undefined;
  /** When something was last to be captured. */
  #lastHappened: Moment;
  /** Whose frames the spool is known to keep. */
  #owner: string | undefined;
  /** The person paused it on this device. */
  #pausedHere = false;
  #cancelPauseEnd = () => {};
  #cancelFlush = () => {};
  #flushScheduled = false;
  #underWay = 0;
  #writing: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(options: AgentOptions) {
    super();
    const { clock: time = systemClock, random: draw = Math.random } = options;
    this.#options = {
      ...{ clock: time, random: draw, mark: () => false, push: mqttChannel({ clock: time, random: draw }) },
      ...options,
    };
    const { device, api, sink, spool, push, clock, random } = this.#options;
    this.#time = createServerClock(clock);
    this.#lastHappened = moment(clock);
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
      clock,
      random,
      onGrant: (lease) => this.#granted(lease),
      idle: () => since(clock, this.#lastHappened) >= RESTS_AFTER,
      onRefused: (reason, sentence) => this.#pause(reason, 'discard', sentence),
      onExpired: (unanswered) => this.#pause(unanswered ?? 'lease-expired', 'seal'),
      onUnreachable: (reason) => this.#unreachable(reason),
    });
    this.#sender = new FrameSender({
      spool,
      sink,
      clock,
      random,
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

  get state(): RecordingState {
    return this.#state;
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
    return this.#state;
  }

  /** Asks for a lease now instead of at the next turn, e.g. because the person has just consented. Ends a pause of `pauseHere`. */
  async resume(): Promise<RecordingState> {
    if (this.#state.state === 'stopped') return this.#state;
    this.#pausedHere = false;
    this.#cancelPauseEnd();
    await this.#keeper.askNow();
    this.#sender.hurry();
    return this.#state;
  }

  /**
   * The person pauses it on this device: nothing is captured from here on, with or without a network. What was captured until then is sealed and sent.
   * @param ms after which it goes on by itself. @default until `resume`
   */
  pauseHere(ms?: number): void {
    if (this.#state.state === 'stopped') return;
    if (this.#state.state === 'recording') this.emit('pausing', 'paused-here');
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
    else if (!shown && this.#newest?.lease.grant.mark === 'required') this.#withoutMark();
  }

  /** Nothing is captured that nobody can see is captured; what was until then is sealed. */
  #withoutMark(): void {
    this.#keeper.rest();
    this.#pause('no-mark', 'seal');
  }

  /** Whether such events, and of them this field, are collected now: what is not need not be looked at. Where nothing is recorded, nothing is. */
  takes(kind: EventKind, field?: string): boolean {
    const fields = this.#newest?.lease.grant.filter.kinds[kind];
    return fields !== undefined && (field === undefined || fields.includes(field));
  }

  /** What may be collected now: of the newest lease. Undefined where nothing is recorded. */
  get filter(): Filter | undefined {
    return this.#newest?.lease.grant.filter;
  }

  /** Somebody is at the device again, of whom nothing was seen yet: what rests asks for a lease. */
  wake(): void {
    this.#lastHappened = moment(this.#options.clock);
    if (this.#state.state === 'paused' && this.#state.reason === 'resting') void this.#keeper.askNow();
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

  /** Takes one event. Never throws, never waits: what it returns says what became of it. */
  capture(event: Event): CaptureResult {
    const counters = this.#counters;
    counters.captured++;
    this.#lastHappened = moment(this.#options.clock);
    const batch = this.#keeper.live && this.#state.state === 'recording' ? this.#openBatch() : undefined;
    if (!batch) {
      counters.notRecording++;
      // Of the first that happens again nothing is kept: it is no lease's.
      if (this.#state.state === 'paused' && this.#state.reason === 'resting') void this.#keeper.askNow();
      return 'not-recording';
    }
    const admission = batch.admit(event);
    if ('dropped' in admission) return this.#filtered(admission.dropped);
    const kept = inProgramTime(admission.event, this.#time.offset());
    if (!wasCaptured(kept, batch.lease.grant)) return this.#filtered('time');
    if (this.#underWay >= BATCHES_UNDER_WAY) {
      counters.backPressure++;
      return 'back-pressure';
    }
    const line = JSON.stringify(kept);
    const bytes = Buffer.byteLength(line) + 1;
    const { flush } = batch.lease.grant;
    // Even text that does not compress must fit the frame, beside its lease.
    if (bytes > MAX_FRAME_BYTES - 8192) {
      counters.tooLarge++;
      return 'too-large';
    }
    if (batch.bytes + bytes > flush.bytes) this.#seal('goes-on');
    // #seal starts a batch anew, under the newest lease.
    const open = this.#batch!;
    if (!this.#bytes.has(open.lease.grant, bytes) || !open.withinBudget(kept)) {
      counters.overBudget++;
      return 'over-budget';
    }
    const at = this.#options.clock.now() + this.#time.offset();
    open.lines.push({ text: line, bytes, at, typing: isTyping(kept), press: isPress(kept) });
    open.bytes += bytes;
    this.#bytes.take(bytes);
    counters.kept++;
    counters.stripped += admission.stripped;
    this.#scheduleFlush(flush.seconds);
    return 'kept';
  }

  /** The frame that is being filled: of a lease that still lasts, so that each event is captured under the one that its frame names. */
  #openBatch(): Batch | undefined {
    const batch = this.#batch;
    if (batch && batch.lease !== this.#newest?.lease) {
      const isOver = since(this.#options.clock, batch.lease.askedAt) >= batch.lease.length;
      if (isOver || batch.lines.length === 0) this.#seal('goes-on');
    }
    return this.#batch;
  }

  /** Why the last event was `filtered`. */
  get dropReason(): DropReason | undefined {
    return this.#dropReason;
  }

  #filtered(reason: DropReason): CaptureResult {
    this.#dropReason = reason;
    const { dropped } = this.#counters;
    dropped[reason] = (dropped[reason] ?? 0) + 1;
    return 'filtered';
  }

  /** Resolves when `capture` will not answer `back-pressure`: for producers that can wait. */
  async ready(): Promise<void> {
    while (this.#underWay >= BATCHES_UNDER_WAY) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when it records, or will not any more, or when the signal aborts: for producers that can wait for as long as that takes. */
  async recording(signal?: AbortSignal): Promise<RecordingState> {
    while (this.#state.state === 'paused' && !signal?.aborted) {
      await once(this, 'state', signal ? { signal } : {}).catch(() => {});
    }
    return this.#state;
  }

  /** Seals what is buffered and sends what waits; resolves when all is acknowledged, or cannot be sent now. */
  async flush(): Promise<void> {
    this.#seal();
    await this.#writing;
    await this.#sender.idle();
  }

  /**
   * The person pressed stop: captures nothing from here on, sends what was captured until then, and tells the control
   * plane up to where frames were acknowledged. What could not be sent stays in the spool, sealed.
   */
  async stop(reason = 'user'): Promise<void> {
    if (this.#state.state === 'stopped') return;
    const lastRun = this.#keeper.live?.grant.run;
    const hadLease = this.#keeper.live !== undefined;
    this.#seal();
    this.#batch = undefined;
    this.#newest = undefined;
    this.#setState({ state: 'stopped', reason });
    this.#cancelFlush();
    this.#delivery.end();
    this.#cancelPauseEnd();
    await this.#writing;
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
    const {
      filter: { program },
      stream,
      subject,
    } = lease.grant;
    const owner = `${program} ${stream.region}/${stream.name} ${subject}`;
    if (this.#owner !== owner) {
      // Nothing is sealed, and nothing that waits is sent, before it is known whose folder it is.
      try {
        await this.#options.spool.belongTo(owner, subject);
      } catch (error) {
        this.#keeper.drop();
        return this.#pause(error instanceof SpoolError ? 'spool-of-another' : 'spool-failed', 'discard');
      }
      this.#owner = owner;
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
    if (this.#state.state === 'stopped') return;
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
    const { filter, flush } = lease.grant;
    this.#newest = { lease, admit: createAdmission(filter) };
    // Sealed with the key of the lease that it was captured under, so that no event changes its consent or epoch.
    if (!this.#batch || !goesOn(this.#batch.lease, lease)) this.#seal();
    this.#batch ??= {
      ...this.#newest,
      withinBudget: createBudget(flush.eventsPerMinute),
      lines: [],
      bytes: 0,
      held: 0,
      before: [],
    };
    this.#sender.unblock();
    this.#recordUnlessFull();
  }

  /** As when a renewal is refused. Whoever does not record stays as they are, and asks for the reason that they have. */
  #closedByPush(): void {
    if (this.#state.state === 'stopped' || (this.#state.state === 'paused' && !this.#keeper.live)) return;
    if (this.#pausedHere) {
      this.#keeper.rest();
      return;
    }
    this.#keeper.drop();
    this.#pause('gate-closed-push', 'discard');
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
    if (this.#state.state === 'stopped' || !this.#batch || !this.#keeper.live) return;
    const full = this.#options.spool.bytes() > this.#batch.lease.grant.flush.spoolBytes;
    const notDelivering = this.#delivery.overdue(this.#batch.lease.grant.flush.seconds);
    this.#setState(
      full
        ? { state: 'paused', reason: 'spool-full' }
        : { state: 'recording', ...(notDelivering && { notDelivering }) },
    );
  }

  #judgeDelivery(): void {
    if (this.#state.state === 'recording') this.#recordUnlessFull();
  }

  #unreachable(reason: ReasonName): void {
    // A refusal, or what the person did, says more; of what is in the way, the newest counts.
    const { state } = this;
    if (state.state === 'paused' && (state.reason === 'starting' || isInTheWay(state.reason)))
      this.#pause(reason, 'discard');
  }

  #pause(reason: string, buffered: 'seal' | 'discard', sentence?: string): void {
    if (this.#state.state === 'stopped') return;
    if (buffered === 'seal') this.#seal();
    else this.#counters.discarded += this.#batch?.lines.length ?? 0;
    this.#batch = undefined;
    this.#newest = undefined;
    this.#cancelFlush();
    this.#flushScheduled = false;
    this.#setState({ state: 'paused', reason, ...(sentence !== undefined && { sentence }) });
  }

  #scheduleFlush(seconds: number): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    // The first flush falls anywhere in the interval: agents that start together in the morning do not send together.
    const part = this.#counters.framesSealed === 0 ? this.#options.random() : 1;
    this.#cancelFlush = this.#options.clock.after(seconds * 1000 * part, () => this.#seal('goes-on'));
  }

  /**
   * Takes the buffered lines, starts a new batch under the newest lease, and has the frame written and sent.
   * @param then `goes-on`: what was typed last waits for the next frame, so that both sides of the border are judged together. @default `ends`
   */
  #seal(then: 'ends' | 'goes-on' = 'ends'): void {
    this.#cancelFlush();
    this.#flushScheduled = false;
    const batch = this.#batch;
    if (!batch) return;
    const next = then === 'goes-on' ? nextOf(batch, this.#newest) : undefined;
    this.#batch = next ?? { ...batch, ...this.#newest, lines: [], bytes: 0, held: 0, before: [] };
    const own = batch.lines.slice(0, batch.lines.length - (next?.held ?? 0));
    if (own.length === 0) return;
    const { grant } = batch.lease;
    const after = (next?.lines ?? []).filter(({ typing }) => typing);
    this.#bytes.take(bytesOf(batch.before) + bytesOf(after));
    const body = bodyOf(batch.before, own, after);
    if (next && next.held > 0) this.#scheduleFlush(next.lease.grant.flush.seconds);
    const frameKey = Buffer.from(grant.frameKey, 'base64url');
    this.#underWay++;
    this.#writing = this.#writing.then(async () => {
      try {
        const frame = await this.#options.spool.add(grant.run!.epoch, grant.subject, (number) =>
          sealFrame({ lease: grant.lease, number }, frameKey, body),
        );
        this.#counters.framesSealed++;
        this.#delivery.sealed(frame);
        this.#sender.kick();
        this.#judgeDelivery();
      } catch {
        this.#counters.discarded += own.length;
        this.#spoolFailed();
      } finally {
        this.#underWay--;
        for (const resolve of this.#waiting.splice(0)) resolve();
      }
    });
  }

  #acknowledged(ids: readonly FrameId[]): void {
    this.#counters.framesAcknowledged += ids.length;
    this.#delivery.acknowledged(ids);
    this.#judgeDelivery();
    if (this.#state.state === 'paused' && this.#state.reason === 'spool-full') this.#recordUnlessFull();
  }

  #spoolFailed(): void {
    this.#keeper.drop();
    this.#pause('spool-failed', 'discard');
  }

  #setState(next: RecordingState): void {
    if (sameState(this.#state, next)) return;
    this.#state = next;
    this.emit('state', next);
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
