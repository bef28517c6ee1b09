import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { type ChainTip, chainsOf, type LedgerReader } from '../ledger/ledger.ts';
import type { SliceReading } from '../reading/slice.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { goneOf, type HeldIn, placeOf } from './departures.ts';
import type { Export, ExportStore } from './export.ts';
import type { Notice, Notices } from './notices.ts';
import type { TrainingRun, TrainingRuns } from './runs.ts';

/** People of one notice: what DynamoDB takes in a transaction. */
export const CLAIMED_AT_ONCE = 100;

/** What a person has gone from, and what was told of it. */
export interface MarkedHeld extends HeldIn {
  /** The notice by which it is told; it was told when `told`. */
  notice?: string;
  told?: true;
}

/** Of an export that stopped, or whose making is denied. */
export interface MarkedStop {
  export: string;
  notice: string;
  told?: true;
}

/** Port. What was told: nothing twice, and nothing lost when who tells dies. */
export interface ToldStore {
  people(): AsyncIterable<readonly MarkedHeld[]>;
  /** All or none of them, at most `CLAIMED_AT_ONCE`: one who dies leaves no notice in part. @returns false where another look has one */
  claim(held: readonly HeldIn[], notice: string): Promise<boolean>;
  told(held: HeldIn): Promise<void>;
  /** They are there again: when they go once more, it is told once more. */
  back(held: HeldIn): Promise<void>;
  stops(): Promise<MarkedStop[]>;
  /** @param until s; kept as long as the export's rows @returns false where another look has it */
  claimStop(stop: MarkedStop, until: number): Promise<boolean>;
  toldStop(stop: MarkedStop): Promise<void>;
  /** What the last look that told all has seen. */
  seen(): Promise<string | undefined>;
  see(mark: string): Promise<void>;
}

export interface NotifyParts {
  store: Pick<ExportStore, 'list'>;
  runs: Pick<TrainingRuns, 'runs'>;
  told: ToldStore;
  notices: Notices;
  slices: Pick<SliceReading, 'confirmParts'>;
  ledger: Pick<LedgerReader, 'tip'>;
  clock: Clock;
}

/** The bus did not take all: they are told by the next look. */
export class NotTold extends SluiceError {}

/** ms for which IAM may deny what opens segments: it hears of a resume within minutes. */
const DENIED_FOR = 900_000;
/** ms; one that is made takes minutes: it waits for a gate, or what made it was stopped from outside. */
const LATE_AFTER = 86_400_000;
const MARKS_AT_ONCE = 16;
const DAY = 86_400_000;
/** Whatever was told of an export is kept as long as its rows are. */
const KEPT = 90 * DAY;

/** Chains in which whoever withdraws, trims or is erased has an entry, in the write that it is. */
const CHOICES = chainsOf(['choice', 'erasure']);

/**
 * Tells of what nobody was told yet: people who have gone from data sets that open and from runs, exports that stopped, and those that IAM keeps
 * from being made, or that are being made for a day. People are looked at where somebody decided something since, or something was sealed or declared.
 * @returns how many of each it told
 * @throws NotTold
 */
export async function tellThoseResponsible(parts: NotifyParts): Promise<{ departures: number; stopped: number }> {
  const exports = await parts.store.list();
  const { told: stopped, owed: owedStops } = await tellStops(parts, exports);
  const now = parts.clock.now();
  const open = exports.filter(({ state, expires }) => state === 'sealed' && expires > now);
  const runs = await parts.runs.runs();
  // Before people are looked at: who goes meanwhile moves it once more.
  const mark = markOf(await Promise.all(CHOICES.map((chain) => parts.ledger.tip(chain))), open, runs);
  if ((await parts.told.seen()) === mark) {
    if (owedStops > 0) throw notTold(owedStops);
    return { departures: 0, stopped };
  }
  const { told: departures, owed } = await tellDepartures(parts, open, runs);
  if (owed + owedStops > 0) throw notTold(owed + owedStops);
  await parts.told.see(mark);
  return { departures, stopped };
}

const notTold = (owed: number) => new NotTold(`${owed} notices were not told, and are by the next look`);

const markOf = (tips: readonly ChainTip[], open: readonly Export[], runs: readonly TrainingRun[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        tips.map(({ chain, length }) => [chain, length]),
        open.map((one) => one.export).sort(),
        runs.map(placeOf).sort(),
      ]),
    )
    .digest('hex');

