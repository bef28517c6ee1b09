import { describe, expect, test } from '@jest/globals';
import { probesContract } from './probes.contract.ts';
import { memoryProbes } from './probes.memory.ts';
import { beginProbes, notGreen } from './probes.ts';

describe('probes in memory', () => probesContract(async () => memoryProbes()));

describe('the probes of findings that are published', () => {
  const evidence = { name: 'findings/e', sha256: 'a', bytes: 1 };
  const finding = {
    ...{ finding: 'changes', branch: 'changes', statement: 's', evidence, checked: 1, wrong: {}, open: {} },
    ...{ severity: 'high', owner: 'pause', probe: { name: 'doors', how: 'h' } },
  };
  const document = { findings: [finding], window: { from: 1, to: 2 } } as never;

  test('begin beside others who write them, and go on where they were', async () => {
    const store = memoryProbes();
    await beginProbes(store, 'first', document);
    const [{ state, version }] = (await store.all()).kept as [never] as [{ state: never; version: number }];
    let raced = false;
    const beside = {
      ...store,
      write: async (next: never, seen: number | undefined) => {
        if (!raced) await store.write({ ...(state as object), upTo: 9 } as never, version);
        raced = true;
        return store.write(next, seen);
      },
    };
    await beginProbes(beside, 'second', document);
    expect((await store.all()).kept).toMatchObject([{ state: { incident: 'second', upTo: 9 } }]);
  });

  test('whose row cannot be read begin anew over it, and where it says no version nobody reads that they run', async () => {
    const store = memoryProbes();
    await store.write({ probe: 'doors', branch: 'changes', incident: 'old', upTo: 9 }, undefined);
    const damaged = { ...store, all: async () => ({ kept: [], damaged: [{ probe: 'doors', version: 1 }] }) };
    await beginProbes(damaged, 'first', document);
    expect((await store.all()).kept).toMatchObject([{ state: { incident: 'first', upTo: 2 }, version: 2 }]);
    const worse = { ...store, all: async () => ({ kept: [], damaged: [{ probe: 'doors' }] }) };
    await expect(beginProbes(worse, 'first', document)).rejects.toThrow('doors could not be begun');
  });

  test('are not green where the row of one of them cannot be read', () => {
    const state = { probe: 'a', branch: 'b', incident: 'i', upTo: 5, asked: 9, outcome: 'green' as const, since: 1 };
    const all = { kept: [{ state, version: 1 }], damaged: [{ probe: 'doors' }] };
    const asked = { hours: 0, upTo: 5, now: 10 };
    expect(notGreen(['a'], all, asked)).toEqual([]);
    expect(notGreen(['a', 'doors'], all, asked)).toEqual(['the row of doors cannot be read: it is not known']);
  });

  test('that cannot be begun are not published as if they ran', async () => {
    const store = { ...memoryProbes(), write: async () => false };
    await expect(beginProbes(store, 'first', document)).rejects.toThrow('doors could not be begun');
  });
});
