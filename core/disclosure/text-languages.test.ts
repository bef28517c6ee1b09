import { describe, expect, test } from '@jest/globals';
import { LANGUAGES as TOLD_IN } from '../../api/languages.ts';
import { redactorOf } from '../intake/redactor-of.ts';
import { toldChanges } from './changes.ts';
import { diffDisclosures } from './diff.ts';
import { DisclosureInvalid, parseDisclosure } from './parse.ts';
import { SAMPLE_YAML, sampleDisclosure } from './sample.ts';
import { consentHash, consentText } from './show.ts';
import { languageWarnings, readingOf, TEXT_LANGUAGES, type TextLanguages } from './text-languages.ts';

const saying = (languages: TextLanguages) =>
  sampleDisclosure(({ redaction }) => {
    if (languages !== undefined) redaction.languages = { ...languages, spoken: [...languages.spoken] };
  });
const parsed = (languages: string) =>
  parseDisclosure(SAMPLE_YAML.replace('redaction: {}', `redaction: { languages: ${languages} }`));
const effects = (before: TextLanguages, after: TextLanguages) =>
  Object.fromEntries(
    diffDisclosures(saying(before), saying(after)).changes.map(({ key, effect }) => [key.split('.').at(-1), effect]),
  );

describe('a disclosure says in which languages people write', () => {
  test('text of others is masked where it does not say otherwise', () => {
    expect(parsed('{ spoken: [en, de] }').redaction.languages).toEqual({ spoken: ['en', 'de'], others: 'mask' });
  });

  test.each([
    ['a language that nothing is known of', '{ spoken: [xx] }', /languages\.spoken\.0/],
    ['no language', '{ spoken: [] }', /languages\.spoken/],
    ['one language twice', '{ spoken: [en, de, en] }', /spoken\.2: listed twice/],
    ['another treatment of others', '{ spoken: [en], others: keep }', /languages\.others/],
  ])('%s is no disclosure', (_what, languages, message) => {
    expect(() => parsed(languages)).toThrow(DisclosureInvalid);
    expect(() => parsed(languages)).toThrow(message);
  });

  test('the redactor that it asks for does so', () => {
    const text = 'bitte einmal neu starten und Frau Kowalczyk anrufen';
    const redact = (languages: TextLanguages, of = text) =>
      redactorOf(saying(languages), { seed: new Uint8Array(32) }).redactText(of);

    expect(redact({ spoken: ['en'], others: 'mask' })).toBe('[OTHER]');
    // A form of address is a label, which needs no tagger of the language, and is masked with the name; a name alone does.
    expect(redact({ spoken: ['en'], others: 'structured' })).toBe('bitte einmal neu starten und [PERSON] anrufen');
    const alone = 'bitte einmal neu starten und danach Kowalczyk anrufen';
    expect(redact({ spoken: ['en'], others: 'structured' }, alone)).toBe(alone);
    expect(redact({ spoken: ['de'], others: 'mask' })).toMatch(
      /^bitte einmal neu starten und (?:Frau )?\[PERSON\] anrufen$/,
    );
    expect(redact(undefined)).toMatch(/^bitte einmal neu starten und (?:Frau )?\[PERSON\] anrufen$/);
  });
});

describe('compared with the version before', () => {
  const EN_MASK: TextLanguages = { spoken: ['en'], others: 'mask' };

  test('a language that was replaced whole and is read leaves more: people are asked again', () => {
    expect(effects(EN_MASK, { spoken: ['en', 'de'], others: 'mask' })).toEqual({ de: 'widens' });
    expect(effects({ spoken: ['en', 'de'], others: 'mask' }, EN_MASK)).toEqual({ de: 'narrows' });
  });

  test('looking for fixed forms alone leaves names: wider than a mask, and than reading', () => {
    const toStructured = effects(EN_MASK, { spoken: ['en'], others: 'structured' });
    expect(new Set(Object.values(toStructured))).toEqual(new Set(['widens']));
    expect(Object.keys(toStructured)).toHaveLength(TEXT_LANGUAGES.length);
    expect(effects(undefined, { spoken: TEXT_LANGUAGES, others: 'structured' })).toEqual({ others: 'widens' });
  });

  test('what was not said and is said masks what nobody reads', () => {
    const said = effects(undefined, EN_MASK);
    expect(new Set(Object.values(said))).toEqual(new Set(['narrows']));
    expect(said).not.toHaveProperty('en');
  });

  test('never widens and narrows for the same language, whatever the two are', () => {
    const all: TextLanguages[] = [
      undefined,
      EN_MASK,
      { spoken: ['de'], others: 'structured' },
      { spoken: ['en', 'de'], others: 'mask' },
    ];
    for (const before of all) {
      for (const after of all) {
        const [there, back] = [effects(before, after), effects(after, before)];
        expect(Object.keys(there).sort()).toEqual(Object.keys(back).sort());
        for (const code of Object.keys(there)) expect([there[code], back[code]].sort()).toEqual(['narrows', 'widens']);
      }
    }
  });

  test.each(TOLD_IN)("is told in %s, by the language's name", (language) => {
    const { text } = toldChanges(saying(EN_MASK), saying({ spoken: ['en', 'pl'], others: 'mask' }), language);
    expect(text).toMatch(/Polish|Polnisch|polonais|polaco/);
    expect(text).not.toMatch(/\bmask\b|: read;|undefined/);
  });
});

describe('the consent text', () => {
  test('names the languages, and what becomes of others, in each language that it is told in', () => {
    for (const language of TOLD_IN) {
      const [none, mask, structured] = [
        undefined,
        { spoken: ['en', 'pl'], others: 'mask' as const },
        { spoken: ['en', 'pl'], others: 'structured' as const },
      ].map((languages) => consentText(saying(languages), language));
      expect(none).not.toMatch(/Polish|Polnisch|polonais|polaco/);
      expect(mask).toMatch(/Polish|Polnisch|polonais|polaco/);
      expect(mask).not.toBe(structured);
    }
  });

  test('of a disclosure that says nothing of it is the one of before', () => {
    expect(consentHash(saying(undefined))).toBe(consentHash(sampleDisclosure()));
  });

  test('there is a name of every language', () => {
    for (const language of TOLD_IN) {
      expect(consentText(saying({ spoken: TEXT_LANGUAGES, others: 'mask' }), language)).not.toContain('undefined');
    }
  });
});

describe('the author is warned', () => {
  test.each<[string, TextLanguages, RegExp[]]>([
    ['where nothing is said', undefined, [/not said which languages/]],
    [
      'of nothing where the tagger is trained',
      { spoken: ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'], others: 'mask' },
      [],
    ],
    ['of languages with little training', { spoken: ['en', 'el', 'ru'], others: 'mask' }, [/Russian, Greek: names/]],
    [
      'of those that are read by lists',
      { spoken: ['ja', 'ru'], others: 'mask' },
      [/Russian/, /Japanese: names are found only beside/],
    ],
    ['of names that stay', { spoken: ['en'], others: 'structured' }, [/stored/]],
  ])('%s', (_what, languages, messages) => {
    const warnings = languageWarnings(languages);
    expect(warnings).toHaveLength(messages.length);
    for (const [i, message] of messages.entries()) expect(warnings[i]!.message).toMatch(message);
  });

  test('what is not spoken is read by what the disclosure says of others', () => {
    expect(readingOf({ spoken: ['en'], others: 'structured' }, 'xx')).toBe('structured');
    expect(readingOf(undefined, 'xx')).toBe('read');
  });
});
