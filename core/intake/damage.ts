import type { Clock } from '../shared/clock.ts';
import { Unavailable } from './errors.ts';
import type { Intake } from './intake.ts';

/**
 * For how long a key or a row that is damaged holds up its subject, ms, from when it was first seen on the lane: somebody is
 * told, and may put it right. Then its frames are refused. The checkpoint stands before a frame that waits, so that its
 * shard would stand with it for ever.
 */
export const DAMAGE_HOLDS = 15 * 60_000;

/** Names under which damage is noted; that of a key is the key's own (`DamagedKey`). */
export const rowName = (subject: string) => `row:${subject}`;
export const keyName = (keyId: string) => `key:${keyId}`;

export interface Damage {
  /** Whether frames that need it are to be refused, and wait no longer. */
  isOver(name: string): Promise<boolean>;
  /** Names that were asked for. */
  readonly seen: ReadonlySet<string>;
}

/** What one batch meets of damage. The first who sees it notes it in the lane's row, whoever comes later finds it there. */
export function createDamage(lane: string, intake: Pick<Intake, 'noteDamage'>, clock: Clock): Damage {
  const since = new Map<string, number>();
  const seen = new Set<string>();
  return {
    seen,
    async isOver(name) {
      seen.add(name);
      const now = clock.now();
      if (!since.has(name)) since.set(name, await intake.noteDamage(lane, name, now));
      return now - since.get(name)! >= DAMAGE_HOLDS;
    },
  };
}

export const waitsFor = (name: string): Unavailable => new Unavailable(`${name} is damaged, and its frames wait`);
