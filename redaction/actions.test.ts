import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Actions } from './actions.ts';
import { generalise } from './generalise.ts';
import { withoutPlaceholders } from './placeholders.ts';
import type { RedactionPolicy, Span } from './redactor.ts';

describe('what stands for a value', () => {
  const key = new Uint8Array(32).fill(1);
  const actions = new Actions(
    { actions: { EMAIL: 'tokenise', DATE: 'generalise', AGE: 'keep', PHONE: 'drop' }, tiers: { EMAIL: 'sensitive' } },
    key,
  );

  test('by action', () => {
    const text = 'a@b.com, 3 May 1980, 44, 5551234, x';
    const spans: Span[] = [
      { start: 0, end: 7, type: 'EMAIL' },
      { start: 9, end: 19, type: 'DATE' },
      { start: 21, end: 23, type: 'AGE' },
      { start: 25, end: 32, type: 'PHONE' },
    ];
    expect(actions.apply(text, spans)).toMatch(/^\[EMAIL:[a-p]{16}\], \[DATE 1980\], 44, \[PHONE\], x$/);
    expect(actions.apply(text, [])).toBe(text);
    expect([actions.tier('EMAIL'), actions.tier('URL')]).toEqual(['sensitive', 'personal']);
  });

  test('what could not be judged or read is never kept', () => {
    const keeps = new Actions({ actions: { OTHER: 'keep', UNREAD: 'keep', EMAIL: 'keep', AGE: 'drop' }, tiers: {} });
    const drops = new Actions({ actions: { OTHER: 'drop', UNREAD: 'generalise' }, tiers: {} });

    expect((['OTHER', 'UNREAD', 'EMAIL', 'AGE', 'URL'] as const).map((type) => keeps.action(type))).toEqual([
      ...['mask', 'mask', 'keep', 'drop', 'mask'],
    ]);
    expect((['OTHER', 'UNREAD'] as const).map((type) => drops.action(type))).toEqual(['drop', 'generalise']);
    expect((['OTHER', 'EMAIL', 'AGE'] as const).map((type) => keeps.rank(type))).toEqual([2, 0, 3]);
  });

  test('an id is the same word for the same id, field and key only, and all are one without a key', () => {
    const other = new Actions({ actions: {}, tiers: {} }, new Uint8Array(32).fill(2));
    const words = [
      actions.identifier('window', 'w1'),
      actions.identifier('window', 'w2'),
      actions.identifier('field', 'w1'),
      other.identifier('window', 'w1'),
    ];

    expect(actions.identifier('window', 'w1')).toBe(words[0]);
    expect(new Set(words).size).toBe(4);
    for (const word of words) expect(word).toMatch(/^[a-p]{16}$/);
    expect(new Actions({ actions: {}, tiers: {} }).identifier('window', 'w1')).toBe('[ID]');
  });

  test('a token is the same for the same value, type and key only', () => {
    const token = (a: Actions, value: string) => a.replacement('EMAIL', value);
    const other = new Actions({ actions: { EMAIL: 'tokenise' }, tiers: {} }, new Uint8Array(32).fill(2));
    expect(token(actions, 'a@b.com')).toBe(token(actions, 'a@b.com'));
    expect(token(actions, 'a@b.com')).not.toBe(token(actions, 'A@b.com'));
    expect(token(actions, 'a@b.com')).not.toBe(token(other, 'a@b.com'));
    expect(new Actions({ actions: { EMAIL: 'tokenise' }, tiers: {} }).replacement('EMAIL', 'a@b.com')).toBe('[EMAIL]');
    expect(() => new Actions({ actions: {}, tiers: {} }, new Uint8Array(31))).toThrow(RangeError);
  });

  test.each([
    ['DATE', '1980-02-03', '[DATE 1980]'],
    ['DATE', '3/4/99', '[DATE]'],
    ['AGE', '44 years old', '[AGE 40-49]'],
    ['AGE', 'old', '[AGE]'],
    ['FINANCIAL', '$85,000', '[FINANCIAL 50000-100000]'],
    ['FINANCIAL', '95k', '[FINANCIAL 50000-100000]'],
    ['FINANCIAL', '12.000,50 €', '[FINANCIAL 10000-50000]'],
    ['FINANCIAL', '$999', '[FINANCIAL 0-1000]'],
    ['FINANCIAL', '$2,000,000', '[FINANCIAL 1000000+]'],
    ['FINANCIAL', 'W2', '[FINANCIAL 0-1000]'],
    ['FINANCIAL', 'form', '[FINANCIAL]'],
    ['LOCATION', 'France', '[LOCATION FR]'],
    ['LOCATION', 'Lyon, Frankreich', '[LOCATION FR]'],
    ['LOCATION', 'São Paulo', '[LOCATION BR]'],
    ['LOCATION', 'Nowhereville', '[LOCATION]'],
    ['EMAIL', 'a@b.com', '[EMAIL]'],
    ['DATE', '19805', '[DATE]'],
    ['DATE', 'in 1799', '[DATE]'],
    ['DATE', '12.05.2031', '[DATE 2031]'],
    ['AGE', '9', '[AGE 0-9]'],
    ['AGE', '30', '[AGE 30-39]'],
    ['AGE', '39', '[AGE 30-39]'],
    ['AGE', 'aged 101', '[AGE 100-109]'],
    ['FINANCIAL', '1000', '[FINANCIAL 1000-10000]'],
    ['FINANCIAL', '9 999', '[FINANCIAL 1000-10000]'],
    ['FINANCIAL', '10,000.00', '[FINANCIAL 10000-50000]'],
    ['FINANCIAL', '100,000', '[FINANCIAL 100000-250000]'],
    ['FINANCIAL', '250 K', '[FINANCIAL 250000-1000000]'],
    ['FINANCIAL', '5 kg', '[FINANCIAL 0-1000]'],
    ['FINANCIAL', '$1,234.5', '[FINANCIAL 1000-10000]'],
    ['LOCATION', 'Berlin, Maine', '[LOCATION DE]'],
    ['LOCATION', 'Côte d’Ivoire', '[LOCATION CI]'],
    ['LOCATION', 'Paris (France)', '[LOCATION FR]'],
    ['LOCATION', 'buenos aires', '[LOCATION AR]'],
    ['LOCATION', 'Germany.', '[LOCATION DE]'],
  ] as const)('%s %s becomes %s, which is not redacted again', (type, value, expected) => {
    const written = generalise(type, value);
    expect(written).toBe(expected);
    expect(withoutPlaceholders(`x ${written} y`, [{ start: 0, end: written.length + 4, type: 'OTHER' }])).toEqual([
      { start: 0, end: 2, type: 'OTHER' },
      { start: 2 + written.length, end: written.length + 4, type: 'OTHER' },
    ]);
  });

  test('what only looks like a placeholder is redacted', () => {
    const whole = (text: string) => withoutPlaceholders(text, [{ start: 0, end: text.length, type: 'OTHER' }]);
    for (const text of [
      '[EMAIL a@b.com]',
      '[PHONE 5551234]',
      '[NOBODY]',
      '[EMAIL:abc]',
      '[CREDIT_CARD:4111111111111111]',
    ]) {
      expect(whole(text)).toEqual([{ start: 0, end: text.length, type: 'OTHER' }]);
    }
    expect(whole('[EMAIL]')).toEqual([]);
  });
});

