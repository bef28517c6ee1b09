import type { Intake, StreamRecord } from './intake.ts';
import type { UnreadableRecord } from './open.ts';

/**
 * A record that kills whoever opens it (memory, time, a defect of ours) would hold up its shard for ever: the stream
 * gives it again and again, halving the batch until it stands alone. Then each attempt is noted before the record is
 * opened, and the fifth drops it unopened. Attempts that ended because something else did not answer are taken back, so
 * that an outage drops nothing.
 */
const ATTEMPTS = 5;

export async function isPoison(intake: Intake, lane: string, sequence: string): Promise<boolean> {
  return (await intake.addAttempt(lane, sequence)) >= ATTEMPTS;
}

export const poisoned = (record: StreamRecord): UnreadableRecord => ({ record, refused: 'poison', fault: 'poison' });
