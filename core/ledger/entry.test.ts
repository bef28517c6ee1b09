import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, readableEntry } from './entry.ts';

describe('canonical JSON (RFC 8785)', () => {
  test('the example of RFC 8785, 3.2.2', () => {
    const value = {
      // biome-ignore lint/correctness/noPrecisionLoss: the example's own number, which has to be rounded
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('members are sorted by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(canonicalJson(value)).toBe('{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}');
  });

  test('the same value gives the same text, whatever the order of its members; parsing gives the value back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        const text = canonicalJson(plain);
        expect(JSON.parse(text)).toEqual(plain);
        expect(canonicalJson(reversed(plain))).toBe(text);
      }),
    );
  });

  test.each([
    ['a number that is not finite', Number.NaN],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a bigint', 1n],
    ['a date', new Date(0)],
  ])('%s is refused', (_, value) => {
    expect(() => canonicalJson({ value })).toThrow('canonical JSON');
  });

  test('members that are undefined are left out', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('an entry that somebody may have edited', () => {
  const whole = {
    ...{ kind: 'read', at: 1, actor: 'reader:r', chain: 'c0', seq: 1, previous: '', detail: { door: 'deploy' } },
    ...{ subject: 'a', segment: 's', incident: 'i', purpose: 'p', reason: 'r', commitment: 'c' },
  };
  const readable = (entry: unknown) => readableEntry({ body: JSON.stringify(entry), hash: '' });
  const members = Object.keys(whole).filter((name) => !['chain', 'seq', 'previous'].includes(name));

  test('is one as long as each member is of its kind', () => {
    expect(readable(whole)).toMatchObject(whole);
    const { kind, at, actor } = whole;
    expect(readable({ kind, at, actor })).toMatchObject({ kind, at, actor });
  });

  test.each(members)('is none where %s is of another kind', (name) => {
    for (const value of [null, [whole[name as keyof typeof whole]], true, { a: 1 }]) {
      if (name === 'detail' && typeof value === 'object' && value !== null) continue;
      expect([value, readable({ ...whole, [name]: value })]).toEqual([value, undefined]);
    }
  });
});
