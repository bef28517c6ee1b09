import * as z from 'zod';

/**
 * What an account holds, as far as it decides who can reach data in the clear: one NDJSON format, whoever collected it
 * (docs/inventory.md). A head, rows in any order, an end that counts and hashes what stands before it. This file is the format; reading a
 * file of it is `load.ts`.
 *
 * Three things are told apart everywhere: what is there, what is not there (the field is left out), and what could not be read
 * (`{"unknown": "why"}`). The third makes an answer unknown, and never a no.
 */
export const INVENTORY_VERSION = 1;

/** Why something could not be read: a word or a sentence, never content. */
const why = z.string().min(1).max(500);
const unread = z.strictObject({ unknown: why });
/** Something that a collector asks for by a call of its own, which may be refused. */
const asked = <T extends z.ZodType>(schema: T) => z.union([unread, schema]);

/** ms since the Unix epoch. */
const moment = z.int().min(0);
const account = z.string().regex(/^\d{12}$/, 'twelve digits');
const region = z.string().regex(/^[a-z0-9-]{4,30}$/, 'a Region of AWS');
const arn = z
  .string()
  .max(2048)
  .regex(/^arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|cloudfront)?:.+$/s, 'an ARN');
const name = z.string().min(1).max(1024);
const tags = asked(z.record(z.string(), z.string()));

/**
 * A policy as it stands: an object, or its text. It is not looked into here: one that is malformed is a fact about the account, and makes
 * answers unknown.
 */
const document = asked(z.union([z.string(), z.record(z.string(), z.unknown())]));
/** By reference to a row `policy`, or inline. */
const attached = z.union([z.strictObject({ ref: name }), z.strictObject({ name: name.optional(), document })]);
const policies = asked(z.array(attached));

/** When the row was read; only where that differs from when the inventory was begun by more than its collector cares to say. */
const seen = { seen: moment.optional() };

const publicAccessBlock = asked(z.strictObject({ ignoreAcls: z.boolean(), restrictBuckets: z.boolean() }));

const retention = asked(
  z
    .strictObject({
      days: z.number().min(0).optional(),
      until: moment.optional(),
    })
    .refine(({ days, until }) => days !== undefined || until !== undefined, 'days or until'),
);

