import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { reviewProblem, signReview, WrongKey } from './review.ts';
import { SAMPLE_YAML } from './sample.ts';

const pair = (type: 'ed25519' | 'x25519' = 'ed25519') => {
  const { privateKey, publicKey } = generateKeyPairSync(type as 'ed25519');
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    public: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
};
const REVIEWER = pair();
const TEXT = `${SAMPLE_YAML}review:\n  reviewer: the office\n  date: "2026-11-20"\n`;
const signed = (text = TEXT) => `${text}  signature: ${signReview(text, REVIEWER.private)}\n`;

describe('the signature of a review', () => {
  test('holds over the file that it was put into', () => {
    expect(reviewProblem(signed(), REVIEWER.public)).toBeUndefined();
  });

  test('is of what the file says: not of its comments, its order, its quotes', () => {
    const turned = signed()
      .replace('title: A sample program\n', '')
      .replace('gate:', '# a comment\ntitle: "A sample program"\ngate:');

    expect(reviewProblem(turned, REVIEWER.public)).toBeUndefined();
  });

  test.each([
    ['a number', 'routine: 90', 'routine: 91'],
    ['a field', 'fields: [x, y]', 'fields: [x, y, button]'],
    ['the reviewer', 'reviewer: the office', 'reviewer: another office'],
    ['the day', '2026-11-20', '2026-11-21'],
    ['a key that has the same default', 'redaction: {}', 'redaction: { recallBar: 0.95 }'],
  ])('holds no more when %s is another', (_what, from, to) => {
    const changed = signed().replace(from, to);

    expect(changed).not.toBe(signed());
    expect(reviewProblem(changed, REVIEWER.public)).toMatch(/^not the signature of this key over what the file says/);
  });

  test('is of one key', () => {
    expect(reviewProblem(signed(), pair().public)).toMatch(/^not the signature of this key/);
  });

  test.each([
    ['nothing', TEXT, 'not signed'],
    [
      'an address',
      `${TEXT}  signature: https://r.example/sig\n`,
      'no signature that can be checked here: it begins with "ed25519:"',
    ],
    ['no base64', `${TEXT}  signature: "ed25519:?"\n`, expect.stringMatching(/^not the signature/)],
  ])('%s is none', (_what, text, problem) => {
    expect(reviewProblem(text, REVIEWER.public)).toEqual(problem);
  });

  test.each([
    ['no PEM', 'no key'],
    ['a key of another kind', pair('x25519').private],
    ['a public key', REVIEWER.public],
  ])('%s signs nothing', (_what, key) => {
    expect(() => signReview(TEXT, key)).toThrow(WrongKey);
  });
});
