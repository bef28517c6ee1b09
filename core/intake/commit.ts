import type { Clock } from '../shared/clock.ts';
import { Unavailable } from './errors.ts';
import type { Chunk, CommitOutcome, Intake } from './intake.ts';

export interface CommitOptions {
  intake: Pick<Intake, 'commit'>;
  clock: Clock;
  /** ms; when the caller has to stop, committed or not. */
  deadline: number;
  /** Resolves after so many ms. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1. */
  random: () => number;
}

export type Committed =
  | { kind: 'committed' }
  /** Decide again on what stands there now. */
  | Extract<CommitOutcome, { kind: 'stale' }>
  /** Subjects that others write to at the same time: each should go into a chunk of its own. */
  | { kind: 'contended'; subjects: ReadonlySet<string> };

const SHORTEST_WAIT = 5;
const LONGEST_WAIT = 1_000;
/** So often may a subject conflict before its chunk is taken apart. */
const CONFLICTS = 2;

/**
 * Sends one chunk until it took or its conditions failed. What may have been written or not is sent again, the same bytes
 * under the same client token; when the token is too old to help (10 minutes), the conditions on the checkpoint and on the
 * subjects' revisions tell.
 * The waiting is ours: DynamoDB's SDK does not repeat a cancelled transaction.
 * @throws Unavailable at the deadline
 */
export async function commitChunk(chunk: Chunk, options: CommitOptions): Promise<Committed> {
  const { intake, clock, deadline, sleep, random } = options;
  const conflicts = new Map<string, number>();
  for (let attempt = 0; ; attempt++) {
    const outcome = await intake.commit(chunk);
    if (outcome.kind === 'committed' || outcome.kind === 'stale') return outcome;
    if (outcome.kind === 'conflict') {
      for (const subject of outcome.subjects) conflicts.set(subject, (conflicts.get(subject) ?? 0) + 1);
      const contended = [...conflicts].filter(([, times]) => times >= CONFLICTS).map(([subject]) => subject);
      if (contended.length > 0 && chunk.subjects.length > 1) {
        return { kind: 'contended', subjects: new Set(contended) };
      }
    }
    // Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
    const wait = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** attempt) * random();
    if (clock.now() + wait >= deadline) {
      throw new Unavailable(`commit: ${outcome.kind} until the deadline`, {
        cause: outcome.kind === 'unknown' ? outcome.cause : undefined,
      });
    }
    await sleep(wait);
  }
}
