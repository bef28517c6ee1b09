import { gunzipSync, gzipSync } from 'node:zlib';
import type { Clock } from '../../shared/clock.ts';
import { InventoryLines } from '../write.ts';
import { collect, headOf, type Plan, Referred, type Run, type Sink } from './collect.ts';
import type { Page } from './collector.ts';
import { type PartNote, type Snapshots, sha256Of } from './snapshots.ts';

/**
 * One snapshot a day. Whoever calls often enough need not care how long it takes: a call goes on with the one that is unfinished, begins
 * one when the newest is a day old, and otherwise does nothing.
 */
export interface DailyParts extends Pick<Run, 'plan' | 'readers' | 'client'> {
  snapshots: Snapshots;
  clock: Clock;
  source: { tool: string; version?: string };
  /** ms that a call may take. */
  time: number;
  progress(line: string): void;
}

export interface DailyResult {
  did: 'nothing' | 'part' | 'whole';
  begun: number;
  /** ms since the newest whole one began; without one, since the oldest try. What "could read" is answered from is that old. */
  age: number;
}

const HOUR = 3_600_000;
/** Less than a day, so that a schedule by the hour keeps one a day. */
const NEXT_AFTER = 23 * HOUR;
/** What takes longer is of two moments: it is left as it is, and another one begun. */
const LONGEST = 12 * HOUR;
/** Of a part, not zipped: an answer of the API holds any. */
export const PART_BYTES = 4_000_000;

export async function keepDaily(parts: DailyParts): Promise<DailyResult> {
  const { snapshots, clock } = parts;
  const now = clock.now();
  const all = await snapshots.begun();
  const newest = all.at(-1);
  const notes = newest === undefined ? [] : await snapshots.notes(newest);
  const isWhole = notes.at(-1)?.whole !== undefined;
  if (newest !== undefined && isWhole && now - newest < NEXT_AFTER)
    return { did: 'nothing', begun: newest, age: now - newest };
  const goesOn = newest !== undefined && !isWhole && now - newest < LONGEST;
  const begun = goesOn ? newest : now;
  const whole = await goOn(parts, begun, goesOn ? notes : [], now + parts.time);
  const age = whole ? clock.now() - begun : clock.now() - (await lastWhole(snapshots, all, begun));
  return { did: whole ? 'whole' : 'part', begun, age };
}

async function lastWhole(snapshots: Snapshots, all: readonly number[], begun: number): Promise<number> {
  for (const one of all.toReversed()) {
    if ((await snapshots.notes(one)).at(-1)?.whole) return one;
  }
  return all[0] ?? begun;
}

async function goOn(parts: DailyParts, begun: number, notes: readonly PartNote[], until: number): Promise<boolean> {
  const { snapshots, clock, plan } = parts;
  const sink = new PartSink();
  for (const note of notes) sink.standing(note, await snapshots.lines(begun, note));
  if (notes.length === 0) sink.head(plan, parts.source, begun);
  for (let number = notes.length + 1; ; number++) {
    const isOver = () => clock.now() >= until;
    // A part is full, or the time is up: both are a stop, after which it goes on where it was.
    const whole = await collect({ ...parts, sink, stopped: () => isOver() || sink.bytes > PART_BYTES });
    const { text, positions, end } = sink.taken(whole ? clock.now() : undefined);
    const gzipped = gzipSync(text);
    const note: PartNote = { number, sha256: sha256Of(gzipped), positions, ...(end && { whole: end }) };
    // Two at once: the other one goes on.
    if (!(await snapshots.add(begun, note, gzipped))) return false;
    if (whole || isOver()) return whole;
  }
}

/** Lines of an inventory part by part. */
class PartSink implements Sink {
  readonly #lines = new InventoryLines();
  readonly #referred = new Referred();
  readonly #positions = new Map<string, string | null>();
  #moved = new Map<string, string | null>();
  #pending: string[] = [];
  bytes = 0;

  head(plan: Plan, source: DailyParts['source'], begun: number): void {
    this.#push(this.#lines.head(headOf(plan, source, begun)));
  }

  standing(note: PartNote, gzipped: Uint8Array): void {
    for (const line of gunzipSync(gzipped).toString('utf8').split('\n').slice(0, -1)) {
      this.#referred.row(this.#lines.standing(line));
    }
    for (const [step, next] of Object.entries(note.positions)) this.#positions.set(step, next);
  }

  position(step: string): 'done' | { next: string } | undefined {
    const next = this.#positions.get(step);
    return next === undefined ? undefined : next === null ? 'done' : { next };
  }

  page(step: string, { rows, next }: Page): void {
    for (const row of rows) {
      this.#referred.row(row);
      this.#push(this.#lines.row(row));
    }
    this.#positions.set(step, next ?? null);
    this.#moved.set(step, next ?? null);
  }

  missingPolicies(): readonly string[] {
    return this.#referred.missing();
  }

  /** What came since the last time. @param ended ms, when that is all */
  taken(ended: number | undefined): { text: string; positions: PartNote['positions']; end?: PartNote['whole'] } {
    const rows = Object.values(this.#lines.counts).reduce((sum, count) => sum + count, 0);
    const gaps = this.#lines.counts.gap ?? 0;
    const sha256 = ended === undefined ? '' : this.#lines.hash();
    if (ended !== undefined) this.#push(this.#lines.end(ended));
    const text = this.#pending.join('');
    const positions = Object.fromEntries(this.#moved);
    this.#pending = [];
    this.#moved = new Map();
    this.bytes = 0;
    return { text, positions, ...(ended !== undefined && { end: { ended, rows, gaps, sha256 } }) };
  }

  #push(line: string): void {
    this.#pending.push(line);
    this.bytes += line.length;
  }
}
