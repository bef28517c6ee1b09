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

/** So many names are noted on a lane; what more is damaged shares one: the row is written by every commit, and has 400 KB at most. */
export const MOST_NOTED = 100;
const OTHERS = 'others';
/** ms after which a note is taken away, whatever became of what it names: should it be met again, it holds up its subject anew. */
export const NOTE_KEPT = 7 * 86_400_000;
/** Notes taken away by one commit, at most: an expression has its bounds. */
const TAKEN_AWAY = 20;

/** Since when what was noted on a lane cannot be used, ms. */
type Noted = ReadonlyMap<string, number> | undefined;

export interface Damage {
  /** Whether frames that need it are to be refused, and wait no longer. @param noted what the lane's row says */
  isOver(name: string, noted: Noted): Promise<boolean>;
  /** Notes of the lane's row that say nothing any more: some of them. */
  outdated(noted: Noted): string[];
  /** Names that were asked for. */
  readonly seen: ReadonlySet<string>;
}

/** What one batch meets of damage. The first who sees it notes it in the lane's row, whoever comes later finds it there. */
export function createDamage(lane: string, intake: Pick<Intake, 'noteDamage'>, clock: Clock): Damage {
  const since = new Map<string, number>();
  const seen = new Set<string>();
  const noteOf = (name: string, noted: Noted) => {
    const names = new Set([...(noted?.keys() ?? []), ...since.keys()]);
    return names.has(name) || names.size < MOST_NOTED ? name : OTHERS;
  };
  return {
    seen,
    async isOver(name, noted) {
      seen.add(name);
      const now = clock.now();
      const note = noteOf(name, noted);
      if (!since.has(note)) since.set(note, noted?.get(note) ?? (await intake.noteDamage(lane, note, now)));
      // Whose clock was far ahead when it was noted must not hold up a shard for that long.
      return Math.abs(now - since.get(note)!) >= DAMAGE_HOLDS;
    },
    outdated(noted) {
      const now = clock.now();
      const names = [...(noted ?? [])].filter(
        ([name, at]) => now - at >= NOTE_KEPT || (name === OTHERS && noted!.size < MOST_NOTED),
      );
      return names.slice(0, TAKEN_AWAY).map(([name]) => name);
    },
  };
}

export const waitsFor = (name: string): Unavailable => new Unavailable(`${name} is damaged, and its frames wait`);
