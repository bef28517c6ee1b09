import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { device, sha256, subject, ulid } from './fields.ts';
import { problemsOf } from './problems.ts';
import { ROUTES } from './routes.ts';

const MARKER = 'zq-marker-zq';
const of = (schema: z.ZodType, value: unknown) => problemsOf(schema.safeParse(value).error!);
/** Words of zod's, which say what a schema is, not what a person may write. */
const CODES = /invalid_|too_|unrecognized|Invalid input|undefined|NaN|\bstring\b/;

describe('what is wrong with a request is said by the rule', () => {
  test.each<[z.ZodType, unknown, string]>([
    [
      z.strictObject({ device }),
      { device: "Grace's MacBook Pro" },
      'device: letters, digits, - and _, at most 64, beginning with a letter or a digit',
    ],
    [z.strictObject({ incident: ulid }), { incident: 'x' }, 'incident: an id (26 letters and digits) is needed'],
    [z.strictObject({ findings: sha256 }), { findings: 'x' }, 'findings: a SHA-256, 64 hexadecimal digits'],
    [z.strictObject({ text: z.string().min(1).max(3) }), { text: '' }, 'text: may not be empty'],
    [z.strictObject({ text: z.string().min(1).max(3) }), { text: MARKER }, 'text: at most 3 characters'],
    [z.strictObject({ subject }), { subject: 'x' }, 'subject: me, or a pseudonym (26 letters and digits)'],
    [z.strictObject({}), { [MARKER]: 1 }, 'a key is not known'],
    [z.strictObject({}), [], 'an object is needed'],
    [z.strictObject({ a: z.int() }), { a: 'x' }, 'a: a number is needed'],
    [z.strictObject({ a: z.enum(['x', 'y']) }), { a: MARKER }, 'a: one of x, y'],
    [z.strictObject({ a: z.array(z.string()).max(1) }), { a: ['x', 'y'] }, 'a: at most 1 entries'],
  ])('%#', (schema, value, sentence) => {
    expect(of(schema, value)).toEqual([sentence]);
  });
});

/** Values that no field takes, or not each. */
const WRONG = [
  undefined,
  null,
  7.5,
  -1,
  true,
  '',
  MARKER,
  '\u202e',
  'x'.repeat(30_000),
  [MARKER],
  { [MARKER]: MARKER },
];

test.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s: in words of its own, of nothing that was sent',
  (_, { body, query, params }) => {
    const told = [body, query, params].flatMap((schema) => {
      const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
      return [...WRONG, ...WRONG.map((value) => Object.fromEntries(keys.map((key) => [key, value])))].flatMap(
        (value) => {
          const parsed = schema.safeParse(value);
          return parsed.success ? [] : problemsOf(parsed.error);
        },
      );
    });

    expect(told.filter((one) => CODES.test(one) || one.includes(MARKER))).toEqual([]);
    expect(told.filter((one) => /another form|not as the contract/.test(one))).toEqual([]);
  },
);
