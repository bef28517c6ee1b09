import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { BadMessage, marshal, typesOf, unmarshal, Variant } from './marshal.ts';
import { decode, encode, METHOD_CALL } from './message.ts';

const text = fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).filter((one) => !one.includes('\0'));
const BASIC: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  y: fc.integer({ min: 0, max: 255 }),
  b: fc.boolean(),
  n: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  q: fc.integer({ min: 0, max: 2 ** 16 - 1 }),
  i: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  u: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  x: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  t: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  d: fc.double({ noNaN: true }),
  s: text,
  g: fc.constantFrom('', 's', 'a{sv}', '(ii)'),
};
interface Typed {
  type: string;
  value: unknown;
}
const basic: fc.Arbitrary<Typed> = fc
  .constantFrom(...Object.keys(BASIC))
  .chain((type) => BASIC[type]!.map((value) => ({ type, value })));
const { one } = fc.letrec<{ one: Typed }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    basic,
    fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((parts) => ({
      type: `(${parts.map(({ type }) => type).join('')})`,
      value: parts.map(({ value }) => value),
    })),
    tie('one').map(({ type, value }) => ({ type: 'v', value: new Variant(type, value) })),
    fc.tuple(tie('one'), fc.integer({ min: 0, max: 3 })).map(([{ type, value }, times]) => ({
      type: `a${type}`,
      value: type === 'y' ? Buffer.alloc(times, value as number) : Array.from({ length: times }, () => value),
    })),
    fc.tuple(text, tie('one')).map(([key, { type, value }]) => ({ type: `a{s${type}}`, value: [[key, value]] })),
  ),
}));

describe('values of D-Bus', () => {
  test('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), (values) => {
        const signature = values.map(({ type }) => type).join('');
        const given = values.map(({ value }) => value);
        expect(unmarshal(signature, marshal(signature, given), true)).toEqual(given);
      }),
    );
  });

  test('are those of the specification: its example of an array of 64-bit integers', () => {
    const bytes = marshal('uax', [1, [5n]]);
    expect(bytes.toString('hex')).toBe(`01000000${'08000000'}${'0500000000000000'}`);
    expect(marshal('yax', [7, [5n]]).toString('hex')).toBe(`0700000008000000${'0500000000000000'}`);
    expect(unmarshal('u', Buffer.from('00000001', 'hex'), false)).toEqual([1]);
  });

  test.each(['a', '(', '(i', 'a{s', 'e', '{sv', ')'])('the signature %p is none', (signature) => {
    expect(() => typesOf(signature)).toThrow(BadMessage);
  });

  test('what another process sends is a message, or throws: never an endless loop, never too much memory', () => {
    const call = encode({
      ...{ type: METHOD_CALL, serial: 1, path: '/x', interface: 'a.b', member: 'C', signature: 'sa{sv}' },
      body: ['text', [['key', new Variant('u', 3)]]],
    });
    expect(decode(call)).toMatchObject({ length: call.length, message: { path: '/x', member: 'C' } });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: call.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = Buffer.from(call);
        damaged[at] = byte;
        try {
          decode(damaged);
        } catch (error) {
          expect(['BadMessage', 'RangeError']).toContain((error as Error).name);
        }
      }),
    );
    for (let cut = 0; cut < call.length; cut++) expect(decode(call.subarray(0, cut))).toBeUndefined();
    expect(() => marshalDeep(200)).toThrow(BadMessage);
  });
});

const marshalDeep = (depth: number) => typesOf(`${'a'.repeat(depth)}s`);