/** Kinds of rows that stand for things of an account: coverage is told by them. */
const things = {
  account: z.strictObject({
    row: z.literal('account'),
    id: account,
    name: name.optional(),
    /** Absent: not in an organization, or that was not asked. */
    organization: z
      .strictObject({
        id: name,
        /** `o-1/r-1/ou-1/`, as `aws:PrincipalOrgPaths` has it. */
        path: name.optional(),
        /** The management account: no policy of the organization binds it. */
        management: z.boolean().optional(),
      })
      .optional(),
    /** By level, root first: what stands on each. Absent: not given, and taken as not limiting. */
    serviceControl: asked(z.array(z.array(attached))).optional(),
    resourceControl: asked(z.array(z.array(attached))).optional(),
    publicAccessBlock: publicAccessBlock.optional(),
    /** Canonical id, as ACLs name an account. */
    canonicalId: name.optional(),
    ...seen,
  }),
  policy: z.strictObject({ row: z.literal('policy'), id: name, name: name.optional(), document, ...seen }),
  user: z.strictObject({
    row: z.literal('user'),
    arn,
    account,
    /** `AIDA...`, as `aws:userid` has it. */
    id: name.optional(),
    policies,
    groups: asked(z.array(arn)).optional(),
    boundary: attached.optional(),
    tags: tags.optional(),
    ...seen,
  }),
  group: z.strictObject({ row: z.literal('group'), arn, account, policies, ...seen }),
  role: z.strictObject({
    row: z.literal('role'),
    arn,
    account,
    /** `AROA...`. */
    id: name.optional(),
    trust: document,
    policies,
    boundary: attached.optional(),
    tags: tags.optional(),
    ...seen,
  }),
  session: z.strictObject({
    row: z.literal('session'),
    /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
    arn,
    account,
    role: arn,
    /** Session policies. */
    policies: policies.optional(),
    tags: tags.optional(),
    ...seen,
  }),
  provider: z.strictObject({
    row: z.literal('provider'),
    arn,
    account,
    kind: z.enum(['oidc', 'saml']),
    /** Of OIDC: without `https://`, as condition keys name it. */
    url: name.optional(),
    ...seen,
  }),
  bucket: z.strictObject({
    row: z.literal('bucket'),
    arn,
    account,
    region,
    policy: document.optional(),
    acl: asked(
      z.array(
        z.strictObject({
          grantee: name,
          permission: z.enum(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL']),
        }),
      ),
    ).optional(),
    /** True: ACLs have no meaning here (`BucketOwnerEnforced`). */
    aclsDisabled: asked(z.boolean()),
    publicAccessBlock: publicAccessBlock.optional(),
    /** Key under which it encrypts; absent: under one of S3's own, which asks nobody for rights. */
    key: asked(arn).optional(),
    tags: tags.optional(),
    retention: retention.optional(),
    /** Names of some objects in it, so that copies are recognised. */
    sample: z.array(name).max(1000).optional(),
    ...seen,
  }),
  'access-point': z.strictObject({
    row: z.literal('access-point'),
    arn,
    account,
    bucket: arn,
    policy: document.optional(),
    publicAccessBlock: publicAccessBlock.optional(),
    /** It can be used from there alone. */
    vpc: name.optional(),
    ...seen,
  }),
  'access-grants': z.strictObject({
    row: z.literal('access-grants'),
    /** Of the instance of S3 Access Grants that a Region of an account has. */
    arn,
    account,
    region,
    policy: document.optional(),
    grants: asked(
      z.array(
        z.strictObject({
          /** ARN of a user or role, or an id of a directory. */
          grantee: name,
          /** `s3://bucket/prefix*`. */
          scope: name,
          permission: z.enum(['READ', 'WRITE', 'READWRITE']),
        }),
      ),
    ),
    ...seen,
  }),
  table: z.strictObject({
    row: z.literal('table'),
    arn,
    account,
    region,
    policy: document.optional(),
    key: asked(arn).optional(),
    stream: z.strictObject({ arn, policy: document.optional() }).optional(),
    tags: tags.optional(),
    retention: retention.optional(),
    /** Names of its key attributes and indexes. */
    sample: z.array(name).max(1000).optional(),
    ...seen,
  }),
  stream: z.strictObject({
    row: z.literal('stream'),
    arn,
    account,
    region,
    policy: document.optional(),
    key: asked(arn).optional(),
    tags: tags.optional(),
    retention: retention.optional(),
    ...seen,
  }),
  key: z.strictObject({
    row: z.literal('key'),
    arn,
    account,
    region,
    /** `false`: disabled, or about to be deleted; opens nothing until somebody changes that. @default true */
    enabled: asked(z.boolean()).optional(),
    policy: document,
    /** Its material is changed once a year or so. */
    rotates: asked(z.boolean()).optional(),
    grants: asked(
      z.array(
        z.strictObject({
          id: name,
          grantee: name,
          operations: z.array(name),
          /** Encryption context that a call must have. */
          equals: z.record(z.string(), z.string()).optional(),
          subset: z.record(z.string(), z.string()).optional(),
        }),
      ),
    ).optional(),
    aliases: z.array(name).optional(),
    tags: tags.optional(),
    ...seen,
  }),
  function: z.strictObject({
    row: z.literal('function'),
    arn,
    account,
    region,
    role: arn,
    policy: document.optional(),
    /** Only code of signers that are listed runs: `enforce` or `warn`. */
    signing: asked(z.enum(['enforce', 'warn'])).optional(),
    tags: tags.optional(),
    ...seen,
  }),
  'glue-catalog': z.strictObject({
    row: z.literal('glue-catalog'),
    account,
    region,
    policy: document.optional(),
    /** Lake Formation's administrators, who can give themselves everything. */
    admins: asked(z.array(name)).optional(),
    ...seen,
  }),
  'glue-database': z.strictObject({
    row: z.literal('glue-database'),
    account,
    region,
    name,
    location: name.optional(),
    lakeTags: tags.optional(),
    ...seen,
  }),
  'glue-table': z.strictObject({
    row: z.literal('glue-table'),
    account,
    region,
    database: name,
    name,
    /** `s3://bucket/prefix/`. */
    location: asked(name).optional(),
    tags: tags.optional(),
    lakeTags: tags.optional(),
    retention: retention.optional(),
    columns: z.array(name).optional(),
    ...seen,
  }),
  'lake-location': z.strictObject({
    row: z.literal('lake-location'),
    account,
    region,
    /** `arn:aws:s3:::bucket/prefix` that Lake Formation hands credentials out for. */
    arn,
    role: arn,
    ...seen,
  }),
  'lake-grant': z.strictObject({
    row: z.literal('lake-grant'),
    account,
    region,
    /** An ARN, an account, an organization's ARN, or `IAM_ALLOWED_PRINCIPALS`. */
    principal: name,
    on: z.union([
      z.strictObject({ database: name, table: name.optional(), columns: z.array(name).optional() }),
      z.strictObject({ lakeTags: z.record(z.string(), z.array(z.string())) }),
    ]),
    permissions: z.array(name),
    ...seen,
  }),
  workgroup: z.strictObject({
    row: z.literal('workgroup'),
    arn,
    account,
    region,
    /** Where results lie, `s3://bucket/prefix/`; absent: said by whoever asks. */
    results: asked(name).optional(),
    key: asked(arn).optional(),
    tags: tags.optional(),
    retention: retention.optional(),
    ...seen,
  }),
  'data-set': z.strictObject({
    row: z.literal('data-set'),
    id: name,
    name: name.optional(),
    /** Objects (`arn:aws:s3:::bucket/prefix/*`), a table, a stream: readable is it when any one of them is. */
    storage: z.array(arn).min(1),
    /** Where it is not the storage's own. */
    key: arn.optional(),
    tags: tags.optional(),
    /**
     * What is stored is itself encrypted, under keys that are kept wrapped in a table: to read it, their rows and what unwraps them are
     * needed as well.
     */
    sealed: z.strictObject({ keys: arn, under: arn, context: z.record(z.string(), z.string()).optional() }).optional(),
    disclosure: z
      .strictObject({
        program: name,
        version: name.optional(),
        /** Principals that may be able to read it in the clear. */
        readers: z.int().min(0).optional(),
        fields: z.array(name).optional(),
        tier: name.optional(),
      })
      .optional(),
    retention: retention.optional(),
    ...seen,
  }),
} as const;

export const THING_KINDS = Object.keys(things) as (keyof typeof things)[];
const kind = z.enum(THING_KINDS as [Kind, ...Kind[]]);

/** First line. */
const head = z.strictObject({
  row: z.literal('inventory'),
  version: z.literal(INVENTORY_VERSION),
  begun: moment,
  /** Who wrote it: `sluice exposure collect`, `config-snapshot` ... */
  source: z.strictObject({ tool: name, version: name.optional() }),
  /**
   * What was asked for in full: of these accounts, these kinds. Something that a policy, a role or a data set names and that is not here
   * is outside of the inventory, which is another answer than not being there.
   */
  covered: z
    .array(z.strictObject({ account, regions: z.array(region).optional(), kinds: z.array(kind).min(1) }))
    .min(1),
  /** What was left out on purpose, in words for whoever reads the report. */
  omitted: z.array(why).optional(),
});

/** Something that was to be read and was not: refused, throttled for good, dropped while it was looked at. */
const gap = z.strictObject({
  row: z.literal('gap'),
  kind,
  account: account.optional(),
  region: region.optional(),
  /** ARN or name of the one thing; absent: of all of the kind. */
  id: name.optional(),
  why,
});

/** Last line. */
const end = z.strictObject({
  row: z.literal('end'),
  ended: moment,
  /** Rows by kind, gaps among them; neither head nor end. */
  counts: z.record(z.string(), z.int().min(0)),
  /** SHA-256, in hex, of all lines before this one, each with its line feed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export const rowSchemas = { inventory: head, ...things, gap, end } as const;

export type Kind = keyof typeof things;
export type RowKind = keyof typeof rowSchemas;
export type Row<K extends RowKind = RowKind> = { [One in K]: z.infer<(typeof rowSchemas)[One]> }[K];
export type Thing = Row<Kind>;
export type Unread = z.infer<typeof unread>;
export type Document = z.infer<typeof document>;
export type Attached = z.infer<typeof attached>;

export const isUnread = (value: unknown): value is Unread =>
  typeof value === 'object' && value !== null && 'unknown' in value && typeof value.unknown === 'string';
