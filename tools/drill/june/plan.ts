/**
 * The failure of June 2026, as a plan: an account with a program and what was derived of it, three policies that are too broad, a first patch that
 * does not hold, and people who looked. It says by itself who could, who did and what is wrong, so that a report can be measured against it; no
 * rule of the product is asked for that.
 */

export interface PlanOptions {
  account: string;
  region: string;
  program: string;
  /** Of the program's names: `sluice-<program>-<stage>`. */
  prefix: string;
  /** Derived ones in the catalog. */
  tables: number;
  /** People with an account of their own, and roles that they work under. */
  people: number;
  /** ARNs of roles and users that the account has beside those of the plan, and that nothing forbids to read. @default nobody */
  others?: readonly string[];
  /** Of everything that the plan makes, so that it can stand beside others. @default `june` */
  name?: string;
}

type Json = Record<string, unknown>;
const policy = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[], more: Json = {}): Json => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[]): Json => ({
  ...allow(Action, Resource),
  Effect: 'Deny',
});

/** Every so many tables one has a column that no disclosure lists, one lies in the copy. */
const UNDISCLOSED_EVERY = 9;
const COPIED_EVERY = 15;
const COLUMNS = ['time', 'app', 'kind', 'subject'];
export const UNDISCLOSED = 'diagnosis';

export interface PlannedTable {
  name: string;
  bucket: string;
  columns: string[];
}

export type Plan = ReturnType<typeof planOf>;

export function planOf({ account, region, program, prefix, tables, people, others = [], name = 'june' }: PlanOptions) {
  const arn = {
    user: (who: string) => `arn:aws:iam::${account}:user/${who}`,
    role: (what: string) => `arn:aws:iam::${account}:role/${what}`,
    bucket: (what: string) => `arn:aws:s3:::${what}`,
  };
  const numbered = (what: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${name}-${what}-${String(at + 1).padStart(3, '0')}`);
  const half = Math.ceil(people / 2);
  const staff = numbered('staff', half);
  const analysts = numbered('analyst', Math.max(1, people - half));
  const contractors = numbered('contractor', 3);
  const buckets = { derived: `${name}-derived`, copy: `${name}-copy`, finance: `${name}-finance` };
  const planned: PlannedTable[] = Array.from({ length: tables }, (_, at) => ({
    name: `t_${String(at + 1).padStart(5, '0')}`,
    bucket: (at + 1) % COPIED_EVERY === 0 ? buckets.copy : buckets.derived,
    columns: [...COLUMNS, ...((at + 1) % UNDISCLOSED_EVERY === 0 ? [UNDISCLOSED] : [])],
  }));
  const inside = { StringEquals: { 'aws:PrincipalAccount': account } };
  const objects = (what: string) => `${arn.bucket(what)}/*`;
  const owns = allow('kms:*', '*', { Principal: { AWS: arn.role('').replace('role/', 'root') } });

  /** Everything as it is at a stage: before anybody made a mistake, while it was open, and after the first patch. */
  const at = (stage: 'before' | 'open' | 'patched', derivedKey: string) => ({
    /** 1: everybody of the staff, by their group. The patch forgets it. */
    staffPolicy:
      stage === 'before'
        ? undefined
        : policy(
            allow('s3:GetObject', [objects(buckets.derived), objects(buckets.copy)]),
            allow('kms:Decrypt', derivedKey),
          ),
    /** 2: everybody in the account, by the bucket. The patch takes it away. */
    derivedPolicy:
      stage === 'open'
        ? policy(allow('s3:GetObject', objects(buckets.derived), { Principal: '*', Condition: inside }))
        : undefined,
    /** 3: everybody in the account, by the key. */
    keyPolicy: policy(
      owns,
      ...(stage === 'before'
        ? []
        : [
            allow('kms:Decrypt', '*', {
              Principal: '*',
              Condition: { StringEquals: { 'kms:CallerAccount': account } },
            }),
          ]),
    ),
  });

  const databases = { derived: `${name}_derived`, finance: `${name}_finance` };
  const idOf = (table: PlannedTable) => `${account}:${region}:${databases.derived}.${table.name}`;
  const inBucket = (bucket: string) => [
    arn.bucket(bucket),
    ...planned.filter((table) => table.bucket === bucket).map(idOf),
  ];
  const all = [...staff.map(arn.user), ...analysts.map(arn.role)];
  // Made once: there are millions of pairs.
  const derived: ReadonlySet<string> = new Set(inBucket(buckets.derived));
  const derivedAndCopy: ReadonlySet<string> = new Set([...derived, ...inBucket(buckets.copy)]);
  const ops = arn.role(`${name}-ops`);

  return {
    ...{ account, region, program, prefix, name, arn, buckets, databases, at },
    ...{ staff, analysts, contractors, tables: planned },
    /** Who may look past the reader, and nobody knows why. */
    ops: `${name}-ops`,
    /** Who made the copy. */
    copier: `${name}-copier`,
    denies: policy(deny('s3:*', '*')),
    truth: {
      /** By principal: what they could read at some time. */
      could: new Map<string, ReadonlySet<string>>([
        // The bucket and the key name everybody in the account: what a role may do by itself does not matter.
        ...[...all, ...others].map((who) => [who, derived] as const),
        ...staff.map((who) => [arn.user(who), derivedAndCopy] as const),
        [arn.role(`${name}-copier`), derivedAndCopy],
        [ops, new Set([...derived, `sluice:${program}/segments`])],
      ]),
      /** Of them, who can after the patch. */
      still: new Set([...staff.map(arn.user), arn.role(`${name}-copier`), ops]),
      undisclosed: planned.filter(({ columns }) => columns.includes(UNDISCLOSED)).map(idOf),
      withoutKey: inBucket(buckets.copy),
    },
  };
}
