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
const UNDISCLOSED = 'diagnosis';
export const FINANCE = 'salaries';

/** Where the first rows of a table lie. */
export const objectOf = (table: string): string => `${table}/part-0.json`;

interface PlannedTable {
  name: string;
  bucket: string;
  columns: string[];
}

export type Plan = ReturnType<typeof planOf>;

/** Before anybody made a mistake; while it was open; after the first patch, which does not hold; and after the second, which does. */
const STAGES = ['before', 'open', 'patched', 'mended'] as const;
export type StageName = (typeof STAGES)[number];
const isWide = (stage: StageName): boolean => stage === 'open' || stage === 'patched';
/** Names of the policies by which the plan lets in. */
export const POLICIES = { staff: 'analytics-read', copier: 'copies', ops: 'everything-of-it' } as const;

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

  /** Everything as it is at a stage. */
  const at = (stage: StageName, derivedKey: string) => ({
    /** 1: everybody of the staff, by their group. The first patch forgets it. */
    staffPolicy: isWide(stage)
      ? policy(
          allow('s3:GetObject', [objects(buckets.derived), objects(buckets.copy)]),
          allow('kms:Decrypt', derivedKey),
        )
      : undefined,
    /** 2: everybody in the account, by the bucket. The first patch takes it away. */
    derivedPolicy:
      stage === 'open'
        ? policy(allow('s3:GetObject', objects(buckets.derived), { Principal: '*', Condition: inside }))
        : undefined,
    /** 3: everybody in the account, by the key. */
    keyPolicy: policy(
      owns,
      ...(isWide(stage)
        ? [
            allow('kms:Decrypt', '*', {
              Principal: '*',
              Condition: { StringEquals: { 'kms:CallerAccount': account } },
            }),
          ]
        : []),
    ),
    /** Of who made the copy, and of who may look past the reader: they had them before, and the second patch takes them. */
    copierPolicy:
      stage === 'mended'
        ? undefined
        : policy(
            allow(['s3:GetObject', 's3:PutObject'], [objects(buckets.derived), objects(buckets.copy)]),
            allow('kms:Decrypt', derivedKey),
          ),
    opsPolicy: stage === 'mended' ? undefined : policy(allow(['dynamodb:GetItem', 'kms:Decrypt'], '*')),
    /** The second patch drops the copy, and what holds what nobody disclosed. */
    tables:
      stage === 'mended'
        ? planned.filter(({ bucket, columns }) => bucket === buckets.derived && !columns.includes(UNDISCLOSED))
        : planned,
    isCopied: stage !== 'mended',
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
    /** Of nobody here, and open to all: no report may name it. */
    financePolicy: policy(allow('s3:GetObject', objects(buckets.finance), { Principal: '*', Condition: inside })),
    /** One each, of what somebody asks for: the others are tables without a row. */
    objects: [
      ...planned.slice(0, 3),
      ...planned.filter((table) => table.bucket === buckets.copy).slice(0, 1),
      { name: FINANCE, bucket: buckets.finance },
    ].map((table) => ({ bucket: table.bucket, object: objectOf(table.name) })),
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
      /** And by which policy. */
      stillBy: new Set([
        ...staff.map((who) => `${arn.user(who)} by ${POLICIES.staff}`),
        `${arn.role(`${name}-copier`)} by ${POLICIES.copier}`,
        `${ops} by ${POLICIES.ops}`,
      ]),
      undisclosed: planned.filter(({ columns }) => columns.includes(UNDISCLOSED)).map(idOf),
      withoutKey: inBucket(buckets.copy),
    },
  };
}
