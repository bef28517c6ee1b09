import { AGENT_APP, type EventOf } from '../../../wire/event.ts';
import { type Moment, since } from '../../sdk/clock.ts';
import type { RecordingState } from '../../sdk/state.ts';
import type { CaptureSink } from '../collector.ts';
import type { Screen } from './windows.ts';

/** What a session says of where it was made. */
export interface SessionPlace {
  /** Of the agent: three numbers. */
  version: readonly number[];
  platform: NodeJS.Platform;
  /** As XKB names it, where that is known. */
  layout: () => Promise<string | undefined>;
  screens: () => Promise<readonly Screen[]>;
}

const SYSTEMS: Partial<Record<NodeJS.Platform, 'linux' | 'macos' | 'windows'>> = {
  linux: 'linux',
  darwin: 'macos',
  win32: 'windows',
};

/** Of a run that was ended from outside: it had no time to say why. Stored as `other`. */
const KILLED = 'killed';

/**
 * Marks in the recording where it starts, where it stops, and where nothing was recorded, and why: nothing is captured meanwhile, so that a gap is told once it
 * is over. With the start go the screens, which are told again when they change.
 */
export class SessionMarks {
  readonly #sink: CaptureSink;
  readonly #place: SessionPlace;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  #started = false;
  #gap: { since: Moment; reason: string } | undefined;
  #told = '';

  constructor(sink: CaptureSink, place: SessionPlace, { now, elapsed }: { now: () => number; elapsed: () => number }) {
    this.#sink = sink;
    this.#place = place;
    this.#now = now;
    this.#elapsed = elapsed;
  }

  async see(state: RecordingState): Promise<void> {
    if (state.state === 'paused') this.#gap ??= { since: this.#moment(), reason: state.reason };
    if (state.state !== 'recording') return;
    const gap = this.#gap;
    this.#gap = undefined;
    if (!this.#started) await this.#start();
    else if (gap) this.#gapEnded(gap);
  }

  /** It records no more: should it end before it goes on, this is what stands last in it. @param at when that is, ms since 1970 */
  pausing(reason: string, at: number): void {
    if (this.#started && !this.#gap) this.#mark({ type: 'stop', reason }, at);
  }

  /** The recording ends while it could go on. */
  stop(): void {
    if (this.#started && !this.#gap) this.#mark({ type: 'stop', reason: 'user' });
  }

  /** They are told where they are others than those that were told last. */
  async screens(): Promise<void> {
    const { takes } = this.#sink;
    if (!this.#started || takes?.call(this.#sink, 'screen') !== true) return;
    const screens = await this.#place.screens().catch((): readonly Screen[] => []);
    const told = JSON.stringify(screens);
    if (told === this.#told) return;
    this.#told = told;
    for (const [screen, { scale, ...bounds }] of screens.entries()) {
      const event = { kind: 'screen', time: this.#now(), app: AGENT_APP, screen, ...bounds } as const;
      this.#sink.capture(scale === undefined ? event : { ...event, scale });
    }
  }

  async #start(): Promise<void> {
    this.#started = true;
    const layout = await this.#place.layout().catch(() => undefined);
    this.#mark({
      type: 'start',
      agent: [...this.#place.version],
      system: SYSTEMS[this.#place.platform] ?? 'other',
      ...(layout !== undefined && { layout }),
    });
    const { lastRecorded: last } = this.#sink;
    // Of a run before this one the calendar alone is left.
    if (last)
      this.#mark({ type: 'gap', reason: last.reason ?? KILLED, duration: Math.max(0, this.#now() - last.until) });
    await this.screens();
  }

  #moment(): Moment {
    return { now: this.#now(), elapsed: this.#elapsed() };
  }

  /** A machine that slept meanwhile: its stopwatch did, too. */
  #gapEnded(gap: { since: Moment; reason: string }): void {
    const clock = { now: this.#now, elapsed: this.#elapsed };
    this.#mark({ type: 'gap', reason: gap.reason, duration: Math.round(since(clock, gap.since)) });
  }

  #mark(of: Pick<EventOf<'session'>, 'type'> & Partial<EventOf<'session'>>, time = this.#now()): void {
    if (this.#sink.takes?.('session') !== true) return;
    const offset = Math.round(this.#sink.clockOffset ?? 0);
    this.#sink.capture({ ...of, kind: 'session', time, app: AGENT_APP, offset });
  }
}
