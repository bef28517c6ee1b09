import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryPseudonyms } from '../shared/pseudonym.memory.ts';
import { personInIncidents } from './person.ts';

const ISSUER = 'https://issuer.example';
const DAY = 86_400_000;
const pseudonyms = memoryPseudonyms();

describe('a person in incidents', () => {
  test('has another name in each, the same whenever they come back, and it is in no other name of theirs', async () => {
    const someone = fc.string({ minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(someone, { minLength: 2, maxLength: 4 }),
        fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 4 }),
        fc.nat({ max: 4_000 }),
        async (people, incidents, day) => {
          const known = await Promise.all(people.map((sub) => personInIncidents(pseudonyms, ISSUER, sub)));
          const again = await personInIncidents(pseudonyms, ISSUER, people[0]!);

          const names = [
            ...known.flatMap((one) => incidents.map((incident) => one.in(incident))),
            ...known.flatMap((one) => incidents.map((incident) => one.closing(incident))),
            ...known.flatMap((one) => [one.on(day * DAY), one.on((day + 1) * DAY)]),
            ...(await Promise.all(people.map((sub) => pseudonyms.of(ISSUER, sub)))),
          ];
          const bare = names.map((name) => name.replace(/^reporter:/, ''));

          expect(new Set(bare).size).toBe(names.length);
          expect(incidents.map((incident) => again.in(incident))).toEqual(names.slice(0, incidents.length));
        },
      ),
    );
  });

  test('is counted under one name all day (UTC), and under another the next', async () => {
    const ann = await personInIncidents(pseudonyms, ISSUER, 'ann');

    expect(ann.on(0)).toBe(ann.on(DAY - 1));
    expect(ann.on(DAY)).not.toBe(ann.on(0));
  });

  test('is found in incidents of before by their pseudonym', async () => {
    const ann = await personInIncidents(pseudonyms, ISSUER, 'ann');

    expect(ann.namesIn('01KB')).toEqual([ann.in('01KB'), await pseudonyms.of(ISSUER, 'ann')]);
  });
});