describe('of a subject', () => {
  const policy: RedactionPolicy = { actions: { PERSON: 'tokenise', EMAIL: 'tokenise' }, tiers: {} };
  const actions = new Actions(policy, new Uint8Array(32).fill(3));

  test('a value and an id have one word each, however often and by whichever instance they are made', () => {
    const again = new Actions(policy, new Uint8Array(32).fill(3));
    fc.assert(
      fc.property(fc.string(), fc.string(), (subject, value) => {
        const [one, other] = [actions.of(subject), again.of(subject)];
        expect(one.replacement('PERSON', value)).toBe(other.replacement('PERSON', value));
        expect(one.identifier('window', value)).toBe(other.identifier('window', value));
      }),
    );
  });

  test('nobody finds out by what they type which word it is of somebody else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (mine, theirs, value) => {
        fc.pre(mine !== theirs);
        for (const other of [actions.of(theirs), actions]) {
          expect(actions.of(mine).replacement('EMAIL', value)).not.toBe(other.replacement('EMAIL', value));
          expect(actions.of(mine).identifier('window', value)).not.toBe(other.identifier('window', value));
        }
      }),
    );
  });

  test('without a key there is nothing to tell', () => {
    expect(new Actions(policy).of('a').replacement('PERSON', 'Jane')).toBe('[PERSON]');
  });
});
