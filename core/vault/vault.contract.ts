import { expect, test } from '@jest/globals';
import { OBJECT_NAME, type Vault } from './vault.ts';

/** What any adapter of `Vault` has to hold. */
export function vaultContract(setup: () => Promise<Vault>): void {
  test('a body comes back as it was, under a name that says nothing', async () => {
    const vault = await setup();
    const bodies = [Buffer.alloc(0), Buffer.from('abc'), Buffer.alloc(300_000, 7)];
    const names = await Promise.all(bodies.map((body) => vault.put(body)));
    expect(new Set(names).size).toBe(3);
    for (const [at, name] of names.entries()) {
      expect(name).toMatch(OBJECT_NAME);
      expect(Buffer.from(await vault.get(name)).equals(bodies[at]!)).toBe(true);
    }
  });

  test('what is not there is refused', async () => {
    const vault = await setup();
    const object = `00/${'0'.repeat(32)}`;
    await expect(vault.get(object)).rejects.toMatchObject({ reason: 'no-object', message: `no object ${object}` });
  });
}
