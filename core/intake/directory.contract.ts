import { expect, test } from '@jest/globals';
import type { KeyRing } from '../vault/key-ring.ts';
import { type DirectoryStore, loadDirectory, saveDirectory } from './directory.ts';

const PEOPLE = [['Ada Quillfeather', 'aquill', 'ada.quillfeather@example.com'], ['Project Nightjar']];

export function directoryContract(setup: () => Promise<{ store: DirectoryStore; keyRing: KeyRing }>): void {
  test('what was saved is loaded, sealed in between; the key of the one before is gone', async () => {
    const { store, keyRing } = await setup();
    expect(await loadDirectory(store, keyRing, 'p')).toEqual([]);
    await saveDirectory(PEOPLE, store, keyRing, 'p');
    const first = (await store.read())!;
    expect(Buffer.from(first.message).includes('Ada')).toBe(false);
    expect(await loadDirectory(store, keyRing, 'p')).toEqual(PEOPLE);

    await saveDirectory(PEOPLE.slice(1), store, keyRing, 'p');

    expect(await loadDirectory(store, keyRing, 'p')).toEqual(PEOPLE.slice(1));
    await expect(keyRing.open(first.keyId)).rejects.toMatchObject({ reason: 'no-key' });
    await expect(loadDirectory(store, keyRing, 'another program')).rejects.toMatchObject({ reason: 'wrong-object' });
  });
}
