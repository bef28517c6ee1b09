import { describe, expect, test } from '@jest/globals';
import { SENSITIVE_TYPES } from '../../redaction/redactor.ts';
import { EVENT_KINDS, EVENTS, fieldsOf } from '../../wire/event.ts';
import { filterOf } from './filter.ts';
import { redactionPolicyOf } from './policy.ts';
import { sampleDisclosure } from './sample.ts';
import { consentHash, consentText } from './show.ts';
import { consentCovers } from './version.ts';

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
    });

    const text = consentText(disclosure);

    for (const piece of [
      'sample',
      '1.0',
      'A sample program',
      'privacy@example.com',
      'employees',
      'night-shift',
      'research: Study how people use menus. Read by: investigators',
      'editor: with what is typed',
      'terminal: with the class',
      'title of the window',
      'Titles are wanted',
      'read once more before it is stored, by a service of the cloud in the same region (Amazon Comprehend, Spanish)',
      'medical: dropped',
      'date: KEPT',
      'person: replaced by a code word',
      '37 hours',
      '29 days',
      '7 times a day',
      '77 seconds',
      '11 hours',
      '4321 events',
      '90 days; with personal details in it 60 days; with sensitive ones 30 days',
      'representatives, stewards',
    ]) {
      expect(text).toContain(piece);
    }
    expect(text).toMatch(/never recorded:[^:]*Transcripts of meetings/);
  });

  test('says that a model reads again, and where', () => {
    const text = consentText(
      sampleDisclosure((d) => {
        d.redaction.deepPass = { by: 'model', name: 'small-names', sha256: '0'.repeat(64) };
      }),
    );

    expect(text).toContain('by a language model inside of this program, which passes them on to nobody (small-names)');
    expect(text).not.toContain('Comprehend');
  });

  test('stays short, and ends with one newline', () => {
    const text = consentText(sampleDisclosure());

    expect(text.length).toBeLessThan(6000);
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

test('the filter holds kinds, fields and applications, and nothing else', () => {
  expect(filterOf(sampleDisclosure())).toEqual({
    program: 'sample',
    disclosure: '1.0',
    kinds: { key: ['type', 'key', 'class'], click: ['x', 'y'] },
    applications: { editor: { keys: 'content' }, terminal: { keys: 'class' } },
  });
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
