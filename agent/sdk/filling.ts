import { DEVICE_CLOCK_SKEW, wasCaptured } from '../../wire/capture-window.ts';
import type { Event } from '../../wire/event.ts';
import { createAdmission, type DropReason } from '../../wire/filter.ts';
import { MAX_FRAME_BYTES, sealFrame } from '../../wire/frame.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { isPress, isTyping } from '../../wire/typing-context.ts';
import { type Batch, bodyOf, bytesOf, goesOn, type Newest, nextOf } from './batch.ts';
import { createBudget, createByteBudget } from './budget.ts';
import { type AgentClock, since } from './clock.ts';
import type { Counters } from './counters.ts';
import type { HeldLease } from './lease-keeper.ts';
import type { FrameId, Spool } from './spool.ts';
import type { CaptureResult } from './state.ts';

export interface FillingOptions {
  clock: AgentClock;
  /** 0 (included) to 1, for jitter. */
  random: () => number;
  spool: Pick<Spool, 'add'>;
  counters: Counters;
  /** ms by which the program's time is ahead of the device's. */
  offset: () => number;
  /** A frame is sealed and in the spool. */
  onSealed: (frame: FrameId) => void;
  /** It could not be written. */
  onFailed: () => void;
}

/** Events sealed or being written that may pile up before `take` says `back-pressure`, in batches. */
const BATCHES_UNDER_WAY = 4;

/**
 * A calendar that is far from the program's would put every event outside of its lease. One that is near is left alone, so that the
 * times of a device do not jump by the moment that an answer took.
 * @param ahead ms by which the program's time is ahead of the device's
 */
const inProgramTime = (event: Event, ahead: number): Event =>
  Math.abs(ahead) <= DEVICE_CLOCK_SKEW / 2 ? event : { ...event, time: event.time + ahead };

/** The frame that is being filled: events are admitted, filtered and counted into it, and it is sealed and written to the spool when it is time. */
export class Filling {
  readonly #options: FillingOptions;
  readonly #bytes = createByteBudget();
  #batch: Batch | undefined;
  /** The newest lease: what the next frame is sealed under, while the open one goes on under the one before. */
  #newest: Newest | undefined;
  #dropReason: DropReason | undefined;
  #cancelFlush = () => {};
  #flushScheduled = false;
  #underWay = 0;
  #writing: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(options: FillingOptions) {
    this.#options = options;
  }

  /** What may be captured under now; undefined where nothing may. */
  get newest(): HeldLease | undefined {
    return this.#newest?.lease;
  }

  /** The last moment that may be captured, ms since 1970: now, or when the newest lease was over; undefined where there is none. */
  get covered(): number | undefined {
    const lease = this.newest;
    return lease && Math.min(this.#options.clock.now(), lease.askedAt.now + lease.length);
  }

  /** When the open frame is sent, and what may wait; undefined where there is none. */
  get flushes(): LeaseGrant['flush'] | undefined {
    return this.#batch?.lease.grant.flush;
  }

  /** Why the last event was `filtered`. */
  get dropReason(): DropReason | undefined {
    return this.#dropReason;
  }

  /** What is captured from here on is captured under this lease; an open frame goes on where nothing else is asked of it. */
  use(lease: HeldLease): void {
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
  }

  /** Nothing is captured from here on: what was until now is sealed, or thrown away. */
  end(buffered: 'seal' | 'discard'): void {
    if (buffered === 'seal') this.#seal();
    else this.#options.counters.discarded += this.#batch?.lines.length ?? 0;
    this.#batch = undefined;
    this.#newest = undefined;
    this.#cancelFlush();
    this.#flushScheduled = false;
  }

  /** Seals what is buffered; resolves when it is written. */
  async flush(): Promise<void> {
    this.#seal();
    await this.#writing;
  }

  /** Resolves when all that was sealed is in the spool, or could not be written. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** Resolves when `take` will not answer `back-pressure`. */
  async ready(): Promise<void> {
    while (this.#underWay >= BATCHES_UNDER_WAY) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** @returns undefined where there is no lease to capture under */
  take(event: Event): CaptureResult | undefined {
    const { counters, clock, offset } = this.#options;
    const batch = this.#openBatch();
    if (!batch) return undefined;
    const admission = batch.admit(event);
    if ('dropped' in admission) return this.#filtered(admission.dropped);
    const kept = inProgramTime(admission.event, offset());
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
    const at = clock.now() + offset();
    open.lines.push({ text: line, bytes, at, typing: isTyping(kept), press: isPress(kept) });
    open.bytes += bytes;
    this.#bytes.take(bytes);
    counters.kept++;
    counters.stripped += admission.stripped;
    this.#scheduleFlush(flush.seconds);
    return 'kept';
  }

  #filtered(reason: DropReason): CaptureResult {
    this.#dropReason = reason;
    const { dropped } = this.#options.counters;
    dropped[reason] = (dropped[reason] ?? 0) + 1;
    return 'filtered';
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

  #scheduleFlush(seconds: number): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    const { clock, counters, random } = this.#options;
    // The first flush falls anywhere in the interval: agents that start together in the morning do not send together.
    const part = counters.framesSealed === 0 ? random() : 1;
    this.#cancelFlush = clock.after(seconds * 1000 * part, () => this.#seal('goes-on'));
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
    const after = (next?.lines ?? []).filter(({ typing }) => typing);
    this.#bytes.take(bytesOf(batch.before) + bytesOf(after));
    if (next && next.held > 0) this.#scheduleFlush(next.lease.grant.flush.seconds);
    this.#write(batch.lease.grant, bodyOf(batch.before, own, after), own.length);
  }

  /** One behind the other: frames are numbered in the order in which they were sealed. */
  #write(grant: LeaseGrant, body: Buffer, events: number): void {
    const { spool, counters, onSealed, onFailed } = this.#options;
    const frameKey = Buffer.from(grant.frameKey, 'base64url');
    this.#underWay++;
    this.#writing = this.#writing.then(async () => {
      try {
        const frame = await spool.add(grant.run!.epoch, grant.subject, (number) =>
          sealFrame({ lease: grant.lease, number }, frameKey, body),
        );
        counters.framesSealed++;
        onSealed(frame);
      } catch {
        counters.discarded += events;
        onFailed();
      } finally {
        this.#underWay--;
        for (const resolve of this.#waiting.splice(0)) resolve();
      }
    });
  }
}
