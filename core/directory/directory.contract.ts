import { describe, expect, test } from '@jest/globals';
import type { DirectoryKeys, DirectoryStore } from './directory.ts';
import { loadDirectory } from './directory.ts';
import { type PartNames, saveDirectory, tidyParts, UNFINISHED } from './upload.ts';

const PEOPLE = [['Ada Quillfeather', 'aquill', 'ada.quillfeather@example.com'], ['Project Nightjar']];
const sealed = { wrapped: new Uint8Array([1]), message: new Uint8Array([2]) };

interface Adapters {
  store: DirectoryStore;
  keys: DirectoryKeys;
  names: PartNames;
}

export function directoryContract(setup: () => Promise<Adapters>): void {
  const partsOf = async () => ({ ...(await setup()), program: 'p', clock: { now: () => 7 } });
  const loaded = async ({ store, keys }: Adapters, program = 'p') => {
    const { version, entries } = await loadDirectory(store, keys, program);
    return { version, entries: [...entries] };
  };

  test('what was saved is loaded, sealed in between; another one has another version, the same one the same', async () => {
    const parts = await partsOf();
    const { store } = parts;
    expect(await store.facts()).toBeUndefined();
    expect(await loaded(parts)).toEqual({ version: undefined, entries: [] });

    const first = await saveDirectory(PEOPLE, parts);

    expect(first).toEqual({ version: expect.stringMatching(/^[0-9a-f]{32}$/), entries: 2, storedAt: 7 });
    expect(await store.facts()).toMatchObject(first);
    const [id] = (await store.facts())!.parts;
    expect(Buffer.from((await store.part(id!))!.message).includes('Ada')).toBe(false);
    expect(await loaded(parts)).toEqual({ version: first.version, entries: PEOPLE });
    expect(await saveDirectory(PEOPLE, { ...parts, clock: { now: () => 8 } })).toEqual(first);

    const second = await saveDirectory(PEOPLE.slice(1), parts);

    expect(second.version).not.toBe(first.version);
    expect(await loaded(parts)).toEqual({ version: second.version, entries: PEOPLE.slice(1) });
    expect(await store.part(id!)).toBeUndefined();
    expect((await store.parts()).size).toBe(1);
    await expect(loaded(parts, 'another program')).rejects.toMatchObject({ reason: 'wrong-object' });
  });

  test('a part is no other part’s, and its name tells nothing of what is in it', async () => {
    const { names } = await setup();
    const [one, other] = [await names('a'.repeat(64)), await names('b'.repeat(64))];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(await names('a'.repeat(64))).toBe(one);
    expect(new Set([one, other, 'a'.repeat(32)]).size).toBe(3);
  });

  describe('a directory of several parts', () => {
    const directory = (...parts: string[]) => ({ version: parts.join(), entries: 2, storedAt: 9, parts });

    test('comes into force when all of them are there, and changes nothing before', async () => {
      const { store } = await setup();
      await store.putPart('a', sealed, { entries: 1, at: 5 });
      expect(await store.commit(directory('a', 'b'))).toBe(false);
      expect([await store.facts(), await store.read()]).toEqual([undefined, undefined]);
      expect(await store.parts()).toEqual(new Map([['a', { entries: 1, at: 5 }]]));

      await store.putPart('b', sealed, { entries: 1, at: 6 });
      expect(await store.commit(directory('a', 'b'))).toBe(true);

      expect(await store.facts()).toEqual(directory('a', 'b'));
      expect((await store.parts()).get('b')).toEqual({ entries: 1, at: 9 });
      expect(await store.part('a')).toEqual(sealed);
    });

    test('a part that came into force, or was stored again, is not dropped for what was seen before', async () => {
      const { store } = await setup();
      await store.putPart('a', sealed, { entries: 1, at: 5 });
      await store.commit(directory('a'));
      await store.dropPart('a', 5);
      expect(await store.part('a')).toEqual(sealed);
      await store.dropPart('a', 9);
      expect([await store.part('a'), (await store.parts()).size]).toEqual([undefined, 0]);
      await store.dropPart('a', 9);
    });

    test('parts that nobody put in force within a day go, those in force stay', async () => {
      const { store } = await setup();
      for (const [id, at] of [
        ['old', 5],
        ['used', 5],
        ['new', 10],
      ] as const)
        await store.putPart(id, sealed, { entries: 1, at });
      await store.commit({ ...directory('used'), storedAt: 5 });

      expect(await tidyParts({ store, clock: { now: () => UNFINISHED + 5 } })).toBe(1);

      expect([...(await store.parts()).keys()].sort()).toEqual(['new', 'used']);
      expect(await store.part('old')).toBeUndefined();
    });
  });
}
