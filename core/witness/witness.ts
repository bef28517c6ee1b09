import type { OpenedCheckpoint } from '../ledger/checkpoint.ts';
import { compareViews, noteView } from '../ledger/compare-views.ts';
import type { GuardSaid } from './guard-said.ts';

/**
 * What a witness concludes from a checkpoint that is signed. Numbers, hashes and chains decide; no clock does, and no order of arrival:
 * an event may come twice, late, and after those that follow it.
 */

/** Numbers, both included, of which none was handed over yet. */
export interface Missing {
  from: number;
  to: number;
  /** ms, by the witness's clock. */
  since: number;
  /** They are older than the first that the witness got: nobody owes them at once. */
  earlier?: true;
}

/** A checkpoint that cannot be of the history that was kept, and is signed by the same key. */
export interface Contradiction {
  /** `fork`: there are two of one number, or it follows another one than was kept; `rewritten`: its chains are no continuation. */
  outcome: 'fork' | 'rewritten';
  number: number;
  hash: string;
  /** ms, by the witness's clock. */
  receivedAt: number;
  /** Content-free. */
  why: string;
}

export interface WitnessState {
  /** ms; when it first looked. */
  began?: number;
  newest?: { number: number; hash: string; at: number; receivedAt: number };
  /** The newest that were kept, in order of number; as many as are signed in a day. */
  recent: { number: number; hash: string }[];
  /** Below the newest, in order; whatever is not in it is kept. */
  missing: Missing[];
  /** The first and the last of them. */
  contradictions: Contradiction[];
  guard: {
    /** ms; the latest time of which it is known that it watched. */
    aliveAt?: number;
    /** Rules that were off when it was last heard. */
    off?: string[];
    /** The last doors that it saw moved. */
    moved: { id: string; at: number; door?: string; incident?: string }[];
  };
}

export const NOTHING_YET: WitnessState = { recent: [], missing: [], contradictions: [], guard: { moved: [] } };

/** Kept checkpoints that say something about one that comes. */
export interface Beside {
  /** Kept under the same number. */
  same?: OpenedCheckpoint;
  /** The nearest below and above that are kept. */
  before?: OpenedCheckpoint;
  after?: OpenedCheckpoint;
}

export type Verdict =
  /** New, and of the same history. */
  | { outcome: 'kept' }
  /** Was kept before. */
  | { outcome: 'repeated' }
  | Contradiction;

/** Signed in a day, one every five minutes. */
const RECENT = 288;
/** Contradictions at each end that are remembered. */
const REMEMBERED = 10;

/** @param checkpoint whose signature was verified, and that has a number */
export function judge(
  state: WitnessState,
  checkpoint: OpenedCheckpoint,
  { same, before, after }: Beside,
  now: number,
): { verdict: Verdict; state: WitnessState } {
  const { hash, at } = checkpoint;
  const { number, previous } = checkpoint.numbered!;
  const against = (outcome: Contradiction['outcome'], why: string) => {
    const known = state.contradictions.find((one) => one.number === number && one.hash === hash);
    const verdict = known ?? { outcome, number, hash, receivedAt: now, why };
    return {
      verdict,
      state: known ? state : { ...state, contradictions: remember([...state.contradictions, verdict]) },
    };
  };
  if (same && same.hash !== hash) return against('fork', `there are two checkpoints ${number}`);
  if (same && isKept(state, number)) return { verdict: { outcome: 'repeated' }, state };
  if (state.contradictions.some((one) => one.number === number - 1 && one.hash === previous)) {
    return against('fork', `it follows a checkpoint ${number - 1} that contradicts`);
  }
  const parts = [...(before ? partings(before, checkpoint) : []), ...(after ? partings(checkpoint, after) : [])];
  if (parts[0]) return against(parts[0].outcome, parts[0].why);
  return { verdict: { outcome: 'kept' }, state: keptIn(state, { number, hash, at, receivedAt: now }) };
}

function partings(earlier: OpenedCheckpoint, later: OpenedCheckpoint): Pick<Contradiction, 'outcome' | 'why'>[] {
  const follows = earlier.numbered!.number + 1 !== later.numbered!.number || later.numbered!.previous === earlier.hash;
  return compareViews(noteView(earlier), noteView(later)).map((why) => ({
    outcome: follows ? 'rewritten' : 'fork',
    why,
  }));
}

