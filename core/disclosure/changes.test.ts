import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../api/languages.ts';
import { toldChanges } from './changes.ts';
import type { Disclosure } from './disclosure.ts';
import { sampleDisclosure } from './sample.ts';
import { CATALOGUES } from './words/catalogues.ts';
import { COLUMNS } from './wrap.ts';

type Change = (disclosure: Disclosure) => void;

/** A change of every part of the file, and what is told of it in English. */
const CASES: [what: string, change: Change, effect: string, words: string][] = [
  [
    'summary',
    (d) => Object.assign(d, { summary: 'It is for something else now.' }),
    'widens',
    'In short: what it is for: in other words',
  ],
  [
    'controller',
    (d) => Object.assign(d, { controller: { name: 'An Inc.', address: 'There' } }),
    'rewords',
    'Who is responsible: new: the company',
  ],
  [
    'place',
    (d) => Object.assign(d, { place: { country: 'Utopia' } }),
    'rewords',
    'Where it is, and who gets it: new: country',
  ],
  [
    'recipient',
    (d) => Object.assign(d, { recipients: [{ name: 'A.Cloud Inc.', role: 'processor', why: 'it runs computers' }] }),
    'widens',
    'Where it is, and who gets it: new: A.Cloud Inc.',
  ],
  [
    'exempt',
    (d) => d.population.excluded.push('legal'),
    'narrows',
    'Who is asked: the same terms for all: never asked: new: legal',
  ],
  [
    'purpose',
    (d) =>
      Object.assign(d.purposes, { sales: { description: 'Sell more.', readers: ['sales'], longestGrantHours: 1 } }),
    'widens',
    'Who may read it, and what for: new: sales',
  ],
  [
    'reader',
    (d) => d.purposes.research!.readers.push('sales'),
    'widens',
    'Who may read it, and what for: research, who reads: new: sales',
  ],
  [
    'limit',
    (d) => Object.assign(d.purposes.research!, { segmentsPerDay: 10, until: '2027-03-31' }),
    'narrows',
    'Who may read it, and what for: new: research, pieces that one reader opens a day',
  ],
  [
    'grant',
    (d) => Object.assign(d.purposes.research!, { longestGrantHours: 1 }),
    'narrows',
    'Who may read it, and what for: research, hours that a permission lasts: 1; it was 8',
  ],
  [
    'kind',
    (d) => Object.assign(d.events, { window: { fields: ['title'], why: 'to see titles' } }),
    'widens',
    'What is recorded: new: Windows',
  ],
  ['kind gone', (d) => delete d.events.click, 'narrows', 'What is recorded: no longer: Clicks'],
  ['field', (d) => d.events.click!.fields.push('button'), 'widens', 'What is recorded: Clicks: new: which button'],
  [
    'application',
    (d) => Object.assign(d.applications, { 'org.mail.app': { keys: 'none' } }),
    'widens',
    'In which programs: new: org.mail.app',
  ],
  [
    'keys',
    (d) => Object.assign(d.applications, { editor: { keys: 'none' } }),
    'narrows',
    'In which programs: editor: without keys and texts; it was with what is typed',
  ],
  [
    'action',
    (d) => Object.assign(d.redaction.actions, { DATE: 'keep' }),
    'widens',
    'What is taken out before anything is stored: dates: KEPT AS THEY ARE; it was replaced by a placeholder',
  ],
  [
    'retention',
    (d) => Object.assign(d.retention, { sensitive: 31 }),
    'widens',
    'How long it is kept: days with sensitive details: 31; it was 30',
  ],
  [
    'cool-off',
    (d) => Object.assign(d, { coolOffHours: 1 }),
    'widens',
    'Who may read it, and what for: hours in which only you can read it: 1; it was 24',
  ],
  [
    'lease',
    (d) => Object.assign(d.lease, { seconds: 90 }),
    'widens',
    'How you stop it: seconds until devices stop: 90; it was 60',
  ],
  [
    'rate',
    (d) => Object.assign(d.collector, { eventsPerMinute: 10_000 }),
    'widens',
    'What is recorded: events a minute: 10,000; it was 6,000',
  ],
  [
    'closer',
    (d) => d.gate.closers.push('interns'),
    'narrows',
    'What happens when something goes wrong: who can stop it: new: interns',
  ],
  [
    'guard',
    (d) => d.guard.note.push('key-policy'),
    'widens',
    'What follows when somebody reaches past the rules: key-policy: note; it was close',
  ],
  [
    'right',
    (d) => Object.assign(d.people.rights, { pause: ['stewards'] }),
    'widens',
    'Who has which right: pause the program, as often as it takes: no longer: platform',
  ],
];
const changed = (change: Change) =>
  sampleDisclosure((d) => {
    change(d);
    d.version = '2.0';
  });

describe.each(CASES)('of a change of %s', (_what, change, effect, words) => {
  test('is told what it is', () => {
    expect(toldChanges(sampleDisclosure(), changed(change), 'en').changes).toContainEqual({ effect, words });
  });

  test.each(LANGUAGES)('is told in %s: title, words, lines of a terminal', (language) => {
    const { text, changes, askAgain } = toldChanges(sampleDisclosure(), changed(change), language);
    const { changes: says, title } = CATALOGUES[language];

    expect(text).toContain(title(says.effects[effect as 'widens']));
    expect(text).not.toMatch(/undefined|->|\[object/);
    expect(text.split('\n').filter((line) => line.length > COLUMNS)).toEqual([]);
    expect(text).toContain((askAgain ? says.again() : says.stays()).slice(0, 20));
    expect(changes.map((one) => one.words).every((one) => /\S$/.test(one) && !/:\s*:|:$/.test(one))).toBe(true);
  });
});

test('nothing is told of translations: who reads one language reads the same', () => {
  const translated = changed((d) => {
    d.title = { en: 'A sample program', de: 'Ein Programm als Muster' };
  });

  const { changes, text } = toldChanges(sampleDisclosure(), translated, 'en');

  expect(changes).toEqual([]);
  expect(text).toMatch(/^What has changed since version 1\.0, which you agreed to:\n\nNothing has changed\.$/);
});
