import { setImmediate } from 'node:timers/promises';
import type { Counters } from '../books/counters.ts';
import { held } from '../shared/held.ts';
import { type AdmittedFrame, admitEvents } from './admit.ts';
import type { BatchCache, IntakePorts, SealedSubject } from './batch.ts';
import type { BatchContext, Refusal } from './decide.ts';
import type { DecidedSubjects } from './decide-subjects.ts';
import { redactSubject } from './redact.ts';
import { sealRow } from './seal.ts';
import { all } from './settle.ts';

export interface SealedSubjects {
  subjects: readonly SealedSubject[];
  /** Frames that are admitted, by subject. */
  admitted: ReadonlyMap<string, readonly AdmittedFrame[]>;
  /** Decided as admitted, and refused since they have more lines than a frame may have. */
  tooLong: readonly Refusal[];
  /** Of the events: in admitted frames, dropped and stripped by the disclosure. */
  counters: Counters;
}

/** Admits the events of the frames that were admitted, redacts each subject's together, and seals them under its key. */
export async function sealSubjects(
  { decisions, keys, position }: DecidedSubjects,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<SealedSubjects> {
  const counters: Counters = {};
  const tooLong: Refusal[] = [];
  const frames: AdmittedFrame[] = [];
  for (const frame of decisions.admitted) {
    const events = admitEvents(frame, { admit: ports.admit, version: context.disclosure }, counters);
    if (events) frames.push(events);
    else tooLong.push({ record: frame.record, reason: 'malformed', unreadable: false, fault: 'too-many-lines' });
  }
  const admitted = Map.groupBy(frames, ({ frame }) => frame.claims.subject);

  const sealing: Promise<SealedSubject>[] = [];
  for (const [subject, some] of admitted) {
    const row = position.view.subjects.get(subject);
    if (!row || row === 'damaged') continue; // None of theirs is admitted.
    const key = { keyId: row.keyId, key: keys.get(row.keyId)! };
    sealing.push(held(seal(some, key, context, cache, ports)));
    // Lets answers of the commit before this chunk in, which goes on at the same time.
    await setImmediate();
  }
  return { subjects: await all(sealing), admitted, tooLong, counters };
}

async function seal(
  frames: readonly AdmittedFrame[],
  key: { keyId: string; key: Uint8Array },
  context: BatchContext,
  { sealed }: BatchCache,
  ports: IntakePorts,
): Promise<SealedSubject> {
  const name = [key.keyId, ...frames.map(({ frame }) => frame.record.sequence)].join(' ');
  const before = sealed.get(name);
  if (before) return before;
  const redacted = await redactSubject(frames, ports);
  const options = { ...ports, lane: context.shard.lane };
  const row = redacted.events > 0 ? await sealRow(frames, redacted, key, options) : undefined;
  const made = { redacted, row };
  sealed.set(name, made);
  return made;
}