const remember = (all: Contradiction[]): Contradiction[] =>
  all.length <= 2 * REMEMBERED ? all : [...all.slice(0, REMEMBERED), ...all.slice(-REMEMBERED)];

/** Whether a checkpoint of this number was kept. */
export const isKept = ({ newest, missing }: WitnessState, number: number): boolean =>
  newest !== undefined && number <= newest.number && !missing.some(({ from, to }) => from <= number && number <= to);

/** Numbers of the nearest that are kept below and above. */
export function neighbours(state: WitnessState, number: number): { before?: number; after?: number } {
  const { newest, missing } = state;
  if (!newest) return {};
  const gapAt = (at: number) => missing.find(({ from, to }) => from <= at && at <= to);
  const before = number > newest.number ? newest.number : (gapAt(number - 1)?.from ?? number) - 1;
  const after = number >= newest.number ? undefined : (gapAt(number + 1)?.to ?? number) + 1;
  return { ...(before >= 1 && { before }), ...(after !== undefined && { after }) };
}

function keptIn(state: WitnessState, one: NonNullable<WitnessState['newest']>): WitnessState {
  const { number, hash, receivedAt } = one;
  const { newest } = state;
  const recent = [...state.recent.filter((kept) => kept.number !== number), { number, hash }]
    .sort((a, b) => a.number - b.number)
    .slice(-RECENT);
  if (newest && number <= newest.number) return { ...state, recent, missing: without(state.missing, number) };
  const gap: Missing[] =
    number === (newest?.number ?? 0) + 1
      ? []
      : [{ from: (newest?.number ?? 0) + 1, to: number - 1, since: receivedAt, ...(!newest && { earlier: true }) }];
  return { ...state, newest: one, recent, missing: [...state.missing, ...gap] };
}

const without = (missing: readonly Missing[], number: number): Missing[] =>
  missing.flatMap((gap) => {
    if (number < gap.from || number > gap.to) return [gap];
    const parts = [
      { ...gap, to: number - 1 },
      { ...gap, from: number + 1 },
    ];
    return parts.filter(({ from, to }) => from <= to);
  });

/** Clocks may differ by so much, ms. */
const AHEAD = 300_000;

/**
 * What the guard said of itself. It is alive as of the earlier of its time and ours: one that is told again later proves no more than it
 * did. A word from further ahead is none: told again when its time has come, it would pass for a new one.
 */
export function hearGuard(state: WitnessState, said: GuardSaid, now: number): WitnessState {
  const { guard } = state;
  const { id, door, incident } = said;
  if (said.outcome === 'moved') {
    if (id === undefined || guard.moved.some((one) => one.id === id)) return state;
    const movement = {
      id,
      at: said.at,
      ...(door !== undefined && { door }),
      ...(incident !== undefined && { incident }),
    };
    return { ...state, guard: { ...guard, moved: [...guard.moved, movement].slice(-REMEMBERED) } };
  }
  if (said.outcome === 'tried' || said.at > now + AHEAD) return state;
  const at = Math.min(said.at, now);
  if (at <= (guard.aliveAt ?? -1)) return state;
  return { ...state, guard: { ...guard, aliveAt: at, off: said.outcome === 'blind' ? (said.off ?? []) : [] } };
}

export interface Limits {
  /** ms without a new checkpoint. */
  stale: number;
  /** ms for which one may be missing: longer than it takes to hand it over again. */
  gap: number;
  /** ms without a word of the guard. */
  silent: number;
}

/** What is wrong as of now, whatever comes next. */
export interface Health {
  /** No new checkpoint for too long: nothing is signed, or nothing gets here. */
  stale: boolean;
  /** Missing for too long. */
  gaps: Missing[];
  contradictions: Contradiction[];
  /** The guard was not heard for too long. */
  guardSilent: boolean;
  /** Rules of the guard that are off. */
  guardOff: string[];
}

/** All by the witness's own clock. */
export function healthOf(state: WitnessState, now: number, limits: Limits): Health {
  const { began = now, newest, missing, contradictions, guard } = state;
  return {
    stale: now - (newest?.receivedAt ?? began) > limits.stale,
    gaps: missing.filter(({ since, earlier }) => !earlier && now - since > limits.gap),
    contradictions,
    guardSilent: now - (guard.aliveAt ?? began) > limits.silent,
    guardOff: guard.off ?? [],
  };
}