interface Outcome {
  told: number;
  /** Not taken, or of another look that may have died. */
  owed: number;
}

async function tellDepartures(
  parts: NotifyParts,
  open: readonly Export[],
  runs: readonly TrainingRun[],
): Promise<Outcome> {
  const { told, clock } = parts;
  const places = new Map<string, { of: Export | TrainingRun; people: number; gone: MarkedHeld[] }>();
  for (const of of [...open, ...runs])
    places.set(placeOf(of as Pick<HeldIn, 'export' | 'run'>), { of, people: 0, gone: [] });
  for await (const page of told.people()) {
    const known = page.filter((held) => places.has(placeOf(held)));
    const gone = new Set(await goneOf(parts, known));
    for (const held of known) {
      const place = places.get(placeOf(held))!;
      place.people++;
      if (gone.has(held)) place.gone.push(held);
      else if (held.notice !== undefined) await told.back(held);
    }
  }
  let others = 0;
  const claimed = new Map<string, { notice: Notice; held: MarkedHeld[] }>();
  for (const { of, people, gone } of places.values()) {
    const add = (notice: string, held: MarkedHeld[]) =>
      claimed.set(notice, { notice: noticeOf(of, notice, { people, gone: gone.length }), held });
    // Of a look that did not come to its end.
    for (const [notice, held] of Map.groupBy(gone, (one) => one.notice)) {
      const left = held.filter((one) => !one.told);
      if (notice === undefined || left.length === 0) continue;
      // Where one of them is told, the bus had taken it.
      if (left.length < held.length) await parallel(left, MARKS_AT_ONCE, (one) => told.told(one));
      else add(notice, held);
    }
    const fresh = gone.filter((one) => one.notice === undefined);
    for (let at = 0; at < fresh.length; at += CLAIMED_AT_ONCE) {
      const some = fresh.slice(at, at + CLAIMED_AT_ONCE);
      const notice = ulid(clock.now());
      if (await told.claim(some, notice)) add(notice, some);
      else others++;
    }
  }
  const taken = await parts.notices.tell([...claimed.values()].map(({ notice }) => notice));
  for (const [notice, { held }] of claimed)
    if (taken.has(notice)) await parallel(held, MARKS_AT_ONCE, (one) => told.told(one));
  return { told: taken.size, owed: claimed.size - taken.size + others };
}

function noticeOf(of: Export | TrainingRun, notice: string, numbers: { people: number; gone: number }): Notice {
  if ('run' in of) {
    const { export: id, run, model, by, purpose } = of;
    return { kind: 'run', notice, export: id, run, model, by, purpose, ...numbers };
  }
  const { export: id, reader, query, expires, copies } = of;
  const kept = copies && { copies };
  return { kind: 'data-set', notice, export: id, reader, purpose: query.purpose, expires, ...kept, ...numbers };
}

async function tellStops({ told, notices, clock }: NotifyParts, exports: readonly Export[]): Promise<Outcome> {
  const now = clock.now();
  const known = new Map((await told.stops()).map((stop) => [stop.export, stop]));
  const owed: { stop: MarkedStop; notice: Notice }[] = [];
  let others = 0;
  for (const made of exports) {
    const why = stopOf(made, now);
    const before = known.get(made.export);
    if (!why || before?.told) continue;
    const stop = before ?? { export: made.export, notice: ulid(now) };
    if (!before && !(await told.claimStop(stop, Math.ceil((made.expires + KEPT) / 1000)))) {
      others++;
      continue;
    }
    const { reader, query } = made;
    owed.push({
      stop,
      notice: { kind: 'stopped', notice: stop.notice, export: made.export, reader, purpose: query.purpose, why },
    });
  }
  if (owed.length === 0) return { told: 0, owed: others };
  const taken = await notices.tell(owed.map(({ notice }) => notice));
  const heard = owed.filter(({ stop }) => taken.has(stop.notice));
  await parallel(heard, MARKS_AT_ONCE, ({ stop }) => told.toldStop(stop));
  return { told: taken.size, owed: owed.length - taken.size + others };
}

/** Once of an export: one that was denied, and then stopped, is known by who made it. */
function stopOf({ state, stopped, denied, asked }: Export, now: number) {
  if (state === 'stopped') return stopped;
  const isMade = state === 'planned' || state === 'making';
  if (!isMade) return undefined;
  if (denied !== undefined && now - denied >= DENIED_FOR) return 'denied' as const;
  return now - asked >= LATE_AFTER ? ('late' as const) : undefined;
}
