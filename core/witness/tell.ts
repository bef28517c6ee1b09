import * as z from 'zod';
import type { CheckpointReader } from '../ledger/checkpoint-store.ts';
import type { Signer } from '../ledger/ledger.ts';
import { signDocument } from '../ledger/note.ts';
import { NOTES, type WitnessBus, type WitnessMessage } from './bus.ts';
import { GUARD_SAID, type GuardSaid } from './guard-said.ts';

export interface TellParts {
  program: string;
  bus: WitnessBus;
}

/** Numbers, both included. */
export interface Span {
  from: number;
  to: number;
}

/** Signed in two days, one every five minutes: a witness that was away for so long has all of them two hours later. */
const LATELY = 576;
const LATELY_AT_ONCE = 2 * NOTES;

/**
 * What is handed over once a checkpoint is signed: the newest, and by turns those of the last two days and all that ever were. Nobody
 * tells the program what the witness has, and nobody has to: what it lacks comes by, and what it has is repeated.
 */
export function spansFor(newest: number): Span[] {
  const latest = { from: Math.max(1, newest - NOTES + 1), to: newest };
  const lately = { from: Math.max(1, latest.from - LATELY), to: latest.from - 1 };
  const past = { from: 1, to: lately.from - 1 };
  // A power of two, so that turns stay the same while the past grows.
  const pastTurns = 2 ** Math.ceil(Math.log2(past.to / NOTES + 1));
  return [
    ...turn(past, NOTES, pastTurns, newest),
    ...turn(lately, LATELY_AT_ONCE, LATELY / LATELY_AT_ONCE + 1, newest),
    latest,
  ];
}

/** Slices begin at multiples of their size, each has its turn: they do not move with the newest. */
function turn({ from, to }: Span, size: number, turns: number, at: number): Span[] {
  if (to < from) return [];
  const first = Math.floor(from / size);
  const slice = first + ((((at - first) % turns) + turns) % turns);
  const span = { from: Math.max(from, slice * size), to: Math.min(to, slice * size + size - 1) };
  return span.from <= span.to ? [span] : [];
}

/** Notes that are handed over at once by hand, at most: some 100 events. */
const RESENT = 1_200;
const resend = z.object({ resend: z.object({ from: z.int().min(1), to: z.int().min(1) }) });

/** What somebody asks for by hand, who calls the function with `{ "resend": { "from", "to" } }`: as far as is done at once. */
export function readResend(event: unknown): Span[] {
  const asked = resend.safeParse(event).data?.resend;
  return asked ? [{ from: asked.from, to: Math.min(asked.to, asked.from + RESENT - 1) }] : [];
}

/** @throws WitnessNotTold, or what reading threw */
export async function tellCheckpoints(
  parts: TellParts & { checkpoints: CheckpointReader },
  spans: readonly Span[],
): Promise<number> {
  const notes: string[] = [];
  for (const span of spans) notes.push(...(await notesOf(parts.checkpoints, span)));
  const messages: WitnessMessage[] = [];
  for (let at = 0; at < notes.length; at += NOTES) {
    messages.push({ kind: 'checkpoints', program: parts.program, notes: notes.slice(at, at + NOTES) });
  }
  await parts.bus.tell(messages);
  return notes.length;
}

/** All versions of each number: where there are two, the witness shall see both. */
async function notesOf(checkpoints: CheckpointReader, { from, to }: Span): Promise<string[]> {
  const notes: string[] = [];
  for (let next = from; next <= to; ) {
    const listed = await checkpoints.from(next);
    const kept = listed.filter(({ number }) => number <= to);
    notes.push(...(await Promise.all(kept.map((one) => checkpoints.read(one)))));
    const last = listed.at(-1)?.number;
    if (last === undefined || last < next) break;
    next = last + 1;
  }
  return notes;
}

/** @throws WitnessNotTold, or what signing threw */
export async function tellOfGuard(
  parts: TellParts & { signer: Signer },
  said: Omit<GuardSaid, 'program'>,
): Promise<void> {
  const { program, signer, bus } = parts;
  await bus.tell([{ kind: 'guard', program, said: await signDocument(signer, GUARD_SAID, { program, ...said }) }]);
}
