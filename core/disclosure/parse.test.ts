import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compileDisclosure, readCompiledDisclosure } from './compiled.ts';
import { type DisclosureFinding, DisclosureInvalid, parseDisclosure } from './parse.ts';
import { SAMPLE_YAML, sampleDisclosure } from './sample.ts';

const findings = (text: string): DisclosureFinding[] => {
  try {
    parseDisclosure(text, 'd.yaml');
  } catch (error) {
    if (error instanceof DisclosureInvalid) return error.findings;
    throw error;
  }
  return [];
};
/** Line, 1-based, on which a piece of text stands in the sample. */
const lineOf = (piece: string): number => SAMPLE_YAML.slice(0, SAMPLE_YAML.indexOf(piece)).split('\n').length;

describe('parseDisclosure', () => {
  test('fills in the defaults', () => {
    const disclosure = parseDisclosure(SAMPLE_YAML);

    expect(disclosure.applications.terminal).toEqual({ keys: 'class' });
    expect(disclosure.lease).toEqual({ seconds: 60, deliveryHours: 24 });
    expect(disclosure.coolOffHours).toBe(24);
    expect(disclosure.redaction).toEqual({ actions: {}, tiers: {}, recallBar: 0.95 });
  });

  test('reads JSON, indented with tabs too', () => {
    const json = JSON.stringify(sampleDisclosure(), null, '\t');

    expect(parseDisclosure(json, 'd.json')).toEqual(sampleDisclosure());
  });

  test('the example of the repository is valid', () => {
    const text = readFileSync(new URL('../../programs/model-capability/disclosure.yaml', import.meta.url), 'utf8');

    const disclosure = parseDisclosure(text);

    expect(disclosure.applications.mousepad).toEqual({ keys: 'content' });
    expect(disclosure.applications.xterm).toEqual({ keys: 'class' });
    expect(disclosure.applications.zenity).toBeUndefined();
  });

  test.each<[what: string, from: string, to: string, at: string, key: string, message: RegExp]>([
    ['an unknown key', 'keys: content', 'kees: content', 'editor:', 'applications.editor.kees', /unknown key/],
    ['an unknown key at the top', 'contact:', 'kontact: x\ncontact:', 'contact:', 'kontact', /unknown key/],
    ['a title that is too short', 'A sample program', 'A', 'title', 'title', />=5/],
    [
      'a title in no language of ours',
      'A sample program',
      '{ en: A sample program, it: Programma }',
      'title',
      'title.it',
      /unknown key/,
    ],
    [
      'a title without the language of the file',
      'A sample program',
      '{ de: Ein Programm }',
      'title',
      'title',
      /language of the file, which is en/,
    ],
    [
      'a title that is a list',
      'A sample program',
      '[A sample program]',
      'title',
      'title',
      /one for each language: en, de, fr, es/,
    ],
    [
      'an exemption of who is not excluded',
      'groups: [employees]',
      'groups: [employees]\n  exemptions: { legal: { why: secret } }',
      'purposes:',
      'population.exemptions.legal',
      /not in `excluded`/,
    ],
    [
      'a review on no day',
      'contact:',
      'review: { reviewer: the office, date: "2026-02-30" }\ncontact:',
      'contact',
      'review.date',
      /date/,
    ],
    ['a version without quotes', '"1.0"', '1.0', 'version', 'version', /in quotes/],
    ['an application id with a capital', 'editor:', 'Editor:', 'editor:', 'applications.Editor', /lower case/],
    ['a field the wire does not know', 'x, y', 'x, z', 'fields: [x, y]', 'events.click.fields.1', /Invalid option/],
    ['a field listed twice', 'x, y', 'x, x', 'fields: [x, y]', 'events.click.fields.1', /twice/],
    ['a kind the wire does not know', 'click:', 'clack:', 'click:', 'events.clack', /unknown key/],
    ['a wrong type', 'routine: 90', 'routine: long', 'retention', 'retention.routine', /expected number/],
    ['a tier kept for longer', 'sensitive: 30', 'sensitive: 61', 'retention', 'retention.sensitive', /longer/],
    [
      'one approving group, twice',
      'representatives, stewards',
      'stewards, stewards',
      'approvers',
      'gate.approvers',
      /two/,
    ],
  ])('names line and key of %s', (_what, from, to, at, key, message) => {
    expect(SAMPLE_YAML).toContain(from);

    const found = findings(SAMPLE_YAML.replace(from, to));

    const expected = { key, line: lineOf(at), message: expect.stringMatching(message) };
    expect(found).toContainEqual(expected);
  });

  test.each([
    ['at the top', 'contact:', 'kontact:', 'kontact', 'unknown key (did you mean "contact"?)'],
    ['in a record', 'keys: content', 'kees: content', 'applications.editor.kees', /\(did you mean "keys"\?\)$/],
    ['beside a kind', '  click:', '  clik:', 'events.clik', /\(did you mean "click"\?\)$/],
    [
      'among the types',
      'redaction: {}',
      'redaction: { actions: { DATES: mask } }',
      'redaction.actions.DATES',
      /\(did you mean "DATE"\?\)$/,
    ],
    [
      'among the rights',
      'contact:',
      'people: { rights: { paus: [a] } }\ncontact:',
      'people.rights.paus',
      /\(did you mean "pause"\?\)$/,
    ],
    [
      'in a member of a list',
      'contact:',
      'recipients: [{ nam: A cloud, why: it runs computers }]\ncontact:',
      'recipients.0.nam',
      /\(did you mean "name"\?\)$/,
    ],
    ['in a word of a list', '[x, y]', '[x, buton]', 'events.click.fields.1', /\(did you mean "button"\?\)$/],
    ['in a word', 'keys: content', 'keys: contents', 'applications.editor.keys', /\(did you mean "content"\?\)$/],
    ['that is like nothing', 'contact:', 'xyzzy: 1\ncontact:', 'xyzzy', 'unknown key'],
  ])('a typing error %s is told with what was meant', (_what, from, to, key, message) => {
    const found = findings(SAMPLE_YAML.replace(from, to));

    const told = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(found).toContainEqual(expect.objectContaining({ key, message: told }));
  });

  test('a missing key is named with the nearest line there is', () => {
    expect(findings(SAMPLE_YAML.replace(/ {2}approvers.*\n/, ''))).toEqual([
      { line: lineOf('gate:'), key: 'gate.approvers', message: expect.stringMatching(/^missing/) },
    ]);
  });

  test('a key that stands twice is an error', () => {
    expect(findings(`${SAMPLE_YAML}contact: x\n`)).toEqual([
      { line: SAMPLE_YAML.split('\n').length, key: 'contact', message: expect.stringMatching(/second time/) },
    ]);
  });

  test.each(['', '# only a comment', '- a list', 'a: [', `${SAMPLE_YAML}---\na: 1\n`, 'a: &a [*a, *a]', '\u0000'])(
    'is refused, never half-read: %j',
    (text) => {
      expect(findings(text).length).toBeGreaterThan(0);
    },
  );

  test.each(['SECRET', 'PASSWORD', 'CANARY', 'OTHER', 'UNREAD'])('%s may never be kept', (type) => {
    const text = SAMPLE_YAML.replace('redaction: {}', `redaction: { actions: { ${type}: keep } }`);

    expect(findings(text)).toEqual([
      expect.objectContaining({ key: `redaction.actions.${type}`, line: lineOf('redaction') }),
    ]);
  });

  test('a message names file, line and key', () => {
    expect(() => parseDisclosure(SAMPLE_YAML.replace('"1.0"', '"one"'), 'programs/x.yaml')).toThrow(
      `programs/x.yaml:${lineOf('version')}: version: MAJOR.MINOR`,
    );
  });
});

describe('the compiled form', () => {
  test('reads back, and does not depend on the order of keys', () => {
    const disclosure = sampleDisclosure();
    const turned = Object.fromEntries(Object.entries(disclosure).reverse()) as typeof disclosure;

    expect(readCompiledDisclosure(compileDisclosure(disclosure))).toEqual(disclosure);
    expect(compileDisclosure(turned)).toBe(compileDisclosure(disclosure));
  });

  test('an unknown key in it is refused', () => {
    expect(() => readCompiledDisclosure(JSON.stringify({ ...sampleDisclosure(), extra: 1 }))).toThrow();
  });
});
