import { expect, test } from '@jest/globals';
import type { KeptRows } from './kept.ts';

export interface KeptHarness {
  kept: KeptRows;
  /** @param state a word, or none: a row that cannot be read */
  putSubject(subject: string, state: string | undefined): Promise<unknown>;
  putKey(keyId: string): Promise<unknown>;
  putSegment(subject: string, segment: string, object?: string): Promise<unknown>;
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

/** What every adapter of `KeptRows` keeps. @param make one that is empty */
export function keptContract(make: () => Promise<KeptHarness>): void {
  test('where nothing is kept there is nothing to walk', async () => {
    const { kept } = await make();
    expect([await all(kept.subjects()), await all(kept.keys()), await all(kept.segments())]).toEqual([[], [], []]);
  });

  test('all that are not erased are named once, in whatever state, and those who are erased are not', async () => {
    const { kept, putSubject } = await make();
    const states = ['enrolled', 'live', 'withdrawn', 'erased', 'no-such-state'];
    for (const [at, state] of states.entries()) await putSubject(`s${at}`, state);
    await putSubject('s5', undefined);
    expect((await all(kept.subjects())).sort()).toEqual(['s0', 's1', 's2', 's4', 's5']);
  });

  test('all rows of the table of keys are named, whatever they are', async () => {
    const { kept, putKey } = await make();
    const ids = ['0'.repeat(32), 'directory', 'directory#parts', 'uploads#ann', 'f'.repeat(32)];
    for (const id of ids) await putKey(id);
    expect((await all(kept.keys())).sort()).toEqual(ids.toSorted());
  });

  test('each row of the index says whose it is, and whether its body lies elsewhere', async () => {
    const { kept, putSegment } = await make();
    await putSegment('ann', '01KAV00000000000000000000A');
    await putSegment('ann', '01KAV00000000000000000000B', `ab/${'0'.repeat(32)}`);
    await putSegment('bob', '01KAV00000000000000000000A');
    const found = (await all(kept.segments())).map(({ subject, hasObject }) => `${subject} ${hasObject}`);
    expect(found.sort()).toEqual(['ann false', 'ann true', 'bob false']);
  });
}
