import { expect, test } from '@jest/globals';
import { contradictions } from './contradictions.ts';
import type { Disclosure } from './disclosure.ts';
import { DisclosureInvalid, parseDisclosure } from './parse.ts';
import { SAMPLE_YAML, sampleDisclosure } from './sample.ts';

const RESEARCH = 'readers: [investigators]';
const CASES: [what: string, line: string, key: string, message: RegExp][] = [
  ['a kind that is not kept', 'kinds: [scroll]', 'purposes.research.kinds.0', /`events` does not keep/],
  ['a program that is not listed', 'applications: [editor, mail]', 'purposes.research.applications.1', /does not list/],
  ['givers who may give none', 'givers: [investigators]', 'purposes.research.givers', /none of these may give grants/],
  [
    'data sets that outlive all in them',
    'tiers: [sensitive]\n    export: { people: 5, days: 29 }',
    'purposes.research.export.days',
    /of nothing/,
  ],
  ['a tier twice', 'tiers: [routine, routine]', 'purposes.research.tiers.1', /twice/],
  ['an end before the review', 'until: "2026-11-19"', 'purposes.research.until', /before the review/],
];

test.each(CASES)('%s is named with its line and key, and the file is none', (_, line, key, message) => {
  const text = `${SAMPLE_YAML.replace(RESEARCH, `${RESEARCH}\n    ${line}`)}review: { reviewer: the office, date: "2026-11-20" }\n`;
  const at = text.split('\n').findIndex((one) => one.includes(line.split('\n').at(-1)!)) + 1;

  const read = () => parseDisclosure(text, 'one.yaml');

  expect(read).toThrow(DisclosureInvalid);
  expect(read).toThrow(message);
  expect(read).toThrow(`one.yaml:${at}: ${key}`);
});

test('a purpose of the name under which subjects read what is theirs is refused', () => {
  expect(() => parseDisclosure(SAMPLE_YAML.replace('  research:', '  own-data:'))).toThrow(
    /own-data: is the purpose of subjects/,
  );
});

test('nothing is found where nothing contradicts, on the edge too', () => {
  const edge = (change: Partial<Disclosure['purposes'][string]>) =>
    sampleDisclosure(({ purposes }) => Object.assign(purposes.research!, change));

  expect(contradictions(sampleDisclosure())).toEqual([]);
  expect(contradictions(edge({ tiers: ['sensitive'], export: { people: 5, days: 28 } }))).toEqual([]);
  expect(contradictions(edge({ kinds: ['key'], applications: ['terminal'], givers: ['stewards', 'nobody'] }))).toEqual(
    [],
  );
});
