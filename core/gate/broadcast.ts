import { type GateNews, newsToSign, readNews, signedNews } from '../../wire/gate-news.ts';
import type { Clock } from '../shared/clock.ts';
import type { GateState, GateStore } from './gate.ts';

/**
 * Agents are told at once how the gate stands, by one signed and retained message with the gate's epoch. It comes beside the conditional write, which is the switch: nothing waits
 * for it, and what was not told is told by the schedule. Why it is as it is: docs/decisions/push.md.
 */

/** Port. The one topic that all agents of a program listen on. */
export interface Broadcast {
  /** Host and port that agents connect to. */
  host(): Promise<string>;
  /** What whoever connects is told; undefined where there is nothing. */
  retained(): Promise<string | undefined>;
  /** To all that listen, and to whoever connects from then on. */
  publish(message: string): Promise<void>;
}

/** What agents need to listen, and when that was last seen to work. Times ms. */
export interface PushNote {
  host: string;
  /** Ed25519 public key, SubjectPublicKeyInfo, base64. */
  key: string;
  /** Of the gate, as it was told last. */
  epoch: number;
  /** When the message was last seen to be what the gate is. */
  seenAt: number;
}

/** Port. One note; the last writer wins. One that cannot be read is none. */
export interface PushNotes {
  read(): Promise<PushNote | undefined>;
  write(note: PushNote): Promise<void>;
}

/** As `core/ledger` signs, by a key that signs nothing else. */
export interface NewsSigner {
  sign(message: Uint8Array): Promise<Uint8Array>;
  publicKey(): Promise<Uint8Array>;
}

export interface BroadcastParts {
  gate: Pick<GateStore, 'read'>;
  broadcast: Broadcast;
  notes: PushNotes;
  signer: NewsSigner;
  program: string;
  stage: string;
  /** s; over which agents that were stopped ask for a lease. */
  spread: number;
  clock: Clock;
}

/** What agents are told of a gate; nothing of one that was never made. From the hold on it is closed to them, whatever its lanes do. */
export function newsOf(
  { state, epoch, since }: Pick<GateState, 'state' | 'epoch' | 'since'>,
  { program, stage, spread }: Pick<BroadcastParts, 'program' | 'stage' | 'spread'>,
): GateNews | undefined {
  if (epoch < 1) return undefined;
  const said = state === 'open' ? 'open' : 'closed';
  return { v: 1, program, stage, gate: 'collection', state: said, epoch, at: Math.max(0, Math.round(since)), spread };
}

export interface BroadcastRun {
  /** It was published: what was there was older, somebody else's, or nothing. */
  told: boolean;
  /** Nobody moved the gate, and yet the message was gone or another. */
  altered: boolean;
}

/** The gate moves under whoever tells of it: so often it is looked at again, and the schedule does the rest. */
const TURNS = 5;

/** Compares the retained message with the gate, and publishes where it differs. May die anywhere, and is finished by being called again. */
export async function keepBroadcast(parts: BroadcastParts): Promise<BroadcastRun> {
  const { gate, broadcast, notes, signer, program, stage, clock } = parts;
  const [key, host, note] = await Promise.all([signer.publicKey(), broadcast.host(), notes.read()]);
  const reader = { key, program, stage };
  let told = false;
  let altered = false;
  let news = newsOf(await gate.read(), parts);
  for (let turn = 0; news && turn < TURNS; turn++) {
    const message = await broadcast.retained();
    const read = message === undefined ? undefined : readNews(message, reader);
    const there = read && 'news' in read ? read.news : undefined;
    if (there?.epoch !== news.epoch || there.state !== news.state || there.spread !== news.spread) {
      altered ||= note?.epoch === news.epoch && there?.epoch !== news.epoch;
      const text = newsToSign(news);
      await broadcast.publish(signedNews(text, await signer.sign(Buffer.from(text))));
      told = true;
    }
    // Whoever looked at the gate before, and published after, must not have the last word.
    const after = newsOf(await gate.read(), parts);
    if (after?.epoch === news.epoch) break;
    news = after;
  }
  await keepNote(notes, note, {
    ...{ host, key: Buffer.from(key).toString('base64'), epoch: news?.epoch ?? 0, seenAt: clock.now() },
  });
  return { told, altered };
}

/** A note that says the same is written again when it is so old, ms: two turns of the schedule, of the five for which it is believed. */
const NOTE_STANDS = 110_000;

async function keepNote(notes: PushNotes, before: PushNote | undefined, note: PushNote): Promise<void> {
  const isSame = before?.host === note.host && before.key === note.key && before.epoch === note.epoch;
  const age = note.seenAt - (before?.seenAt ?? 0);
  // One of a time to come is a clock's that went wrong.
  if (!isSame || age < 0 || age >= NOTE_STANDS) await notes.write(note);
}

/** A note that is older says nothing, ms: five turns of the schedule. Agents are then given no channel, and short leases. */
export const NOTE_BELIEVED = 300_000;
/** For so long an instance does not look again, ms. */
const NOTE_KEPT = 30_000;

/** What a lease says of the channel. */
export type PushOffer = Pick<PushNote, 'host' | 'key'>;

/** Whether agents are offered the channel now; looked up rarely. Never throws: a lease without a channel is one. */
export function pushOffers(notes: Pick<PushNotes, 'read'>, clock: Clock): () => Promise<PushOffer | undefined> {
  let known: { at: number; note: Promise<PushNote | undefined> } | undefined;
  return async () => {
    const now = clock.now();
    if (!known || now - known.at >= NOTE_KEPT) known = { at: now, note: notes.read().catch(() => undefined) };
    const note = await known.note;
    return note && now - note.seenAt < NOTE_BELIEVED ? { host: note.host, key: note.key } : undefined;
  };
}

/**
 * The same gate; whoever moves it has that told at once. What is asked for is not waited for, and what comes of it is of no account for the gate.
 * @param tell asks for a comparison
 * @param untold of what went wrong with that
 */
export function announced(store: GateStore, tell: () => Promise<void>, untold: (error: unknown) => void): GateStore {
  const announce = () => void Promise.resolve().then(tell).catch(untold);
  return {
    read: () => store.read(),
    markClosed: (epoch, at) => store.markClosed(epoch, at),
    lanes: () => store.lanes(),
    closeLane: (lane, epoch) => store.closeLane(lane, epoch),
    addLane: (lane) => store.addLane(lane),
    openLane: (lane, epoch) => store.openLane(lane, epoch),
    retireLane: (lane) => store.retireLane(lane),
    end: (incident) => store.end(incident),
    async hold(incident, placed) {
      const state = await store.hold(incident, placed);
      announce();
      return state;
    },
    async release(incident, epoch, at) {
      const state = await store.release(incident, epoch, at);
      if (state.state === 'open') announce();
      return state;
    },
  };
}
