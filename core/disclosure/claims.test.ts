import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { claimPlaces, claimsOf } from './claims.ts';
import { disclosureSchema } from './disclosure.ts';
import { ENFORCEMENT } from './enforcement.ts';
import { sampleDisclosure } from './sample.ts';

const rows = Object.entries(ENFORCEMENT);
const texts = new Map<string, string>();
const textOf = (file: string): string => {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
};

test('every claim that a disclosure can make has a row, and no row is of another', () => {
  expect(Object.keys(ENFORCEMENT).sort()).toEqual([...claimPlaces().keys()].sort());
});

test('a key that somebody adds to the schema is a claim that nothing enforces, wherever it stands', () => {
  const { shape } = disclosureSchema as unknown as { shape: Record<string, z.ZodType> };
  const added = z.strictObject({
    ...shape,
    retention: z.strictObject({ routine: z.int(), personal: z.int(), sensitive: z.int(), drafts: z.int() }).optional(),
    purposes: z.record(z.string(), z.strictObject({ description: z.string(), resold: z.boolean().default(false) })),
    sounds: z.array(z.strictObject({ from: z.string() })).prefault([]),
  });

  const open = claimsOf(sampleDisclosure(), added).filter(({ enforcement }) => !enforcement);

  expect(open.map(({ key }) => key).sort()).toEqual(['purposes.<name>.resold', 'retention.drafts', 'sounds[].from']);
});

test('a claim has all that the file says of it, by its path', () => {
  const claims = claimsOf(
    sampleDisclosure((one) => {
      one.purposes = { ...one.purposes, study: { ...Object.values(one.purposes)[0]!, export: { people: 7, days: 3 } } };
    }),
  );
  const said = (key: string) => claims.find((one) => one.key === key)!.said;

  expect(said('purposes.<name>.export.people')).toContainEqual({ path: 'purposes.study.export.people', value: 7 });
  expect(said('redaction.deepPass.sha256')).toEqual([]);
  expect(said('retention.routine')).toHaveLength(1);
});

describe.each(rows)('%s', (key, { where, tests }) => {
  test('is enforced where its row says, by what is there', () => {
    expect(where.length).toBeGreaterThan(0);
    for (const place of where) {
      const [file, name] = place.split('#') as [string, string];
      expect({ place, there: new RegExp(`\\b${name}\\b`).test(textOf(file)) }).toEqual({ place, there: true });
    }
  });

  test('is read by what enforces it, under the name that it has in the file', () => {
    const steps = key.split(/[.[\]]+/).filter((step) => step !== '' && !step.startsWith('<'));
    const named = where.some((place) => {
      const text = textOf(place.split('#')[0]!);
      // What is handed over whole is read by the name of the part.
      return steps.slice(-2).some((step) => new RegExp(`\\b${step}\\b`).test(text));
    });

    expect(named).toBe(true);
  });

  test('has a test that is there, and is not passed over', () => {
    expect(tests.length).toBeGreaterThan(0);
    for (const one of tests) {
      const [file, title] = [one.slice(0, one.indexOf(': ')), one.slice(one.indexOf(': ') + 2)];
      const escaped = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      const declared = new RegExp(`\\b(?:test|it)(?:\\.each\\([\\s\\S]*?\\))?\\(\\s*(['"\`])${escaped}\\1`);
      expect({ one, there: declared.test(textOf(file)) }).toEqual({ one, there: true });
      expect({
        one,
        passedOver: /\b(?:test|it|describe)\.(?:skip|todo|only)\b|\bx(?:test|it|describe)\(/.test(textOf(file)),
      }).toEqual({
        one,
        passedOver: false,
      });
    }
  });
});

test('every test that is named is one that runs', () => {
  const listed = execFileSync(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', 'node_modules/.bin/jest', '--listTests', '--json'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const files = (JSON.parse(listed) as string[]).map((file) => file.slice(process.cwd().length + 1));
  const named = new Set(rows.flatMap(([, { tests }]) => tests.map((one) => one.slice(0, one.indexOf(': ')))));

  expect([...named].filter((file) => !files.includes(file))).toEqual([]);
});
