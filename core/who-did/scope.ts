import * as z from 'zod';
import { type AccessRecord, isMeant, type Principal, type Touched } from '../access-log/access-log.ts';

/**
 * What is looked for in a log: a program's storage, keys and code, and who of its own may touch what. `sluice investigate scope` writes it of
 * a deployed program; for anything else it is written by hand (docs/investigation.md).
 */
const arn = z.string().min(1).max(2_048);
const named = z.record(z.string().max(64), arn).default({});

export const scopeSchema = z.strictObject({
  version: z.literal(1).default(1),
  program: z.string().max(128).optional(),
  /** The program's roles, by the last part of their names: `reader`, `redactor` ... */
  roles: named,
  /** Its functions, by the names of their roles: their sessions are named as they are. */
  functions: named,
  /** `Index`, `Keys`, `Ledger` ... */
  tables: named,
  /** `subject-keys`, `vault` ... */
  keys: named,
  /** `vault`, `evidence` ... */
  buckets: named,
  stream: arn.optional(),
  /** Roles under which it is deployed; `*` for any end. */
  deployers: z.array(arn).default([]),
  /** Anything else that is watched, of no program: each access is told. `*` for any end. */
  others: z.array(arn).default([]),
});
export type Scope = z.infer<typeof scopeSchema>;

/** What is watched: what content can be had by, each for itself; other tables, keys and buckets of the program; anything else that is named. */
export type Thing = 'index' | 'keys' | 'subject-keys' | 'vault' | 'stream' | 'table' | 'key' | 'bucket' | 'other';

const within = (whole: string, arn: string): boolean =>
  arn === whole || arn.startsWith(`${whole}/`) || isMeant(whole, arn);

/** Which of the watched things an ARN is of. */
export function thingOf({ tables, keys, buckets, stream, others }: Scope, arn: string): Thing | undefined {
  const table: [Thing, string | undefined][] = [
    ['index', tables.Index],
    ['keys', tables.Keys],
    ['subject-keys', keys['subject-keys']],
    ['vault', buckets.vault],
    ['stream', stream],
    ...Object.values(tables).map((whole): [Thing, string] => ['table', whole]),
    ...Object.values(keys).map((whole): [Thing, string] => ['key', whole]),
    ...Object.values(buckets).map((whole): [Thing, string] => ['bucket', whole]),
    ...others.map((whole): [Thing, string] => ['other', whole]),
  ];
  return table.find(([, whole]) => whole !== undefined && within(whole, arn))?.[0];
}

/** Whether it is the program's at all. */
export const isOfScope = (scope: Scope, arn: string): boolean =>
  [
    ...Object.values(scope.roles),
    ...Object.values(scope.functions),
    ...Object.values(scope.tables),
    ...Object.values(scope.keys),
    ...Object.values(scope.buckets),
    ...(scope.stream === undefined ? [] : [scope.stream]),
    ...scope.others,
  ].some((whole) => within(whole, arn));

/** What a log is asked for: records that touched one of these. */
export const resourcesOf = (scope: Scope): string[] => {
  const whole = [
    ...[scope.roles, scope.functions, scope.tables, scope.keys, scope.buckets].flatMap((one) => Object.values(one)),
    ...(scope.stream === undefined ? [] : [scope.stream]),
  ];
  return [...new Set([...whole, ...whole.map((one) => `${one}/*`), ...scope.others])];
};

/** Regions in which what is looked for lies. */
export const regionsOf = (scope: Scope): string[] =>
  [...new Set(resourcesOf(scope).map((arn) => arn.split(':')[3] ?? ''))]
    .filter((region) => /^[a-z0-9-]+$/.test(region))
    .sort();

/**
 * The program's role by which somebody acts, if it is the function that does: a session of the role under another name than the function's was
 * taken by somebody else. Roles that no function has are known by their ARN alone.
 */
export function ownRole({ roles, functions }: Scope, { role, name }: Principal): string | undefined {
  const found = Object.entries(roles).find(([, arn]) => arn === role || arn === name)?.[0];
  if (found === undefined) return undefined;
  const code = functions[found];
  return code === undefined || name === role || lastOf(name) === lastOf(code) ? found : undefined;
}
const lastOf = (arn: string): string => arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);

export const isDeployer = ({ deployers }: Scope, { role, name }: Principal): boolean =>
  deployers.some((one) => (role !== undefined && isMeant(one, role)) || isMeant(one, name));

/** What is known of what is stored, from the index: whose a key is, and what an object is the body of. */
export interface Known {
  subjectOfKey(key: string): string | undefined;
  segmentOfObject(object: string): { subject: string; segment: string } | undefined;
}
export const NOTHING_KNOWN: Known = { subjectOfKey: () => undefined, segmentOfObject: () => undefined };

export interface StoredRow {
  subject: string;
  segment: string;
  keyId: string;
  object?: string | undefined;
}

export function knownFrom(rows: Iterable<StoredRow>): Known {
  const keys = new Map<string, string>();
  const objects = new Map<string, { subject: string; segment: string }>();
  for (const { subject, segment, keyId, object } of rows) {
    keys.set(keyId, subject);
    if (object !== undefined) objects.set(object, { subject, segment });
  }
  return { subjectOfKey: (key) => keys.get(key), segmentOfObject: (object) => objects.get(object) };
}

/** One thing that a record touched, as the program knows it. */
export interface Sight {
  thing: Thing;
  arn: string;
  subject?: string;
  segment?: string;
  object?: string;
  /** Of a subject. */
  key?: string;
  index?: string;
  operation?: string;
}

/** What of the program a record touched. */
export const sightsOf = (record: AccessRecord, scope: Scope, known: Known): Sight[] =>
  record.touched.flatMap((touched): Sight[] => {
    const thing = thingOf(scope, touched.arn);
    return thing === undefined ? [] : [{ thing, arn: touched.arn, ...seen(thing, touched, record, scope, known) }];
  });

function seen(
  thing: Thing,
  { arn, item, index, operation }: Touched,
  record: AccessRecord,
  scope: Scope,
  known: Known,
) {
  const more = { ...(index !== undefined && { index }), ...(operation !== undefined && { operation }) };
  if (thing === 'index') {
    return {
      ...more,
      ...(item?.subject !== undefined && { subject: item.subject }),
      ...(item?.segment !== undefined && { segment: item.segment }),
    };
  }
  if (thing === 'keys' || thing === 'subject-keys') {
    const key = thing === 'keys' ? item?.keyId : record.context?.key;
    const subject = key === undefined ? undefined : known.subjectOfKey(key);
    return { ...more, ...(key !== undefined && { key }), ...(subject !== undefined && { subject }) };
  }
  if (thing === 'vault' && arn.length > scope.buckets.vault!.length) {
    const object = arn.slice(scope.buckets.vault!.length + 1);
    return { object, ...known.segmentOfObject(object) };
  }
  return more;
}
