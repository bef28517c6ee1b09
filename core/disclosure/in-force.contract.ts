import { expect, test } from '@jest/globals';
import type { DisclosureNotes, NotedVersions } from './in-force.ts';

const noteOf = (revision: number, ...versions: [string, string][]): NotedVersions => ({
  versions: new Map(versions),
  revision,
});

/** What every adapter of `DisclosureNotes` keeps. @param make one without notes */
export function disclosureNotesContract(make: () => Promise<DisclosureNotes>): void {
  test('what was noted is read as it was noted, a MAJOR apart from the others', async () => {
    const notes = await make();
    expect(await notes.read(1)).toBeUndefined();
    const first = noteOf(1, ['1.0', '{"a": 1}\n'], ['1.10', '{}']);
    expect(await notes.write(1, first, undefined)).toBe(true);
    expect(await notes.read(1)).toEqual(first);
    expect([await notes.read(0), await notes.read(10)]).toEqual([undefined, undefined]);
  });

  test('a note is written over what was seen alone: the first writer wins, and it is seen who was late', async () => {
    const notes = await make();
    const [first, second] = [noteOf(1, ['1.0', 'a']), noteOf(1, ['1.0', 'b'])];
    expect(await notes.write(1, first, undefined)).toBe(true);
    expect(await notes.write(1, second, undefined)).toBe(false);
    const next = noteOf(2, ['1.0', 'a'], ['1.1', 'c']);
    expect(await notes.write(1, next, first)).toBe(true);
    expect(await notes.write(1, noteOf(2, ['1.0', 'a'], ['1.1', 'd']), first)).toBe(false);
    expect(await notes.read(1)).toEqual(next);
  });

  test('of many at once one is written', async () => {
    const notes = await make();
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((text) => notes.write(1, noteOf(1, ['1.0', text]), undefined)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
}
