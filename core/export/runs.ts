import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { actor } from '../ledger/actor.ts';
import type { EntryReceipt, Ledger } from '../ledger/ledger.ts';
import type { SliceReading } from '../reading/slice.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { type Departed, departedIn, type HeldIndex, placeOf } from './departures.ts';
import type { Holder } from './end.ts';
import type { Export, ExportStore, Held } from './export.ts';

/** That a model was trained with an export: kept when the export has long gone. */
export interface TrainingRun {
  /** As the model team calls it; one of a name for each export. */
  run: string;
  export: string;
  /** Name of the model. */
  model: string;
  /** `sub` of who declared it: who made the export. */
  by: string;
  /** ms. */
  at: number;
  purpose: string;
  disclosure: string;
  rows: number;
  /** Of so many people events are in it. */
  people: number;
}

/** Port. */
export interface TrainingRuns {
  /** @param people whose events are in it @returns the one that is there, when there is one of that name */
  declare(run: TrainingRun, people: readonly Held[]): Promise<TrainingRun>;
  find(id: string, run: string): Promise<TrainingRun | undefined>;
  /** Those that used somebody's events. */
  holding(subject: string): Promise<TrainingRun[]>;
  /** All, in no order. */
  runs(): Promise<TrainingRun[]>;
}

export interface RegisterParts {
  store: Pick<ExportStore, 'find' | 'list' | 'held' | 'holding'>;
  runs: TrainingRuns;
  index: HeldIndex;
  slices: Pick<SliceReading, 'confirmParts'>;
  ledger: Ledger;
  disclosure: Disclosure;
  clock: Clock;
}

/** People of one run: a row each, within a call. */
const MOST_PEOPLE = 4_000;

/**
 * Declares what an export was used for, by who made it. Whoever has none of its parts open any more declares it all the same: what was trained
 * was trained.
 * @throws Refused `not-found`, `unfinished`, `exists`, `too-many`
 */
export async function declareRun(
  { store, runs, ledger, clock }: RegisterParts,
  { export: id, run, model, by }: Pick<TrainingRun, 'export' | 'run' | 'model' | 'by'>,
): Promise<{ run: TrainingRun; receipt?: EntryReceipt }> {
  const made = await store.find(id);
  if (made?.reader !== by) throw new Refused('not-found', 'no such export of yours');
  if (!made.sealed) throw new Refused('unfinished', 'the export was never sealed');
  const people = await heldIn(store, id);
  if (people.length > MOST_PEOPLE) throw new Refused('too-many', `at most ${MOST_PEOPLE} people a run`);
  const at = clock.now();
  const { purpose } = made.query;
  const there = await runs.find(id, run);
  if (there && there.model !== model) throw new Refused('exists', 'a run of that name is there, of another model');
  if (there) return { run: there };
  // First the entry: a run without one would be of nobody's word. Who dies between them declares it again.
  const detail = { export: id, step: 'declare', people: people.length };
  const receipt = await ledger.append({ kind: 'export', at, actor: actor('reader', by), purpose, detail });
  const declared = await runs.declare(
    {
      ...{ run, export: id, model, by, at, people: people.length },
      ...{ purpose, disclosure: made.disclosure, rows: made.sealed.rows },
    },
    people,
  );
  if (declared.model !== model) throw new Refused('exists', 'a run of that name is there, of another model');
  return { run: declared, ...(declared.at === at && { receipt }) };
}

/** Whose rows an export has, as they were then: one of a person. */
async function heldIn(store: Pick<ExportStore, 'held'>, id: string): Promise<Held[]> {
  const all: Held[] = [];
  let after: string | undefined;
  do {
    const { held, next } = await store.held(id, after);
    all.push(...held);
    after = next;
  } while (after !== undefined);
  return all;
}

export type ShownRun = TrainingRun & Departed;

/** All runs for those with the right to see grants, their own for everybody else; newest first. */
export async function visibleRuns(parts: RegisterParts, { sub, groups }: Holder): Promise<ShownRun[]> {
  const all = may(parts.disclosure, groups, 'see-grants');
  const shown = (await parts.runs.runs()).filter(({ by }) => all || by === sub);
  return shown.length === 0 ? [] : withDeparted(shown, await departedIn(parts));
}

const withDeparted = (runs: readonly TrainingRun[], departed: ReadonlyMap<string, Departed>): ShownRun[] =>
  runs.map((run) => ({ ...run, gone: departed.get(placeOf(run))?.gone ?? 0 })).sort((a, b) => b.at - a.at);

export interface Concerned {
  /** Exports that have, or had, rows of this person. */
  exports: Pick<Export, 'export' | 'state' | 'expires' | 'asked'>[];
  runs: Omit<TrainingRun, 'people'>[];
}

/** Which exports and runs hold somebody: for that person, and for whoever may see grants. */
export async function concernedBy(
  { store, runs }: Pick<RegisterParts, 'store' | 'runs'>,
  subject: string,
): Promise<Concerned> {
  const exports: Concerned['exports'] = [];
  for (const id of await store.holding(subject)) {
    const found = await store.find(id);
    if (!found) continue;
    const { state, expires, asked } = found;
    exports.push({ export: id, state, expires, asked });
  }
  const held = await runs.holding(subject);
  return {
    exports: exports.sort((a, b) => b.asked - a.asked),
    runs: held.map(({ people: _, ...run }) => run).sort((a, b) => b.at - a.at),
  };
}

/** As exports and runs are visible. */
export async function visibleDepartures(parts: RegisterParts, { sub, groups }: Holder) {
  const all = may(parts.disclosure, groups, 'see-grants');
  const { exports, runs } = await departures(parts);
  return {
    exports: exports.filter(({ reader }) => all || reader === sub),
    runs: runs.filter(({ by }) => all || by === sub),
  };
}

/** Exports that still open and runs of whose people some have gone: what those responsible have to see to. Asks for no export and no run by itself. */
export async function departures(
  parts: RegisterParts,
): Promise<{ exports: (Departed & { export: string; reader: string; copies?: string[] })[]; runs: ShownRun[] }> {
  const now = parts.clock.now();
  const departed = await departedIn(parts);
  const open = (await parts.store.list()).filter(({ state, expires }) => state === 'sealed' && expires > now);
  const exports = open.flatMap(({ export: id, reader, copies }) => {
    const found = departed.get(placeOf({ export: id }));
    return found && found.gone > 0 ? [{ export: id, reader, ...(copies && { copies }), ...found }] : [];
  });
  const runs = withDeparted(await parts.runs.runs(), departed);
  return { exports, runs: runs.filter(({ gone }) => gone > 0) };
}
