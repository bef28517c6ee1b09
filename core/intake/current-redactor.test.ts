import { describe, expect, jest, test } from '@jest/globals';
import { click } from '../../test/fixtures/world.ts';
import { memoryDirectoryKeys, memoryDirectoryStore, memoryPartNames } from '../directory/directory.memory.ts';
import { saveDirectory } from '../directory/upload.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { CurrentRedactor, LOOK_EVERY } from './current-redactor.ts';
import { redactorOf } from './redactor-of.ts';

const TEXT = 'ask quibbleworth about it';

async function setup() {
  const store = memoryDirectoryStore();
  const keys = memoryDirectoryKeys();
  const clock = { time: 1_000_000, now: () => clock.time };
  /** As the redactor sees it: who saves looks as well. */
  const seen = { ...store };
  const [read, facts] = [jest.spyOn(seen, 'read'), jest.spyOn(seen, 'facts')];
  const build = jest.fn((directory: Iterable<readonly string[]>) =>
    redactorOf(sampleDisclosure(), { seed: new Uint8Array(32), directory }),
  );
  const redactor = new CurrentRedactor({ store: seen, keys, program: 'p', clock, build });
  const save = () => saveDirectory([['quibbleworth']], { store, keys, names: memoryPartNames, program: 'p', clock });
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

  test('says why it cannot look, and to nobody what', async () => {
    const { redactor, read } = await setup();
    const cause = new Error('AccessDenied');
    read.mockRejectedValueOnce(cause);
    await expect(redactor.refresh()).rejects.toMatchObject({ message: 'the directory cannot be loaded', cause });
  });

  test('is made before the first batch, however soon after the beginning of time that is', async () => {
    const { clock, redactor, build } = await setup();
    clock.time = 1;
    await redactor.refresh();
    expect(build).toHaveBeenCalledTimes(1);
  });

  test('redacts nothing before it was made', async () => {
    const { redactor } = await setup();
    for (const use of [
      () => redactor.redactFrames([]),
      () => redactor.find(TEXT),
      () => redactor.redactText(TEXT),
      () => redactor.report(),
    ]) {
      expect(use).toThrow('the redactor was not made yet');
    }
  });

  test('does what the one inside does', async () => {
    const { redactor, save } = await setup();
    await save();
    await redactor.refresh();
    const frame = { device: 'd', number: 1, events: [{ ...click(1) } as never] };

    expect(redactor.redactText(TEXT)).toBe('ask [DIRECTORY] about it');
    expect(redactor.redactText(TEXT, [{ start: 0, end: 3, type: 'PERSON' }])).toBe('[PERSON] quibbleworth about it');
    expect(redactor.redactFrames([frame])).toMatchObject([{ device: 'd', number: 1, events: [{ x: 1 }] }]);
    expect(redactor.report().planted).toBeGreaterThan(0);
  });
});

describe('the redactor that a disclosure asks for', () => {
  const frames = () => [{ device: 'd', number: 1, events: [{ ...click(1) } as never] }];
  const seed = new Uint8Array(32);

  test('is tested at the first subject and at every fiftieth after it', () => {
    const redactor = redactorOf(sampleDisclosure(), { seed });
    const planted = Array.from({ length: 101 }, () => {
      redactor.redactFrames(frames());
      return redactor.report().planted;
    });
    const once = planted[0]!;
    expect(once).toBeGreaterThan(0);
    expect(planted).toEqual(planted.map((_, at) => once * (1 + Math.floor(at / 50))));
  });

  test('is not tested with what the disclosure keeps, and does what it says with the rest', () => {
    const disclosure = sampleDisclosure((one) => {
      one.redaction.actions = { EMAIL: 'keep', PHONE: 'keep' };
    });
    const redactor = redactorOf(disclosure, { seed });
    redactor.redactFrames(frames());
    const { byType, recall } = redactor.report();
    expect([byType.EMAIL, byType.PHONE, recall]).toEqual([undefined, undefined, 1]);
    expect(redactor.redactText('write to ann@kettle.example')).toBe('write to ann@kettle.example');
  });
});
