import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SUBJECT_STATES, type SubjectState } from '../../api/words.ts';
import { peopleTold, SMALLEST_GROUP } from '../shared/smallest-group.ts';
import { participationNoteContract } from './participation.contract.ts';
import { memoryParticipationNote } from './participation.memory.ts';
import { noteParticipation, participationOf, toldOf } from './participation.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 25, 12);
type States = Record<SubjectState, number>;
const states: fc.Arbitrary<States> = fc.record({
  ...{ enrolled: fc.nat(300), live: fc.nat(300), withdrawn: fc.nat(300), erased: fc.nat(300) },
});

describe('in memory', () => participationNoteContract(memoryParticipationNote));

describe('what is told', () => {
  test('of fewer than the smallest group is no number; of others whole groups', () => {
    expect(toldOf({ enrolled: 0, live: 4, withdrawn: 5, erased: 1_009 })).toEqual({ withdrew: 5, erased: 1_005 });
  });

  test('is the same with one person more or less in any state, but at the edge of a group', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SUBJECT_STATES), (counted, state) => {
        fc.pre((counted[state] + 1) % SMALLEST_GROUP !== 0);
        expect(toldOf({ ...counted, [state]: counted[state] + 1 })).toEqual(toldOf(counted));
      }),
    );
  });

  test('is the same for all of a group: who knows four of five does not learn what the fifth chose', () => {
    fc.assert(
      fc.property(fc.nat(300), (people) => {
        const edge = people - (people % SMALLEST_GROUP);
        for (let one = edge; one < edge + SMALLEST_GROUP; one++) expect(peopleTold(one)).toBe(peopleTold(edge));
      }),
    );
  });
});

describe('counting', () => {
  const world = (counted: States) => {
    const time = { now: NOW };
    const participation = memoryParticipationNote();
    const store = { states: async () => counted };
    return {
      ...{ time, counted },
      count: () => noteParticipation({ store, participation, clock: { now: () => time.now } }),
      told: () => participationOf(participation),
    };
  };

  test('that never was says no day and no figure', async () => {
    expect(await world({ enrolled: 9, live: 9, withdrawn: 9, erased: 9 }).told()).toEqual({ smallestGroup: 5 });
  });

  test('is once a day: who asks after each choice sees nothing move until tomorrow', async () => {
    const { time, counted, count, told } = world({ enrolled: 3, live: 14, withdrawn: 5, erased: 0 });
    await count();
    const first = { day: '2026-11-25', smallestGroup: 5, consented: 10, withdrew: 5 };
    expect(await told()).toEqual(first);

    counted.live++;
    await count();
    expect(await told()).toEqual(first);

    time.now += DAY;
    await count();
    expect(await told()).toEqual({ ...first, day: '2026-11-26', consented: 15 });
  });
});
