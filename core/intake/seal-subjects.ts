import { setImmediate } from 'node:timers/promises';
import type { Counters } from '../books/counters.ts';
import type { OptOuts } from '../consent/opt-outs.ts';
import { held } from '../shared/held.ts';
import { type AdmittedFrame, admitEvents } from './admit.ts';
import type { BatchCache, IntakePorts, SealedSubject } from './batch.ts';
import type { BatchContext, Refusal } from './decide.ts';
import type { DecidedSubjects } from './decide-subjects.ts';
import type { OpenedFrame } from './open.ts';
import { redactSubject } from './redact.ts';
import { sealRow } from './seal.ts';
import { all } from './settle.ts';

/** Admits the events of the frames that were admitted, redacts each subject's together, and seals them under its key. */
export async function sealSubjects(
  { decisions, keys }: DecidedSubjects,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<readonly SealedSubject[]> {
  const sealing: Promise<SealedSubject>[] = [];
  for (const [subject, frames] of Map.groupBy(decisions.admitted, ({ claims }) => claims.subject)) {
    const { keyId, without } = decisions.rows.get(subject)!;
    sealing.push(held(seal(frames, { keyId, key: keys.get(keyId)!, without }, context, cache, ports)));
    // Lets answers of the commit before this chunk in, which goes on at the same time.
    await setImmediate();
  }
  return all(sealing);
}

async function seal(
  frames: readonly OpenedFrame[],
  { without, ...key }: { keyId: string; key: Uint8Array; without: OptOuts | undefined },
  context: BatchContext,
  { sealed }: BatchCache,
  ports: IntakePorts,
): Promise<SealedSubject> {
  const name = [key.keyId, ...frames.map(({ record }) => record.sequence)].join(' ');
  const before = sealed.get(name);
  if (before) return before;
  const events = await admitAndRedact(frames, without, context, ports);
  const options = { ...ports, lane: context.shard.lane };
  const row = events.redacted.events > 0 ? await sealRow(events.frames, events.redacted, key, options) : undefined;
  const made = { ...events, subject: frames[0]!.claims.subject, row };
  sealed.set(name, made);
  return made;
}

/**
 * Lines become events here, one subject after the other, and no event outlives it: those of a whole chunk would be more than
 * the processor's caches and the young generation hold.
 */
async function admitAndRedact(
  frames: readonly OpenedFrame[],
  without: OptOuts | undefined,
  context: BatchContext,
  ports: IntakePorts,
): Promise<Pick<SealedSubject, 'frames' | 'tooLong' | 'counters' | 'redacted'>> {
  const counters: Counters = {};
  const tooLong: Refusal[] = [];
  const admitted: AdmittedFrame[] = [];
  for (const frame of frames) {
    const events = admitEvents(frame, { admit: ports.admit, version: context.disclosure, without }, counters);
    if (events) admitted.push(events);
    else tooLong.push({ record: frame.record, reason: 'malformed', unreadable: false, fault: 'too-many-lines' });
  }
  const redacted = await redactSubject(admitted, ports);
  return { frames: admitted.map(({ frame }) => frame), tooLong, counters, redacted };
}
