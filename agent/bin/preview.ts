import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import type { Event, EventKind } from '../../wire/event.ts';
import { createAdmission, type DropReason, type Filter } from '../../wire/filter.ts';
import { leaseGrant } from '../../wire/lease-schema.ts';
import { inOneLine, printableJson } from '../../wire/printable.ts';
import type { CaptureSink, Collector } from '../collectors/collector.ts';
import { createSystemDesktopCollector } from '../collectors/desktop/create.ts';
import { createReplayCollector, readSession } from '../collectors/replay.ts';
import { createStdinCollector } from '../collectors/stdin.ts';
import type { CaptureResult, RecordingState } from '../sdk/state.ts';
import { keptFilter } from './kept-filter.ts';
import { COLLECTORS, UsageError } from './options.ts';

/**
 * What would be sent from this device, shown and not sent: the collectors and the filter of a run, and nothing else of it. No lease is asked for, no folder
 * is locked or written, nothing is kept. What redaction leaves of it, behind the stream, `sluice agent preview` shows: its weights alone are larger than the agent.
 */

/** Of a desktop, s: long enough to type a line into two programs. */
export const PREVIEW_SECONDS = 30;
/** Events that are shown at most: a preview is looked at, and is held in memory. */
const MOST_EVENTS = 20_000;

export interface RawPreviewOptions {
  collector: string;
  filter?: string;
  api?: string;
  device?: string;
  state: string;
  recording?: string;
  for: string;
  events?: boolean;
  json?: boolean;
}

/** A browser starts its own, and shows what was recorded itself. */
const PREVIEWED = COLLECTORS.filter((name) => name !== 'browser');

export interface PreviewOptions {
  collector: (typeof PREVIEWED)[number];
  filter: Filter;
  /** Where it is from, in words. */
  filterOf: string;
  recording?: string;
  seconds: number;
  /** Whether people are shown each event, too. */
  events: boolean;
  json: boolean;
}

/** @throws UsageError naming the option that is missing or wrong */
export function previewOptions(raw: RawPreviewOptions, environment: NodeJS.ProcessEnv): PreviewOptions {
  const collector = PREVIEWED.find((name) => name === raw.collector);
  if (!collector) throw new UsageError(`--collector: one of ${PREVIEWED.join(', ')}`);
  if (collector === 'replay' && raw.recording === undefined) throw new UsageError('--recording: the session to replay');
  const seconds = Number(raw.for);
  if (!(seconds > 0)) throw new UsageError('--for: seconds, above 0');
  const rules = { collector, seconds, events: raw.events === true, json: raw.json === true };
  const recording = raw.recording === undefined ? {} : { recording: raw.recording };
  if (raw.filter !== undefined) return { ...rules, ...recording, filter: readFilter(raw.filter), filterOf: 'a file' };
  const device = raw.device ?? environment.SLUICE_DEVICE;
  const kept = keptFilter(raw.state, raw.api ?? environment.SLUICE_API, device);
  if (!kept)
    throw new UsageError(
      'what the program collects is not known here before the first lease: --filter FILE, or "sluice agent preview" with a login',
    );
  return { ...rules, ...recording, filter: kept, filterOf: 'the last lease of this device' };
}

function readFilter(file: string): Filter {
  try {
    return leaseGrant.shape.filter.parse(JSON.parse(readFileSync(file, 'utf8'))) as Filter;
  } catch (cause) {
    const why = cause instanceof z.ZodError ? 'is no filter of a lease' : 'cannot be read';
    throw new UsageError(`--filter: ${file} ${why}`, { cause });
  }
}

/** Numbers of a preview; content-free. */
export interface PreviewSummary {
  disclosure: string;
  kept: number;
  /** By the filter's reason. */
  dropped: Partial<Record<DropReason, number>>;
  /** Undisclosed fields that were taken out. */
  stripped: number;
  /** What the collector itself left out, by its reason. */
  skipped: Record<string, number>;
  /** Kept, by application and kind. */
  applications: Record<string, Record<string, number>>;
  /** It was ended here: more than is shown at once. */
  full?: true;
}

/** Takes what a collector sees as an agent would that always records, and keeps none of it. */
class PreviewSink implements CaptureSink {
  readonly summary: PreviewSummary;
  readonly #admit: ReturnType<typeof createAdmission>;
  readonly #kinds: Filter['kinds'];
  readonly #show: (event: Event) => void;
  readonly #full: () => void;
  dropReason: DropReason | undefined;

