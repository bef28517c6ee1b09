import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { LANGUAGES } from '../api/languages.ts';
import { parseDisclosure } from '../core/disclosure/parse.ts';
import { EVENT_KINDS } from '../wire/event.ts';
import { disclosureCommand } from './disclosure.ts';
import { initDisclosure } from './disclosure-init.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ANSWERS = {
  program: 'first-steps',
  title: 'How people use editors',
  summary: 'We want to see how people use their editors.',
  contact: 'privacy@example.com',
  controller: 'Example GmbH',
  address: 'Musterweg 1, Berlin',
  legalBasis: 'your consent, which you give here',
  country: 'Germany',
  authority: 'Authority of Berlin',
  authorityContact: 'https://berlin.example',
  applications: 'mousepad=content, xterm',
  purpose: 'Study how people use menus.',
  reviewer: 'the privacy office',
  reviewDate: '2026-11-20',
  'why.click': 'Clicks show what people choose.',
  'why.key': 'Typing shows how people edit.',
  'why.window': 'Windows show how people change.',
};
const never = async (): Promise<string> => {
  throw new Error('nothing is asked');
};
const file = (name = 'disclosure.yaml') => join(folder, name);
const answers = (change: Record<string, unknown> = {}): string => {
  writeFileSync(file('answers.yaml'), stringify({ ...ANSWERS, ...change }));
  return file('answers.yaml');
};
const init = (change?: Record<string, unknown>) => initDisclosure(file(), { answers: answers(change) }, never);
const written = () => parseDisclosure(readFileSync(file(), 'utf8'));

