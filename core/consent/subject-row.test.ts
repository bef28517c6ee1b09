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

  test('of before something was noted says nothing of it', () => {
    const { enrolledAt: _, ...needed } = row;
    const known = { subject: 'anna', state: 'live', serial: 'A', disclosure: '1.0', keyId: 'k', revision: 2 };
    expect(decodeSubject(needed)).toStrictEqual({ ...known, windows: new Map() });
    expect(decodeConsent(row)).toStrictEqual({ ...known, windows: new Map(), enrolledAt: 5 });
    const noted = {
      consentedAt: N(6),
      withdrawnAt: N(7),
      erasedAt: N(0),
      enrolments: N(0),
      erasedKeys: { SS: ['b', 'a'] },
    };
    expect(decodeConsent({ ...row, ...noted })).toStrictEqual({
      ...{ ...known, windows: new Map(), enrolledAt: 5, consentedAt: 6, withdrawnAt: 7, erasedAt: 0 },
      ...{ enrolments: 0, erasedKeys: ['a', 'b'] },
    });
  });

  const windowOf = (seen: object) => ({ windows: { M: { d: { M: { high: N(1), ...seen } } } } });
  const shut = 'a replay window cannot be read';

  test.each<[what: string, change: object, message: string]>([
    ['no subject', { subject: undefined }, 'subject cannot be read'],
    ['a state of its own', { state: S('asleep') }, 'state is none that a subject can be in'],
    ['no serial', { serial: undefined }, 'serial cannot be read'],
    ['no key', { keyId: S('') }, 'keyId is empty'],
    ['no windows', { windows: undefined }, 'windows cannot be read'],
    ['windows that are a text', { windows: S('{}') }, 'windows cannot be read'],
    ['a revision that is no whole number', { revision: { N: '1.5' } }, 'revision cannot be read'],
    ['a revision beyond what a double holds', { revision: { N: '9007199254740993' } }, 'revision cannot be read'],
    ['a window that is a number', { windows: { M: { d: N(1) } } }, shut],
    ['a window without bits', windowOf({}), shut],
    ['a window of bits as a text', windowOf({ seen: S('7') }), shut],
    ['a window with a sign', windowOf({ seen: { N: '-7' } }), shut],
    ['a window with an exponent', windowOf({ seen: { N: '7E+2' } }), shut],
    ['a window of 21 digits', windowOf({ seen: { N: `0${2n ** 64n - 1n}` } }), shut],
    ['a window of 65 bits', windowOf({ seen: N(2n ** 64n) }), 'a replay window has 64 bits'],
    ['a window below 0', windowOf({ seen: N(1), high: N(-1) }), 'high cannot be read'],
  ])('with %s is not read', (_, change, message) => {
    const item = Object.fromEntries(Object.entries({ ...row, ...change }).filter(([, value]) => value !== undefined));
    const unreadable = expect.objectContaining({ name: 'Unreadable', message });
    expect(() => decodeSubject(item as Item)).toThrow(unreadable);
  });
});
