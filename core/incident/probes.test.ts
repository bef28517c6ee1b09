import { describe, expect, test } from '@jest/globals';
import { probesContract } from './probes.contract.ts';
import { memoryProbes } from './probes.memory.ts';
import { beginProbes } from './probes.ts';

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
    const [{ state, version }] = (await store.all()) as [never] as [{ state: never; version: number }];
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
    expect(await store.all()).toMatchObject([{ state: { incident: 'second', upTo: 9 } }]);
  });

  test('that cannot be begun are not published as if they ran', async () => {
    const store = { ...memoryProbes(), write: async () => false };
    await expect(beginProbes(store, 'first', document)).rejects.toThrow('doors could not be begun');
  });
});
