import { type OpenedCheckpoint, openCheckpoint } from '../ledger/checkpoint.ts';
import { programOf } from '../ledger/earlier-checkpoint.ts';
import { verifyDocument } from '../ledger/note.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import type { WitnessMessage } from './bus.ts';
import { GUARD_SAID, type GuardSaid, readGuardSaid } from './guard-said.ts';
import { type Beside, hearGuard, isKept, judge, neighbours, type Verdict, type WitnessState } from './witness.ts';
import type { WitnessStore } from './witness-store.ts';

export interface WitnessParts {
  program: string;
  /** The program's public key, SubjectPublicKeyInfo. */
  key: Uint8Array;
  store: WitnessStore;
  clock: Clock;
}

/**
 * What became of a checkpoint or of a word of the guard. `refused`: the program's key did not sign it, or it is not of this program;
 * whoever put it there is not the program, and nothing of it is kept.
 */
export type Received =
  | { outcome: Verdict['outcome']; number: number }
  | { outcome: GuardSaid['outcome']; isNew: boolean }
  | { outcome: 'refused'; reason: string };

/** Runs at one time are few: a lost race is looked at again. */
const TRIES = 20;

/**
 * Takes what a bus hands on: in any order, late, more than once. Papers are kept first and named then, so that a run may end anywhere.
 * @returns an outcome for each checkpoint, or the one of the guard's word
 * @throws SluiceError when other runs were faster each time; the same event again finishes it
 */
export async function receive(parts: WitnessParts, message: WitnessMessage): Promise<Received[]> {
  return message.kind === 'guard' ? [await receiveSaid(parts, message)] : receiveNotes(parts, message.notes);
}

type Opened = { note: string; opened: OpenedCheckpoint } | { refused: Received };

async function receiveNotes(parts: WitnessParts, notes: readonly string[]): Promise<Received[]> {
  const all = notes.map((note) => open(parts, note));
  return moveOn(parts.store, async (state) => {
    let next = state;
    const received: Received[] = [];
    for (const one of all) {
      if ('refused' in one) {
        received.push(one.refused);
        continue;
      }
      const { verdict, state: then } = await take(parts, next, one);
      next = then;
      received.push({ outcome: verdict.outcome, number: one.opened.numbered!.number });
    }
    return { next, result: received };
  });
}

function open({ key, program }: WitnessParts, note: string): Opened {
  try {
    const opened = openCheckpoint(note, key);
    if (programOf(opened) !== program) return { refused: { outcome: 'refused', reason: 'other-program' } };
    if (!opened.numbered) return { refused: { outcome: 'refused', reason: 'unnumbered' } };
    return { note, opened };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: { outcome: 'refused', reason: error.reason } };
  }
}

async function take(
  parts: WitnessParts,
  state: WitnessState,
  { note, opened }: { note: string; opened: OpenedCheckpoint },
): Promise<{ verdict: Verdict; state: WitnessState }> {
  const { store, clock } = parts;
  const { number } = opened.numbered!;
  // Most of what comes has come before.
  const known = state.recent.find((one) => one.number === number);
  if (known?.hash === opened.hash) return { verdict: { outcome: 'repeated' }, state };
  for (let tries = 0; tries < TRIES; tries++) {
    const judged = judge(state, opened, await besideOf(parts, state, number), clock.now());
    const { outcome } = judged.verdict;
    if (outcome === 'fork' || outcome === 'rewritten') {
      await store.keepBeside('contradictions', `${String(number).padStart(12, '0')}-${opened.hash}`, note);
      return judged;
    }
    if (outcome === 'repeated' || (await store.keep(note, number))) return judged;
    // Kept by a run that ended before it named it, or by one that is at it: the same, or a fork.
    if ((await keptNote(parts, number))?.hash === opened.hash) return judged;
  }
  throw new SluiceError('a note is taken, and is not there');
}

async function besideOf(parts: WitnessParts, state: WitnessState, number: number): Promise<Beside> {
  // One that is kept already is compared with itself alone.
  const { before, after } = isKept(state, number) ? {} : neighbours(state, number);
  const at = async (one: number | undefined) => (one === undefined ? undefined : keptNote(parts, one, true));
  const [same, below, above] = await Promise.all([keptNote(parts, number), at(before), at(after)]);
  return { ...(same && { same }), ...(below && { before: below }), ...(above && { after: above }) };
}

/** @throws Refused `damaged` when one that must be there is not, or is not what was kept */
async function keptNote({ store, key }: WitnessParts, number: number, mustBe = false) {
  const note = await store.note(number);
  if (note === undefined) {
    if (mustBe) throw new Refused('damaged', `checkpoint ${number} was kept, and is not there`);
    return undefined;
  }
  try {
    return openCheckpoint(note, key);
  } catch (cause) {
    throw new Refused('damaged', `what was kept as checkpoint ${number} is none`, { cause });
  }
}

async function receiveSaid(parts: WitnessParts, { said }: WitnessMessage & { kind: 'guard' }): Promise<Received> {
  const { key, program, store, clock } = parts;
  let hash: string;
  try {
    const verified = verifyDocument(said, key);
    if (verified.origin !== `sluice/${program}`) return { outcome: 'refused', reason: 'other-program' };
    if (verified.kind !== GUARD_SAID) return { outcome: 'refused', reason: 'wrong-document' };
    hash = verified.hash;
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    return { outcome: 'refused', reason: error instanceof Refused ? error.reason : 'malformed' };
  }
  const document = readGuardSaid(said);
  if (!document || document.program !== program) return { outcome: 'refused', reason: 'malformed' };
  if (document.outcome !== 'watching') await store.keepBeside('guard', hash, JSON.stringify(said));
  return moveOn(store, async (state) => {
    const next = hearGuard(state, document, clock.now());
    return { next, result: { outcome: document.outcome, isNew: next !== state } };
  });
}

/** Moves the state on, as often as it takes; not at all where nothing changed. */
export async function moveOn<T>(
  store: WitnessStore,
  step: (state: WitnessState) => Promise<{ next: WitnessState; result: T }>,
): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { state, version } = await store.read();
    const { next, result } = await step(state);
    if (next === state || (await store.write(next, version))) return result;
  }
  throw new SluiceError('other runs of the witness were faster each time');
}
