import { describe, expect, test } from '@jest/globals';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { decodeConsent, decodeSubject, encodeWindow } from './subject-row.aws.ts';

const row = {
  ...{ subject: S('anna'), item: S('state'), state: S('live'), serial: S('A'), disclosure: S('1.0'), keyId: S('k') },
  ...{ windows: { M: {} }, revision: N(2), enrolledAt: N(5) },
};

describe("a subject's row", () => {
  test('as enrolment makes it, with windows of all 64 bits', () => {
    const full = { high: 9, seen: 2n ** 64n - 1n };
    const item = { ...row, consentedAt: N(7), windows: { M: { d: encodeWindow(full) } } };
    expect(decodeConsent(item)).toEqual({
      ...{ subject: 'anna', state: 'live', serial: 'A', disclosure: '1.0', keyId: 'k', revision: 2 },
      ...{ windows: new Map([['d', full]]), enrolledAt: 5, consentedAt: 7 },
    });
  });

  test.each([
    ['no subject', { subject: undefined }],
    ['a state of its own', { state: S('asleep') }],
    ['no serial', { serial: undefined }],
    ['no key', { keyId: S('') }],
    ['no windows', { windows: undefined }],
    ['a revision that is no whole number', { revision: { N: '1.5' } }],
    ['a revision beyond what a double holds', { revision: { N: '9007199254740993' } }],
    ['a window that is a number', { windows: { M: { d: N(1) } } }],
    ['a window without bits', { windows: { M: { d: { M: { high: N(1) } } } } }],
    ['a window of 65 bits', { windows: { M: { d: { M: { high: N(1), seen: N(2n ** 64n) } } } } }],
    ['a window below 0', { windows: { M: { d: { M: { high: N(-1), seen: N(1) } } } } }],
  ])('with %s is not read', (_, change) => {
    const item = Object.fromEntries(Object.entries({ ...row, ...change }).filter(([, value]) => value !== undefined));
    expect(() => decodeSubject(item as Item)).toThrow(expect.objectContaining({ name: 'Unreadable' }));
  });
});
