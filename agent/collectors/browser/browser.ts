import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';
import type { Event } from '../../../wire/event.ts';
import type { Filter } from '../../../wire/filter.ts';
import { parseLines } from '../../../wire/lines.ts';
import { Unparsed } from '../../../wire/unparsed.ts';
import { explain } from '../../sdk/explain.ts';
import type { RecordingState } from '../../sdk/state.ts';
import { noting, Recent } from '../../sign/recent.ts';
import type { CaptureSink, Collector, CollectorReport } from '../collector.ts';
import { SessionMarks } from '../desktop/session-marks.ts';
import { stamping } from '../stamp.ts';
import { LetterBox } from './letter-box.ts';
import { readMessages, writeMessage } from './native-messages.ts';
import type { AgentState, ToAgent } from './protocol.ts';
import { isSite } from './sites.ts';

/** The agent's half of the browser collector: the browser starts it, and tells it what the extension sends. */

export interface BrowserChoices {
  /** @param until ms since 1970. @default until they go on */
  pause(until?: number): void;
  resume(): void;
}

export interface BrowserOptions {
  input: Readable;
  output: Writable;
  /** Of the agent, for the mark of a session. @default 0.0.0 */
  version?: readonly number[];
  /** @default process.platform */
  platform?: NodeJS.Platform;
}

export interface BrowserCollector extends Collector {
  /** Whether the extension's sign is where the person sees it. */
  readonly visible: boolean;
  onVisible(told: () => void): void;
  onChoice(choices: BrowserChoices): void;
}

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('letter'),
    letter: z.object({ from: z.string().max(100), number: z.int().min(1), sealed: z.string() }),
    app: z.string().max(256),
  }),
  z.object({ type: z.literal('wake') }),
  z.object({ type: z.literal('pause'), until: z.number().exactOptional() }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('sign'), shown: z.boolean() }),
  z.object({ type: z.literal('ask') }),
]) satisfies z.ZodType<ToAgent>;

/** A filter that changed under the same state is told within so long, ms. */
const LOOK_EVERY = 5_000;

export function createBrowserCollector(options: BrowserOptions): BrowserCollector {
  return new BrowserHost(options);
}

class BrowserHost implements BrowserCollector {
  readonly #options: BrowserOptions;
  readonly #box = new LetterBox();
  readonly #recent = new Recent();
  readonly #report: CollectorReport = { events: 0, skipped: {} };
  #state: RecordingState = { state: 'paused', reason: 'starting' };
  /** The newest that there was: while it is paused the extension still knows where it would record. */
  #filter: Filter | undefined;
  #shown = false;
  #told = '';
  #onVisible = () => {};
  #choices: BrowserChoices = { pause: () => {}, resume: () => {} };

  constructor(options: BrowserOptions) {
    this.#options = options;
  }

  get visible(): boolean {
    return this.#shown;
  }

  onVisible(told: () => void): void {
    this.#onVisible = told;
  }

  onChoice(choices: BrowserChoices): void {
    this.#choices = choices;
  }

  async run(agent: CaptureSink, signal: AbortSignal): Promise<CollectorReport> {
    const { input, version = [0, 0, 0], platform = process.platform } = this.#options;
    const clocks = { now: Date.now, elapsed: () => performance.now() };
    const sink = stamping(noting(agent, this.#recent), clocks);
    const place = { version, platform, layout: async () => undefined, screens: async () => [] };
    const marks = new SessionMarks(sink, place, clocks);
    const unwatchPauses = agent.onPausing?.((reason, at) => marks.pausing(reason, at));
    const unwatch = agent.onState?.((state) => {
      this.#state = state;
      void marks.see(state);
      this.#tell(agent);
    });
    const looking = setInterval(() => this.#tell(agent), LOOK_EVERY);
    try {
      for await (const message of readMessages(input, signal)) this.#take(message, sink, agent);
    } finally {
      clearInterval(looking);
      unwatch?.();
      unwatchPauses?.();
      marks.stop();
    }
    return this.#report;
  }

  #take(message: unknown, sink: CaptureSink, agent: CaptureSink): void {
    const parsed = messageSchema.safeParse(message);
    const told = parsed.data;
    switch (told?.type) {
      case 'letter':
        this.#open(told, sink);
        break;
      case 'wake':
        agent.wake?.();
        break;
      case 'pause':
        this.#choices.pause(told.until);
        break;
      case 'resume':
        this.#choices.resume();
        break;
      case 'sign':
        this.#shown = told.shown;
        this.#onVisible();
        break;
      case 'ask':
        this.#tell(agent, true);
        break;
      default:
        this.#skip('unknown-message');
    }
  }

  #open({ letter, app }: Extract<ToAgent, { type: 'letter' }>, sink: CaptureSink): void {
    const text = this.#box.open(letter);
    if (!text) {
      this.#skip('unopened');
      return;
    }
    for (const line of parseLines(text)) {
      this.#report.events++;
      if (line instanceof Unparsed) this.#skip(line.detail);
      // A page's process that was taken over speaks for its own page alone.
      else if (line.app !== app) this.#skip('unattributed');
      else if (sink.capture(line as unknown as Event) === 'too-large') this.#skip('too-large');
    }
  }

  #skip(reason: string): void {
    this.#report.skipped[reason] = (this.#report.skipped[reason] ?? 0) + 1;
  }

  #tell(agent: CaptureSink, asked = false): void {
    this.#filter = agent.filter ?? this.#filter;
    const { kinds = {}, applications = {} } = this.#filter ?? {};
    const state = this.#state;
    const why = explain(state);
    const message: AgentState = {
      type: 'state',
      state: state.state,
      ...(state.state === 'recording' && state.notDelivering && { notDelivering: state.notDelivering.since }),
      ...('reason' in state && { reason: state.reason }),
      ...(why && { reason: why.reason, says: why.says, advice: why.advice }),
      key: this.#box.key,
      sites: Object.fromEntries(Object.entries(applications).filter(([app]) => isSite(app))),
      kinds,
      recent: [],
    };
    const text = JSON.stringify(message);
    if (text === this.#told && !asked) return;
    this.#told = text;
    writeMessage(this.#options.output, asked ? { ...message, asked, recent: this.#recent.counts() } : message);
  }
}