describe('from a file of answers', () => {
  test('a disclosure is written that check finds nothing in, and warns of nothing', async () => {
    const made = await init({ excluded: 'legal', 'exempt.legal': 'Secret by law.', 'people.legal': 12 });
    const said = { out: '', err: '', code: 0 };
    const io = {
      out: (text: string) => {
        said.out += text;
      },
      err: (text: string) => {
        said.err += text;
      },
      exit: (code: number) => {
        said.code = code;
      },
      deployed: async () => Promise.reject(new Error('offline')),
      figures: async () => Promise.reject(new Error('offline')),
      ask: never,
    };

    disclosureCommand(io).parse(['check', file()], { from: 'user' });

    expect(said).toMatchObject({ code: 0, err: '', out: expect.stringContaining(made.consentHash) });
    expect(made).toMatchObject({ file: file(), program: 'first-steps' });
  });

  test('it holds the least: fields without which an event is none, keys by class where nothing is said', async () => {
    await init();

    const { events, applications, version, population } = written();

    expect(events).toMatchObject({ click: { fields: ['x', 'y', 'button'] }, key: { fields: ['type', 'class'] } });
    expect(applications).toEqual({ mousepad: { keys: 'content' }, xterm: { keys: 'class' } });
    expect({ version, excluded: population.excluded }).toEqual({ version: '1.0', excluded: [] });
  });

  test.each(EVENT_KINDS)('a program of %s alone holds', async (kind) => {
    const { 'why.click': _, 'why.key': __, 'why.window': ___, ...rest } = ANSWERS;
    writeFileSync(
      file('one.yaml'),
      stringify({ ...rest, kinds: kind, [`why.${kind}`]: 'It is needed for this test.' }),
    );

    await initDisclosure(file(), { answers: file('one.yaml') }, never);

    expect(Object.keys(written().events)).toEqual([kind]);
  });

  test.each(LANGUAGES)('texts in %s are the language of the file', async (language) => {
    await init({ language });

    expect(written().language).toBe(language);
  });

  test('its first line names the schema for editors, as it is seen from the file', async () => {
    await init();

    expect(readFileSync(file(), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\S*docs\/disclosure\.schema\.json\n/,
    );
  });

  test.each<[what: string, change: Record<string, unknown>, message: RegExp]>([
    ['an answer that is missing', { title: '' }, /title: missing: What the program is/],
    ['an answer that breaks a rule', { program: 'Not A Name' }, /program: lower case letters/],
    ['a kind that there is not', { kinds: 'click, sound' }, /kinds: sound: not among pointer, click/],
    [
      'a program with a capital',
      { applications: 'Mousepad=content' },
      /applications: Mousepad=content: ids are lower case/,
    ],
    ['a reason that is missing', { excluded: 'legal' }, /exempt\.legal: missing: Why legal is exempt/],
    ['an answer to no question', { titel: 'x' }, /titel: an answer to no question/],
    ['answers that contradict each other', { personalDays: 91 }, /retention\.personal: may not be kept longer/],
    ['one group that would resume alone', { approvers: 'stewards' }, /approvers/],
  ])('%s is told, and nothing is written', async (_what, change, message) => {
    await expect(init(change)).rejects.toThrow(message);

    expect(existsSync(file())).toBe(false);
  });

  test('nothing is written over a file that is there', async () => {
    writeFileSync(file(), 'mine');

    await expect(init()).rejects.toMatchObject({ exitCode: 3, reason: 'exists' });

    expect(readFileSync(file(), 'utf8')).toBe('mine');
  });
});

describe('by questions', () => {
  test('a wrong answer is asked again with its rule; what is usual is taken for an empty one', async () => {
    const given: Record<string, string[]> = {
      'Name of the program': ['First Steps', 'first-steps'],
      'What the program is, in a line': ['', 'x', ANSWERS.title],
      'Groups that are never asked': ['legal'],
      'Why legal is exempt': ['Secret by law.'],
      'How many people legal is': ['many', '12'],
      'What it is for': [ANSWERS.summary],
      'Who answers questions': [ANSWERS.contact],
      'Who is responsible': [ANSWERS.controller],
      'Its address': [ANSWERS.address],
      'By what right': [ANSWERS.legalBasis],
      'In which country': [ANSWERS.country],
      'To which authority': [ANSWERS.authority],
      'How it is reached': [ANSWERS.authorityContact],
      'Programs in which': [ANSWERS.applications],
      'What records may be read for': [ANSWERS.purpose],
      'Why it needs: Clicks': [ANSWERS['why.click']],
      'Why it needs: Keys': [ANSWERS['why.key']],
      'Why it needs: Windows': [ANSWERS['why.window']],
      'Who reviewed this': [ANSWERS.reviewer],
      'On which day': ['yesterday', ANSWERS.reviewDate],
    };
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      const key = Object.keys(given).find((start) => question.split('\n').at(-1)!.startsWith(start));
      return (key && given[key]!.shift()) || '';
    };

    await initDisclosure(file(), {}, ask);

    expect(written()).toMatchObject({
      population: { groups: ['employees'], exemptions: { legal: { people: 12, why: 'Secret by law.' } } },
      retention: { routine: 90, personal: 60, sensitive: 30 },
    });
    expect(asked.filter((question) => question.includes('Name of the program'))).toEqual([
      expect.stringMatching(/^Name of the program/),
      expect.stringMatching(/^ {2}lower case letters, .*\nName of the program/),
    ]);
    expect(asked.filter((question) => question.includes('an answer is needed'))).toHaveLength(1);
    expect(Object.values(given).flat()).toEqual([]);
  });
});

test('the questions are a file of answers', async () => {
  const printed: string[] = [];
  const quiet = {
    err: () => {},
    exit: () => {},
    deployed: async () => Promise.reject(new Error('offline')),
    figures: async () => Promise.reject(new Error('offline')),
    ask: never,
  };
  disclosureCommand({ ...quiet, out: (text) => void printed.push(text) }).parse(['init', '--questions'], {
    from: 'user',
  });
  const filled = printed
    .join('')
    .replace(/^(\w+): ""$/gm, (_line, key: keyof typeof ANSWERS) => `${key}: ${JSON.stringify(ANSWERS[key])}`);
  writeFileSync(
    file('filled.yaml'),
    `${filled}${Object.entries(ANSWERS)
      .filter(([key]) => key.startsWith('why'))
      .map(([key, why]) => `${key}: ${why}\n`)
      .join('')}`,
  );

  await initDisclosure(file(), { answers: file('filled.yaml') }, never);

  expect(written().program).toBe('first-steps');
});
