import { type GateNews, type NewsFault, readNews } from '../../wire/gate-news.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { type AgentClock, type Moment, moment, since } from './clock.ts';
import type { HeldLease } from './lease-keeper.ts';
import type { OpenPushChannel, PushChannel } from './push-channel.ts';

export interface GateWatchOptions {
  open: OpenPushChannel;
  clock: AgentClock;
  /** The program's time, ms. */
  now: () => number;
  /** The gate has closed, or what is held was given before it last did. */
  onClosed: () => void;
  /** It is open, at a later epoch than any lease of this agent. @param spread ms; over which all agents ask */
  onOpened: (spread: number) => void;
  /** The channel has been away for a lease's length, or is back. */
  onChannel: () => void;
}

/** Messages that said nothing to this agent, by why; `old`: of an epoch that is over. */
export type IgnoredNews = Partial<Record<NewsFault | 'old', number>>;

/**
 * Hears how the gate stands, by messages that it believes only by their signature, program, stage and epoch. They can stop the agent, and never start it: that is done by
 * leases alone. A channel that is away for a lease's length is taken for a closed gate.
 */
export class GateWatch {
  readonly #options: GateWatchOptions;
  readonly #ignored: IgnoredNews = {};
  #channel: PushChannel | undefined;
  /** Of the newest lease. */
  #offer: LeaseGrant['push'];
  #program = '';
  /** Length of the newest lease, ms. */
  #length = 0;
  /** The newest that was believed, and when it came. */
  #news: { said: GateNews; at: Moment } | undefined;
  #up = false;
  #downSince: Moment | undefined;
  #cancelLate = () => {};

  constructor(options: GateWatchOptions) {
    this.#options = options;
  }

  get ignored(): Readonly<IgnoredNews> {
    return this.#ignored;
  }

  /** Whether it would hear now that the gate closes. */
  get listens(): boolean {
    return this.#up && this.#offer !== undefined;
  }

  /** Since when (ms on this device) it does not listen where it should; undefined while it does, or is offered nothing. */
  get downSince(): number | undefined {
    return this.#offer && this.#downSince?.now;
  }

  /** Whether the channel has been away for so long that the gate counts as closed. */
  get isAway(): boolean {
    return (
      this.#offer !== undefined &&
      this.#downSince !== undefined &&
      since(this.#options.clock, this.#downSince) >= this.#length
    );
  }

  /**
   * Takes what a lease says of the channel.
   * @returns false where the gate has closed since the lease was asked for: it is none any more
   */
  use({ grant, askedAt, length }: HeldLease): boolean {
    const { clock, open, now } = this.#options;
    const { push } = grant;
    this.#length = length;
    this.#program = grant.filter.program;
    if (this.#news) {
      const heardSince = since(clock, this.#news.at) <= since(clock, askedAt);
      if (heardSince && (!push || isStop(this.#news.said, push.epoch))) return false;
      // Asked for later than that was heard: the service knows better, e.g. of tables that were restored.
      this.#news = undefined;
    }
    this.#offer = push;
    if (!push) {
      this.#shut();
      return true;
    }
    if (!this.#up) this.#downSince ??= moment(clock);
    this.#channel ??= open(
      {
        up: () => this.#isUp(),
        down: () => this.#isDown(),
        message: (message) => this.#heard(message),
      },
      now,
    );
    this.#channel.use(push, grant);
    this.#watchLate();
    return true;
  }

  close(): void {
    this.#shut();
    this.#offer = undefined;
  }

  #shut(): void {
    this.#cancelLate();
    this.#up = false;
    this.#downSince = undefined;
    this.#channel?.close();
    this.#channel = undefined;
  }

  #isUp(): void {
    if (!this.#channel) return;
    const wasAway = this.isAway;
    this.#up = true;
    this.#downSince = undefined;
    this.#cancelLate();
    if (wasAway) this.#options.onChannel();
  }

  #isDown(): void {
    this.#up = false;
    if (!this.#channel || this.#downSince) return;
    this.#downSince = moment(this.#options.clock);
    this.#watchLate();
  }

  #watchLate(): void {
    this.#cancelLate();
    if (!this.#downSince) return;
    const { clock, onChannel } = this.#options;
    const left = this.#length - since(clock, this.#downSince);
    if (left <= 0) return;
    this.#cancelLate = clock.after(left, () => (this.isAway ? onChannel() : this.#watchLate()));
  }

  #heard(message: Uint8Array): void {
    const offer = this.#offer;
    if (!offer) return;
    const read = readNews(message, {
      key: Buffer.from(offer.key, 'base64'),
      program: this.#program,
      stage: offer.stage,
    });
    const why = 'fault' in read ? read.fault : this.#believe(read.news, offer.epoch);
    if (why) this.#ignored[why] = (this.#ignored[why] ?? 0) + 1;
  }

  /** @param given epoch of the newest lease @returns why it is not believed */
  #believe(said: GateNews, given: number): 'old' | undefined {
    const { onClosed, onOpened, clock } = this.#options;
    const known = this.#news?.said;
    if (said.epoch < Math.max(given, known?.epoch ?? 0)) return 'old';
    // Of one epoch there is one state: where two are said, it is closed.
    const isKnown = known?.epoch === said.epoch && (known.state === said.state || known.state === 'closed');
    if (isKnown || !isStop(said, given)) return undefined;
    this.#news = { said, at: moment(clock) };
    onClosed();
    if (said.state === 'open') onOpened(said.spread * 1000);
    return undefined;
  }
}

/** Whether it ends what was given at an epoch: closed, or opened anew. */
const isStop = ({ state, epoch }: GateNews, given: number): boolean =>
  state === 'closed' ? epoch >= given : epoch > given;
