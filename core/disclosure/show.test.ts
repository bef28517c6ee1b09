import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, type Language } from '../../api/languages.ts';
import { SENSITIVE_TYPES } from '../../redaction/redactor.ts';
import { readabilityOf } from '../../test/fixtures/readability.ts';
import { EVENT_KINDS, EVENTS, fieldsOf } from '../../wire/event.ts';
import type { Disclosure } from './disclosure.ts';
import { filterOf } from './filter.ts';
import { parseDisclosure } from './parse.ts';
import { redactionPolicyOf } from './policy.ts';
import { sampleDisclosure } from './sample.ts';
import { consentHash, consentText, languageOfHash, TOLD } from './show.ts';
import { consentCovers } from './version.ts';
import { CATALOGUES } from './words/catalogues.ts';
import { COLUMNS, unwrapped } from './wrap.ts';

describe('consentText', () => {
  test('every kind and field has plain words of its own in its kind', () => {
    for (const kind of EVENT_KINDS) {
      const words = fieldsOf(kind).map(([, spec]) => spec.words);

      expect(EVENTS[kind].words).toMatch(/^[A-Z]\w{3,}/);
      expect(words.filter((word) => word.length < 4)).toEqual([]);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  test('says everything that the disclosure decides', () => {
    const disclosure = sampleDisclosure((d) => {
      d.events.window = { fields: ['title'], why: 'Titles are wanted in this test.' };
      d.population.excluded = ['night-shift'];
      d.redaction.actions = { MEDICAL: 'drop', DATE: 'keep', PERSON: 'tokenise' };
      d.redaction.deepPass = { by: 'comprehend', language: 'es' };
      d.coolOffHours = 37;
      d.gate.longestHoldDays = 29;
      d.gate.closuresPerDay = 7;
      d.lease = { seconds: 77, deliveryHours: 11 };
      d.collector.eventsPerMinute = 4321;
      Object.assign(d.purposes.research!, {
        ...{ givers: ['stewards'], tiers: ['routine'], kinds: ['click'], applications: ['editor'] },
        ...{ until: '2027-03-31', segmentsPerDay: 432 },
      });
    });

    const text = unwrapped(consentText(disclosure));

    for (const piece of [
      'sample',
      '1.0',
      'A sample program',
      'privacy@example.com',
      'employees',
      'night-shift',
      'research: Study how people use menus. Read by: investigators',
      'Permissions are given by: stewards. Only pieces without personal details. Only Clicks. Only of editor. Until 31 March 2027. One reader opens 432 pieces a day at most.',
      'editor: with what is typed',
      'terminal: with the class',
      'title of the window',
      'Titles are wanted',
      'read once more before it is stored, by a service of the cloud in the same region (Amazon Comprehend, Spanish)',
      'Health: dropped',
      'Dates: KEPT',
      'Names of people: replaced by a code word',
      '37 hours',
      '29 days',
      '7 times a day',
      '77 seconds',
      '11 hours',
      '4,321 events',
      '90 days. With personal details in it 60 days, with sensitive ones 30 days',
      'representatives, stewards',
    ]) {
      expect(text).toContain(piece);
    }
    expect(text).toMatch(/never recorded:[^:]*Transcripts of meetings/);
  });

  test('says that a model reads again, and where', () => {
    const text = unwrapped(
      consentText(
        sampleDisclosure((d) => {
          d.redaction.deepPass = { by: 'model', name: 'small-names', sha256: '0'.repeat(64) };
        }),
      ),
    );

    expect(text).toContain('by a language model inside of this program, which passes them on to nobody (small-names)');
    expect(text).not.toContain('Comprehend');
  });

  test('stays short, and ends with one newline', () => {
    const text = consentText(sampleDisclosure());

    expect(text.length).toBeLessThan(7500);
    expect(text).not.toContain('Comprehend');
    expect(text).toMatch(/[^\n]\n$/);
  });

  test('the order in which an author wrote does not change the hash; a changed decision does', () => {
    const disclosure = sampleDisclosure();
    const turned = sampleDisclosure((d) => {
      d.applications = Object.fromEntries(Object.entries(d.applications).reverse());
    });
    const longer = sampleDisclosure((d) => {
      d.retention.routine = 91;
    });

    expect(consentHash(turned)).toBe(consentHash(disclosure));
    expect(consentHash(longer)).not.toBe(consentHash(disclosure));
    expect(consentHash(disclosure)).toMatch(/^[0-9a-f]{64}$/);
  });
});

const SHIPPED = parseDisclosure(
  readFileSync(new URL('../../programs/model-capability/disclosure.yaml', import.meta.url), 'utf8'),
);

describe('what people ask first', () => {
  const whole = (change?: (disclosure: Disclosure) => void) =>
    sampleDisclosure((d) => {
      d.controller = { name: 'Example GmbH', address: 'Musterweg 1', officer: 'dpo@example.com' };
      d.legalBasis = 'your consent';
      d.place = { country: 'Germany', region: 'eu-central-1' };
      d.recipients = [
        { name: 'A cloud', role: 'processor', why: 'it runs the computers' },
        { name: 'A university', role: 'recipient', why: 'it writes a paper' },
      ];
      d.complaints = { authority: 'Authority of Berlin', contact: 'berlin.example' };
      d.answerDays = 30;
      d.review = {
        reviewer: 'R. Viewer',
        date: '2026-11-20',
        document: 'https://r.example',
        signature: 'r.example/sig',
      };
      d.groups = { employees: 'all who work here' };
      d.population.excluded = ['legal', 'night-shift'];
      d.population.exemptions = { legal: { people: 12, why: 'Secret by law.' } };
      change?.(d);
    });

  test.each([
    ['who is responsible', 'Example GmbH, Musterweg 1.'],
    ['their officer', 'Data protection officer: dpo@example.com'],
    ['the legal basis', 'Legal basis: your consent'],
    ['where it is', 'worked on in Germany (region of the cloud: eu-central-1)'],
    ['who works on it', 'A cloud works on it for us, by our orders: it runs the computers'],
    ['who gets it', 'A university gets it: it writes a paper'],
    ['that nobody else does', 'Nobody else gets it.'],
    ['until when one is answered', 'You get an answer within 30 days.'],
    ['where to complain', 'Complain to Authority of Berlin (berlin.example)'],
    [
      'what a trained model keeps',
      'A model that was trained keeps what it learnt. It stays as it is when you withdraw',
    ],
    ['who is exempt, why, and how many', 'Never asked: legal (12 people). Secret by law.'],
    ['who is exempt without a reason', 'Never asked: night-shift.'],
    ['what a group is', 'employees: all who work here.'],
    ['what a role is', 'stewards: people who decide who may read'],
    ['who reviewed it, and when', 'R. Viewer, on 20 November 2026.'],
    ['where the review is', 'The whole review: https://r.example'],
    ['the signature', 'Signature: r.example/sig'],
  ])('says %s', (_what, sentence) => {
    expect(unwrapped(consentText(whole()))).toContain(sentence);
  });

  test('a disclosure of before, which says none of it, says that it does not', () => {
    const before = unwrapped(consentText(sampleDisclosure()).replaceAll('\n', ' '));

    expect(before).toContain(
      'This text does not say who is responsible, on what legal basis, in which country it is, who else gets it, ' +
        'where to complain, who reviewed it. Ask privacy@example.com.',
    );
    expect(consentText(whole())).not.toContain('does not say');
  });

  test.each(TOLD)('without %s that is said to be missing', (key) => {
    const { missing } = CATALOGUES.en;
    const text = consentText(whole((d) => delete d[key]));

    expect(text).toContain(`This text does not say ${missing[key]}.`);
  });

  test('a code word and the directory are explained where there are any', () => {
    const tokenised = sampleDisclosure((d) => {
      d.redaction.actions = { DIRECTORY: 'tokenise' };
    });

    expect(consentText(tokenised)).toMatch(/Code word: [\s\S]*Company directory: /);
    expect(consentText(sampleDisclosure())).not.toContain('Code word');
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const text = consentText(SHIPPED, language);
  const lines = text.split('\n');
  /** Paragraphs and points, each in one line. */
  const paragraphs = unwrapped(text.replace(/\n(?=[^\n\s-])/g, ' '))
    .split('\n')
    .map((line) => line.replace(/^- |^ ?\d+\. /, '').trim());

  test('ten lines come first, and none of them is wrapped', () => {
    const numbered = lines.slice(4, 14).map((line) => Number(/^ ?(\d+)\. /.exec(line)?.[1]));

    expect(lines[3]).toMatch(new RegExp(`^${CATALOGUES[language].sections.short}`));
    expect(numbered).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(lines[14]).toBe('');
  });

  test('no line is longer than a terminal', () => {
    expect(lines.filter((line) => line.length > COLUMNS)).toEqual([]);
  });

  /** Of plain prose: newspapers lie at 50 to 60 on these scales; the measures of French and Spanish give more for the same. */
  const EASY = { en: 70, de: 65, fr: 80, es: 75 }[language];

  test(`it is easy to read: ${EASY} at least, 60 being plain`, () => {
    expect(readabilityOf(paragraphs, language).ease).toBeGreaterThanOrEqual(EASY);
  });

  test('no sentence is longer than 32 words; a list of many names is no sentence', () => {
    const sentences = paragraphs.filter((paragraph) => paragraph.split(', ').length < 6);

    const { longestSentence } = readabilityOf(sentences, language);

    expect(longestSentence.split(' ').length).toBeLessThanOrEqual(32);
  });

  test('the author speaks it, and nothing is left in another language', () => {
    const others = LANGUAGES.filter((other) => other !== language);

    for (const other of others) expect(text).not.toContain(`[${CATALOGUES[language].languages[other]}]`);
  });

  test('it has as many sections and points as in English', () => {
    const shape = (of: Language) => {
      const told = consentText(SHIPPED, of).split('\n');
      const titles = Object.entries(CATALOGUES[of].sections).map(([name, title]) => [
        CATALOGUES[of].title(title),
        name,
      ]);
      const names = new Map(titles as [string, string][]);
      return told.flatMap((line) => names.get(line) ?? (line.startsWith('- ') ? '-' : []));
    };

    expect(shape(language)).toEqual(shape('en'));
  });

  test('its hash is its own, and known again', () => {
    const hash = consentHash(SHIPPED, language);

    expect(languageOfHash(SHIPPED, hash)).toBe(language);
    expect(LANGUAGES.filter((other) => consentHash(SHIPPED, other) === hash)).toEqual([language]);
  });
});

describe('languages', () => {
  test('a text that is not there in a language is shown as it is, and marked', () => {
    const text = consentText(sampleDisclosure(), 'de');

    expect(text).toContain('A sample program [auf Englisch]');
    expect(text).toContain('Was aufgezeichnet wird:');
  });

  test('without a language a text is in that of the file', () => {
    const german = sampleDisclosure((d) => {
      d.language = 'de';
    });

    expect(consentText(german)).toBe(consentText(german, 'de'));
    expect(consentText(german)).toContain('\nIn Kürze:');
    expect(consentText(sampleDisclosure())).toBe(consentText(sampleDisclosure(), 'en'));
    expect(languageOfHash(german, '0'.repeat(64))).toBeUndefined();
  });

  test('one word of a field is one word in all kinds', () => {
    const words = new Map<string, string>();
    for (const kind of EVENT_KINDS) {
      for (const [field, spec] of fieldsOf(kind)) {
        expect(words.get(field) ?? spec.words).toBe(spec.words);
        words.set(field, spec.words);
      }
    }
  });

  test.each([
    ['en', '6,000 events', '1 day.', '20 November 2026'],
    ['de', '6.000 Ereignisse', '1 Tag.', '20. November 2026'],
    ['fr', '6\u00a0000 événements', '1 jour.', '20 novembre 2026'],
    ['es', '6.000 eventos', '1 día.', '20 de noviembre de 2026'],
  ] as const)('numbers, plurals and dates of %s, byte by byte', (language, events, day, date) => {
    const disclosure = sampleDisclosure((d) => {
      d.retention = { routine: 1, personal: 1, sensitive: 1 };
      d.review = { reviewer: 'the office', date: '2026-11-20' };
    });

    const text = unwrapped(consentText(disclosure, language));

    for (const piece of [events, day, date]) expect(text).toContain(piece);
    expect(text).not.toMatch(/[\u2009\u202f]/);
  });
});

test('the filter holds kinds, fields and applications, and nothing else', () => {
  expect(filterOf(sampleDisclosure())).toEqual({
    program: 'sample',
    disclosure: '1.0',
    kinds: { key: ['type', 'key', 'class'], click: ['x', 'y'] },
    applications: { editor: { keys: 'content' }, terminal: { keys: 'class' } },
  });
});

test('of a site with pages, people are told and agents given those', () => {
  const disclosure = sampleDisclosure((d) => {
    d.applications = { 'crm.example.com': { keys: 'content', pages: ['/cases/*', '/form'] } };
  });

  expect(filterOf(disclosure).applications).toEqual(disclosure.applications);
  expect(unwrapped(consentText(disclosure)).replaceAll('\n', ' ')).toContain(
    'crm.example.com (crm.example.com/cases/*, crm.example.com/form)',
  );
});

test('the redaction policy holds the actions and tiers that are spelled out', () => {
  const disclosure = sampleDisclosure((d) => {
    d.redaction.actions = Object.fromEntries(SENSITIVE_TYPES.map((type) => [type, 'mask' as const]));
    d.redaction.tiers = { EMAIL: 'sensitive' };
  });

  const policy = redactionPolicyOf(disclosure);

  expect(Object.keys(policy.actions)).toHaveLength(SENSITIVE_TYPES.length);
  expect(policy.tiers).toEqual({ EMAIL: 'sensitive' });
});

test.each([
  ['1.0', '1.0', true],
  ['1.0', '1.2', true],
  ['1.9', '1.10', true],
  ['1.10', '1.9', false],
  ['1.0', '2.0', false],
  ['2.0', '1.0', false],
])('a consent to %s covers %s: %s', (consented, current, covered) => {
  expect(consentCovers(consented, current)).toBe(covered);
});
