import { describe, expect, it } from '@jest/globals';
import { type Pseudonyms, pseudonymOf } from './pseudonym.ts';

export function pseudonymsContract(name: string, make: () => Promise<Pseudonyms>): void {
  describe(`pseudonyms: ${name}`, () => {
    it('gives one person one name, and different people different ones', async () => {
      const pseudonyms = await make();
      const people = [
        ['https://issuer.example/a', 'ann'],
        ['https://issuer.example/b', 'ann'],
        ['https://issuer.example/a', 'bob'],
        ['https://issuer.example/a', 'auth0|ann'],
      ] as const;
      const names = await Promise.all(people.map(([issuer, sub]) => pseudonyms.of(issuer, sub)));
      expect(new Set(names).size).toBe(people.length);
      for (const one of names) expect(one).toMatch(/^[a-z2-7]{26}$/);
      expect(await pseudonyms.of(...people[0])).toBe(names[0]);
    });

    it('gives one person one secret, of which the name tells nothing', async () => {
      const pseudonyms = await make();
      const secretOf = async (sub: string) => Buffer.from(await pseudonyms.secretOf('https://issuer.example', sub));

      const [ann, again, bob] = await Promise.all(['ann', 'ann', 'bob'].map(secretOf));

      expect(ann).toHaveLength(32);
      expect(again).toEqual(ann);
      expect(bob).not.toEqual(ann);
      expect(pseudonymOf(ann!)).not.toBe(await pseudonyms.of('https://issuer.example', 'ann'));
    });
  });
}
