import { describe, expect, test } from '@jest/globals';
import { structuredSet } from '../tools/corpus/structured-set.ts';
import { workTexts } from '../tools/corpus/work-texts.ts';
import { createRedactor } from './create.ts';
import { LANGUAGES } from './language/languages.ts';
import { type RedactionAction, SENSITIVE_TYPES, type SensitiveType } from './redactor.ts';

/** What was redacted once is redacted again by each export. */
const redactorThat = (action: RedactionAction) =>
  createRedactor({
    policy: { actions: Object.fromEntries(SENSITIVE_TYPES.map((type) => [type, action])), tiers: {} },
    tokenKey: new Uint8Array(32).fill(7),
  });
const TRAINED = LANGUAGES.filter(({ support }) => support === 'trained').map(({ code }) => code);

describe.each(['mask', 'tokenise'] as const)('a text that was redacted (%s) and is redacted again', (action) => {
  const redactor = redactorThat(action);
  const changed = (texts: readonly string[]): string[] =>
    texts.filter((text) => {
      const once = redactor.redactText(text);
      return redactor.redactText(once) !== once;
    });

  test.each(SENSITIVE_TYPES)(
    'has in a placeholder of %s nothing that is found, nor because of it',
    (type: SensitiveType) => {
      const placeholder = redactor.redactText('x', [{ start: 0, end: 1, type }]);

      for (const text of [
        `${placeholder} at nine in the small room`,
        `the key is with ${placeholder}`,
        `${placeholder}, ${placeholder} und ${placeholder} bringen den Kuchen mit`,
        `a\t${placeholder}\tb`,
        placeholder,
      ])
        expect(redactor.redactText(text)).toBe(text);
    },
  );

  test.each([
    ['values that have a form or a word beside them', () => structuredSet(11, 4).map(({ text }) => text), 0.04],
    ['texts of work', () => TRAINED.flatMap((code) => workTexts(code, 11, 2).map(({ text }) => text)), 0.08],
  ] as const)('is as it was, nearly always: %s', (_, made, most) => {
    // What is left around a masked name may look like another one.
    const texts = made();

    expect(texts.length).toBeGreaterThan(200);
    expect(changed(texts).length / texts.length).toBeLessThan(most);
  });
});

test('a name beside a placeholder is found, whoever wrote that', () => {
  const redactor = redactorThat('mask');

  expect(redactor.redactText('[EMAIL] please ask Jane Doe-Miller')).toBe('[EMAIL] please ask [PERSON]');
  expect(redactor.redactText('[PERSON]4111 1111 1111 1111')).toBe('[PERSON][CREDIT_CARD]');
});
