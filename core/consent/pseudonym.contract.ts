import { describe, expect, it } from '@jest/globals';
import type { Pseudonyms } from './pseudonym.ts';

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
  });
}
