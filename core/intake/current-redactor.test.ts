import { describe, expect, jest, test } from '@jest/globals';
import { memoryDirectoryKeys, memoryDirectoryStore } from '../directory/directory.memory.ts';
import { saveDirectory } from '../directory/directory.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { CurrentRedactor, LOOK_EVERY } from './current-redactor.ts';
import { redactorOf } from './redactor-of.ts';

const TEXT = 'ask quibbleworth about it';

async function setup() {
  const store = memoryDirectoryStore();
  const keys = memoryDirectoryKeys();
  const clock = { time: 1_000_000, now: () => clock.time };
  const [read, facts] = [jest.spyOn(store, 'read'), jest.spyOn(store, 'facts')];
  const build = jest.fn((directory: readonly (readonly string[])[]) =>
    redactorOf(sampleDisclosure(), { seed: new Uint8Array(32), directory }),
  );
  const redactor = new CurrentRedactor({ store, keys, program: 'p', clock, build });
  const save = () => saveDirectory([['quibbleworth']], { store, keys, program: 'p', clock });
  return {
    store,
    clock,
    read,
    facts,
    build,
    redactor,
    save,
    found: () => redactor.find(TEXT).filter(({ type }) => type === 'DIRECTORY').length,
  };
}

describe('the redactor of an instance', () => {
  test('takes up a directory that is stored later, within five minutes, and looks no more often', async () => {
    const { clock, redactor, save, found, read, facts, build } = await setup();
    await redactor.refresh();
    expect(found()).toBe(0);
    await save();

    for (let batch = 0; batch < 100; batch++) {
      clock.time += 1_000;
      await redactor.refresh();
    }
    expect([read, facts, build].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1]);
    clock.time += LOOK_EVERY;
    await redactor.refresh();

    expect(found()).toBe(1);
    expect([read, facts, build].map(({ mock }) => mock.calls.length)).toEqual([2, 1, 2]);
  });

  test('is not made again for the directory that it has', async () => {
    const { clock, redactor, save, read, facts, build } = await setup();
    await save();
    await redactor.refresh();
    clock.time += LOOK_EVERY;
    await redactor.refresh();

    expect([read, facts, build].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });

  test('goes no further when it cannot look, and looks again at once', async () => {
    const { clock, redactor, facts } = await setup();
    await redactor.refresh();
    clock.time += LOOK_EVERY;
    facts.mockRejectedValueOnce(new Error('ProvisionedThroughputExceeded'));

    await expect(redactor.refresh()).rejects.toThrow('the directory cannot be loaded');

    await expect(redactor.refresh()).resolves.toBeUndefined();
    expect(facts).toHaveBeenCalledTimes(2);
  });

  test('redacts nothing before it was made', async () => {
    const { redactor } = await setup();
    expect(() => redactor.redactFrames([])).toThrow('not made');
  });
});
