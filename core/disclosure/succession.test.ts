import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Disclosure } from './disclosure.ts';
import { DisclosureInvalid } from './parse.ts';
import { SAMPLE_YAML, sampleDisclosure } from './sample.ts';
import { readEarlier, successionProblems } from './succession.ts';

const of = (version: string, change: (disclosure: Disclosure) => void = () => {}) =>
  sampleDisclosure((one) => {
    one.version = version;
    change(one);
  });
const withoutKeys = (one: Disclosure) => {
  delete one.events.key;
};
const withButton = (one: Disclosure) => {
  one.events.click!.fields.push('button');
};

describe('what may follow what', () => {
  test.each<[string, Disclosure, Disclosure[], RegExp[]]>([
    ['the first', of('1.0'), [], []],
    ['a narrower MINOR', of('1.1', withoutKeys), [of('1.0')], []],
    ['a wider MAJOR', of('2.0', withButton), [of('1.0'), of('1.1', withoutKeys)], []],
    ['a wider MINOR', of('1.1', withButton), [of('1.0')], [/^after 1\.0: something widens.*2\.0/]],
    // Not wider than the first: but somebody has consented to the second.
    ['a MINOR that takes back', of('1.2'), [of('1.0'), of('1.1', withoutKeys)], [/^after 1\.1: something widens/]],
    ['a MINOR without what it follows', of('1.1'), [], [/not in the folder/]],
    ['a MINOR of another MAJOR', of('2.1'), [of('1.0')], [/not in the folder/]],
    ['a rollback', of('1.0'), [of('1.1', withoutKeys)], [/to go back is a new version/]],
    ['the same once more', of('1.1'), [of('1.0'), of('1.1')], [/^1\.1 was in force before/]],
    ['another program', { ...of('1.1'), program: 'other' }, [of('1.0')], [/another program/]],
  ])('%s', (_, disclosure, earlier, expected) => {
    const problems = successionProblems(disclosure, earlier);
    expect(problems).toHaveLength(expected.length);
    for (const [at, pattern] of expected.entries()) expect(problems[at]).toMatch(pattern);
  });
});

describe('the folder beside the file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-succession-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('none is no version before; all that are in it are read; what is no disclosure is named', () => {
    const file = join(folder, 'disclosure.yaml');
    expect(readEarlier(file)).toEqual([]);
    mkdirSync(join(folder, 'earlier'));
    writeFileSync(join(folder, 'earlier', '1.0.yaml'), SAMPLE_YAML);
    writeFileSync(join(folder, 'earlier', '1.1.json'), SAMPLE_YAML.replace('"1.0"', '"1.1"'));
    writeFileSync(join(folder, 'earlier', 'README.md'), 'why');
    expect(readEarlier(file).map(({ version }) => version)).toEqual(['1.0', '1.1']);
    writeFileSync(join(folder, 'earlier', '1.2.yaml'), 'program: sample');
    expect(() => readEarlier(file)).toThrow(DisclosureInvalid);
  });
});
