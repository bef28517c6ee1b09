import type { SubjectState } from '../../api/words.ts';
import type { Clock } from '../shared/clock.ts';
import { peopleTold, SMALLEST_GROUP } from '../shared/smallest-group.ts';
import type { ConsentStore } from './consent-store.ts';

/**
 * How many take part, as it is told to others: by what they chose last, of no group and no person. A pause of one's own is seen by
 * nobody, here neither. What is not there is fewer than the smallest group.
 */
export interface Told {
  enrolled?: number;
  consented?: number;
  withdrew?: number;
  erased?: number;
}

export interface Participation extends Told {
  /** `YYYY-MM-DD`, UTC, on which it was counted; absent before the first time. */
  day?: string;
  smallestGroup: number;
}

/** Port. One row, of rounded figures alone: who sees it beside the API learns no more than who asks there. */
export interface ParticipationNote {
  read(): Promise<{ day: string; told: Told } | undefined>;
  /** Once a day: of a day that is noted, or of one before it, nothing is written. One that cannot be read is written anew. */
  write(day: string, told: Told): Promise<void>;
}

export const toldOf = (states: Readonly<Record<SubjectState, number>>): Told => {
  const figures = {
    enrolled: peopleTold(states.enrolled),
    consented: peopleTold(states.live),
    withdrew: peopleTold(states.withdrawn),
    erased: peopleTold(states.erased),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, people]) => people !== undefined));
};

/** Counts, at most once a day: a number that follows each choice at once says whose it was to who watches it. */
export async function noteParticipation({
  store,
  participation,
  clock,
}: {
  store: Pick<ConsentStore, 'states'>;
  participation: Pick<ParticipationNote, 'write'>;
  clock: Clock;
}): Promise<void> {
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  await participation.write(day, toldOf(await store.states()));
}

export async function participationOf(note: Pick<ParticipationNote, 'read'>): Promise<Participation> {
  const noted = await note.read();
  return { ...(noted && { day: noted.day, ...noted.told }), smallestGroup: SMALLEST_GROUP };
}