  constructor(filter: Filter, show: (event: Event) => void, full: () => void) {
    this.#admit = createAdmission(filter);
    this.#kinds = filter.kinds;
    this.#show = show;
    this.#full = full;
    this.summary = {
      disclosure: filter.disclosure,
      kept: 0,
      dropped: {},
      stripped: 0,
      skipped: {},
      applications: Object.create(null),
    };
  }

  capture(event: Event): CaptureResult {
    const { summary } = this;
    if (summary.full) return 'not-recording';
    const admission = this.#admit(event);
    if ('dropped' in admission) {
      this.dropReason = admission.dropped;
      summary.dropped[admission.dropped] = (summary.dropped[admission.dropped] ?? 0) + 1;
      return 'filtered';
    }
    summary.kept++;
    summary.stripped += admission.stripped;
    const { app, kind } = admission.event;
    summary.applications[app] ??= {};
    const kinds = summary.applications[app];
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    this.#show(admission.event);
    if (summary.kept >= MOST_EVENTS) {
      summary.full = true;
      this.#full();
    }
    return 'kept';
  }

  takes(kind: EventKind, field?: string): boolean {
    const fields = this.#kinds[kind];
    return fields !== undefined && (field === undefined || fields.includes(field));
  }

  onState(told: (state: RecordingState) => void): () => void {
    told({ state: 'recording' });
    return () => {};
  }

  async ready(): Promise<void> {}
}

export interface PreviewEnvironment {
  stdin: Readable;
  write: (line: string) => void;
  /** Beside what is shown, for people who wait. */
  say: (line: string) => void;
  /** Aborts when the person has seen enough. */
  signal: AbortSignal;
  /** @default those of this system */
  collector?: Collector;
}

export async function preview(options: PreviewOptions, environment: PreviewEnvironment): Promise<PreviewSummary> {
  const { stdin, write, say, signal } = environment;
  const collector = environment.collector ?? (await collectorOf(options, stdin));
  const full = new AbortController();
  const ends = [signal, full.signal];
  // An input ends by itself; a desktop does not.
  if (options.collector === 'desktop') {
    ends.push(AbortSignal.timeout(options.seconds * 1000));
    say(`for ${options.seconds} s, or until Ctrl-C, what you do here is shown, not sent`);
  }
  const shown = options.json
    ? (event: Event) => write(printableJson({ event }))
    : options.events
      ? (event: Event) => write(inOneLine(printableJson(event)))
      : () => {};
  const sink = new PreviewSink(options.filter, shown, () => full.abort());
  const report = await collector.run(sink, AbortSignal.any(ends));
  sink.summary.skipped = report.skipped;
  write(options.json ? printableJson({ preview: sink.summary }) : previewText(sink.summary, options.filterOf));
  return sink.summary;
}

async function collectorOf({ collector, recording }: PreviewOptions, stdin: Readable): Promise<Collector> {
  switch (collector) {
    case 'desktop':
      return createSystemDesktopCollector();
    case 'stdin':
      return createStdinCollector(stdin);
    case 'replay':
      return createReplayCollector({ events: readSession(readFileSync(recording!)), speed: 'max' });
  }
}

/** For people. */
export function previewText(summary: PreviewSummary, filterOf: string): string {
  const { kept, dropped, stripped, skipped, applications, disclosure, full } = summary;
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const rows = Object.entries(applications).map(([app, kinds]) => `  ${inOneLine(app)}: ${counts(kinds)}`);
  return [
    `${kept} events would be sent, under version ${disclosure} of the disclosure (the filter of ${filterOf}); nothing was.`,
    ...rows,
    ...(Object.keys(dropped).length > 0
      ? [
          `Left out on this device: ${counts(dropped)}. (application, kind: not in the disclosure; detail: more than is disclosed of that program)`,
        ]
      : []),
    ...(stripped > 0 ? [`Taken out of what is sent: ${stripped} fields that are not disclosed.`] : []),
    ...(Object.keys(skipped).length > 0 ? [`Not even looked at: ${counts(skipped)}.`] : []),
    ...(full ? [`It was ended after ${MOST_EVENTS} events.`] : []),
    'What redaction takes out of it, before anything is stored: sluice agent preview.',
  ].join('\n');
}
