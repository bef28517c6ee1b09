import { expect, test } from '@jest/globals';
import { type DirectoryKeys, type DirectoryStore, loadDirectory, saveDirectory } from './directory.ts';

const PEOPLE = [['Ada Quillfeather', 'aquill', 'ada.quillfeather@example.com'], ['Project Nightjar']];

export function directoryContract(setup: () => Promise<{ store: DirectoryStore; keys: DirectoryKeys }>): void {
  test('what was saved is loaded, sealed in between; another one has another version', async () => {
    const parts = { ...(await setup()), program: 'p', clock: { now: () => 7 } };
    const { store, keys } = parts;
    expect(await store.facts()).toBeUndefined();
    expect(await loadDirectory(store, keys, 'p')).toEqual({ entries: [] });

    const first = await saveDirectory(PEOPLE, parts);

    expect(first).toEqual({ version: expect.stringMatching(/^[0-9a-f]{32}$/), entries: 2, storedAt: 7 });
    expect(await store.facts()).toEqual(first);
    expect(Buffer.from((await store.read())!.message).includes('Ada')).toBe(false);
    expect(await loadDirectory(store, keys, 'p')).toEqual({ version: first.version, entries: PEOPLE });

    const second = await saveDirectory(PEOPLE.slice(1), parts);

    expect(second.version).not.toBe(first.version);
    expect(await loadDirectory(store, keys, 'p')).toEqual({ version: second.version, entries: PEOPLE.slice(1) });
    await expect(loadDirectory(store, keys, 'another program')).rejects.toMatchObject({ reason: 'wrong-object' });
  });
}
