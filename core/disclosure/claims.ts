import type * as z from 'zod';
import { type Disclosure, disclosureSchema } from './disclosure.ts';
import { ENFORCEMENT, type Enforcement } from './enforcement.ts';
import { outcomeOf, type TestOutcome, type TestResults } from './test-results.ts';

/**
 * What a disclosure claims: every key of it that says something, found by walking the schema, so that a key which somebody adds is a claim
 * from then on, and one that nothing enforces until it has a row.
 */

/** A place in the schema: `<name>` for names that an author chooses, `<one>` for those of a list, `[]` for members. */
type ClaimKey = string;

interface Place {
  key: ClaimKey;
  /** Steps to its values; `undefined`: any. */
  steps: readonly (string | undefined)[];
}

type Def = z.core.$ZodTypes['_zod']['def'];
const defOf = (schema: z.core.$ZodType): Def => (schema._zod as { def: Def }).def;
/** A text, or one for each language, is one claim. */
const isSpoken = (schema: z.core.$ZodType): boolean => {
  const def = defOf(schema);
  return def.type === 'union' && def.options.some((one) => defOf(one).type === 'string');
};

function* placesIn(schema: z.core.$ZodType, key: string, steps: Place['steps']): Generator<Place> {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      yield* placesIn(def.innerType, key, steps);
      return;
    case 'object':
      for (const [name, child] of Object.entries(def.shape)) {
        const of = key === 'events' ? '<one>' : name;
        yield* placesIn(child, key === '' ? of : `${key}.${of}`, [...steps, name]);
      }
      return;
    case 'record': {
      const name = def.keyType._zod.values ? '<one>' : '<name>';
      yield* placesIn(def.valueType, `${key}.${name}`, [...steps, undefined]);
      return;
    }
    case 'array':
      if (!['object', 'record'].includes(defOf(def.element).type)) break;
      yield* placesIn(def.element, `${key}[]`, [...steps, undefined]);
      return;
    case 'union':
      if (isSpoken(schema)) break;
      for (const option of def.options) yield* placesIn(option, key, steps);
      return;
  }
  yield { key, steps };
}

/** Every claim that a file can make, in the order of the schema. */
export function claimPlaces(schema: z.core.$ZodType = disclosureSchema): ReadonlyMap<ClaimKey, Place['steps'][]> {
  const places = new Map<ClaimKey, Place['steps'][]>();
  for (const { key, steps } of placesIn(schema, '', [])) places.set(key, [...(places.get(key) ?? []), steps]);
  return places;
}

export interface Claim {
  key: ClaimKey;
  /** What the file says, by the path to it; empty where it is silent. */
  said: { path: string; value: unknown }[];
  /** Absent: nothing enforces it. */
  enforcement?: Enforcement;
}

/** Each claim that can be made, what this file says, and what keeps it. */
export const claimsOf = (
  disclosure: Disclosure,
  schema: z.core.$ZodType = disclosureSchema,
  rows: Readonly<Record<string, Enforcement>> = ENFORCEMENT,
): Claim[] =>
  [...claimPlaces(schema)].map(([key, places]) => ({
    key,
    said: [...new Map(places.flatMap((steps) => saidAt(disclosure, steps)).map((one) => [one.path, one])).values()],
    ...(Object.hasOwn(rows, key) && { enforcement: rows[key]! }),
  }));

function saidAt(value: unknown, steps: Place['steps'], path: readonly string[] = []): Claim['said'] {
  if (value === undefined) return [];
  if (steps.length === 0) return [{ path: path.join('.'), value }];
  if (!isOpen(value)) return [];
  const [step, ...rest] = steps;
  const names = step === undefined ? Object.keys(value) : [step];
  return names.flatMap((name) => (Object.hasOwn(value, name) ? saidAt(value[name], rest, [...path, name]) : []));
}

const isOpen = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Claims whose test did not pass in a run: by claim, which and what became of it. */
export const unprovenBy = (
  claims: readonly Claim[],
  run: TestResults,
): { key: ClaimKey; test: string; outcome: Exclude<TestOutcome, 'passed'> }[] =>
  claims.flatMap(({ key, enforcement }) =>
    (enforcement?.tests ?? []).flatMap((test) => {
      const outcome = outcomeOf(test, run);
      return outcome === 'passed' ? [] : [{ key, test, outcome }];
    }),
  );
