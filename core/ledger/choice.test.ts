import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHOICES, type Choice } from '../../api/words.ts';
import { memoryPseudonyms } from '../shared/pseudonym.memory.ts';
import { personInLedger } from './choice.ts';

const ISSUER = 'https://issuer.example';
const pseudonyms = memoryPseudonyms();
const person = (sub: string) => personInLedger(pseudonyms, ISSUER, sub);
const entryOf = (choice: Choice, at: number, actor: string) => ({
  kind: choice === 'erasure' ? 'erasure' : 'choice',
  at,
  actor,
});

test('each choice has a name of its own, which its person alone knows, on any instance', async () => {
  const [ann, again, bob] = await Promise.all([person('ann'), person('ann'), person('bob')]);
  // Few times, so that several choices are of one millisecond.
  const chosen = fc.array(fc.record({ choice: fc.constantFrom(...CHOICES), at: fc.nat(2) }), { minLength: 2 });
  fc.assert(
    fc.property(chosen, (choices) => {
      const entries = choices.map(({ choice, at }) => entryOf(choice, at, ann.signs(choice, at)));
      expect(entries.map(again.choiceOf)).toEqual(choices.map(({ choice }) => choice));
      expect(entries.map(bob.choiceOf)).toEqual(choices.map(() => undefined));
      // No two share a part that could join them: neither their names, nor either half.
      const names = entries.flatMap(({ actor }) => [actor.slice(8, 34), actor.slice(34)]);
      expect(new Set(names).size).toBe(2 * entries.length);
    }),
  );
});

test('a name is of its time and of its kind alone', async () => {
  const ann = await person('ann');
  for (const choice of CHOICES) {
    const entry = entryOf(choice, 5, ann.signs(choice, 5));
    expect(ann.choiceOf({ ...entry, at: 6 })).toBeUndefined();
    expect(ann.choiceOf({ ...entry, kind: 'read' })).toBeUndefined();
    expect(ann.choiceOf({ ...entry, actor: `${entry.actor}a` })).toBeUndefined();
  }
});

test('says nothing of the pseudonym, and is as long as any other', async () => {
  const [ann, name] = [await person('ann'), await pseudonyms.of(ISSUER, 'ann')];
  for (const choice of CHOICES) {
    expect(ann.signs(choice, 5)).toMatch(/^subject:[a-z2-7]{52}$/);
    expect(ann.signs(choice, 5)).not.toContain(name);
  }
  // Of before 0.2.0: about.ts finds it by its subject.
  expect(ann.choiceOf({ kind: 'erasure', at: 5, actor: name })).toBeUndefined();
});
