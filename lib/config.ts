import * as z from 'zod';
import { SOURCES } from '../core/access-log/access-log.ts';
import { parseContext } from './context.ts';
import { FUNCTIONS } from './functions.ts';

/**
 * What a platform team may decide: the value of the context key `sluice` in `cdk.json` (or `-c sluice='{...}'`). Unknown
 * keys are refused, so that a typo fails the synthesis, not the promise that it stood for. `npm run options` makes docs/options.md and
 * docs/cdk.schema.json from it.
 */

export const word = z.string().regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, 'lower case letters, digits and dashes');

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region, e.g. eu-central-1');

export const accountId = z.string().regex(/^\d{12}$/, '12 digits, in quotes');

/** As IAM takes a path; some characters are left for the names behind it. */
export const iamPath = z
  .string()
  .max(128)
  .regex(/^\/([\w+=,.@-]+\/)*$/, 'an IAM path: "/", or one that begins and ends with it, as "/apps/sluice/"')
  .default('/');

/** Retentions that CloudWatch Logs knows, days. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
] as const;

/** What each resource is tagged with by Sluice. */
const OWN_TAGS = ['program', 'stage', 'plane', 'data-class'];

const oidcSchema = z.strictObject({
  issuer: z.url().meta({ description: 'address of the issuer, as it stands in its tokens; https' }),
  audience: z
    .array(z.string().regex(/^\S+$/))
    .min(1)
    .meta({ description: 'for whom tokens are: client ids, or addresses of APIs' }),
  groupsClaim: z.string().min(1).default('groups').meta({ description: 'claim that holds the caller’s groups' }),
  clientId: z.string().regex(/^\S+$/).optional().meta({
    description: 'public client of the command line: code with PKCE, device code',
    otherwise: 'the first `audience`',
  }),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
    .refine((scopes) => scopes.includes('openid'), '"openid" must be one of them')
    .default(['openid', 'profile', 'email', 'offline_access', 'groups'])
    .meta({ description: 'what it asks the issuer for' }),
  redirectUris: z
    .array(
      z.string().regex(/^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?\/\S*$/, 'an http address on loopback'),
    )
    .min(1)
    .default(['http://127.0.0.1/callback'])
    .meta({
      description:
        'addresses on loopback that are registered for it; one without a port stands for any port (RFC 8252)',
    }),
});

/** Of a trail that is there, and of no other. */
const OF_A_BUCKET = ['prefix', 'key', 'accounts', 'logs'] as const;

const trailSchema = z
  .strictObject({
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
      .optional()
      .meta({
        description: 'of a trail of CloudTrail that is there; its policy lets the role `investigate` read',
        otherwise: 'a trail is made, with the data events of what the program keeps, in a bucket that is locked',
      }),
    prefix: z
      .string()
      .regex(/^[\w./-]*AWSLogs(\/o-[a-z0-9]+)?$/, 'what stands before the accounts: "AWSLogs", "logs/AWSLogs/o-abc"')
      .optional()
      .meta({
        description: 'below which the accounts are; with the id of an organization, where the trail is its',
        otherwise: '`"AWSLogs"`',
      }),
    key: z
      .string()
      .regex(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a key')
      .optional()
      .meta({
        description: 'under which its files are; its policy lets the role `investigate` decrypt',
        otherwise: 'S3’s own',
      }),
    accounts: z
      .array(accountId)
      .min(1)
      .optional()
      .meta({ description: 'whose calls are asked for', otherwise: 'the stage’s own' }),
    regions: z.array(region).min(1).optional().meta({
      description: 'and of which Regions',
      otherwise: 'the stage’s own, and us-east-1, where what is global is logged',
    }),
    logs: z.array(z.enum(SOURCES)).min(1).optional().meta({
      description:
        'what a trail that is there logs, of everything in the account; what it does not, is told as unknown',
      otherwise: '`management` alone; of the program’s own trail all six',
    }),
    since: z
      .string()
      .regex(/^\d{4}\/\d\d\/\d\d$/, 'a day: 2026/01/31')
      .default('2026/01/01')
      .meta({ description: 'first day that is asked for' }),
  })
  .superRefine((trail, context) => {
    const alien = OF_A_BUCKET.filter((name) => trail.bucket === undefined && trail[name] !== undefined);
    if (alien.length > 0) {
      context.addIssue({
        code: 'custom',
        path: [alien[0]!],
        message: `${alien.join(', ')}: of a trail that is there. Without "bucket" the program makes one of its own, and asks nothing else: name the bucket, or leave ${alien.length > 1 ? 'them' : 'it'} out`,
      });
    }
  });
export type TrailConfig = z.infer<typeof trailSchema>;

const alarmTarget = z.union([
  z.strictObject({ email: z.email().meta({ description: 'alarms and reminders; to be confirmed by a mail' }) }),
  z.strictObject({
    https: z
      .url({ protocol: /^https$/ })
      .meta({ description: 'alarms and reminders, as SNS sends them: a pager; it confirms by itself' }),
  }),
  z.strictObject({
    topic: z
      .string()
      .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a topic')
      .meta({ description: 'alarms alone, to a topic of your own: a chat; its policy lets CloudWatch publish' }),
  }),
]);
export type AlarmTarget = z.infer<typeof alarmTarget>;

export const stageSchema = z
  .strictObject({
    program: word.max(41).meta({ description: 'folder below `programs/`, and the disclosure’s `program`' }),
    stage: word.max(12).meta({
      description:
        'tells stages of one program apart: `dev`, `prod`, `prod-eu`. Names of roles and tables begin with both',
    }),
    disclosure: z.string().min(1).optional().meta({
      description: 'file of the disclosure, relative to the project',
      otherwise: '`programs/<program>/disclosure.yaml`',
    }),
    account: accountId.optional().meta({
      description:
        'account that it belongs to, and that nothing else of a deploy can put it into. Where one stage says it, all must',
      otherwise: 'that of the credentials (`CDK_DEFAULT_ACCOUNT`)',
    }),
    region: region.optional().meta({ description: 'Region that it stays in', otherwise: '`CDK_DEFAULT_REGION`' }),
    destroyable: z
      .boolean()
      .default(false)
      .meta({ description: 'for tests: nothing is retained or protected, evidence is locked for one day' }),
    oidc: oidcSchema
      .optional()
      .meta({ description: 'any OIDC issuer in place of a Cognito user pool', otherwise: 'a user pool' }),
    mfa: z.enum(['required', 'optional']).optional().meta({
      description: 'of the user pool: whether everybody proves a second factor (a pool cannot ask some groups alone)',
      otherwise: '`required`; with `destroyable`, `optional`',
    }),
    domain: z
      .strictObject({
        name: z
          .string()
          .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name in lower case')
          .meta({ description: 'as people will type it' }),
        certificate: z
          .string()
          .regex(/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate of ACM')
          .meta({ description: 'covers the name, and is of the stage’s Region' }),
      })
      .optional()
      .meta({
        description: 'a name of one’s own for the API; output `DomainTarget` is what it has to point at',
        otherwise: 'the address that API Gateway makes up, which stays for as long as State does',
      }),
    stream: z
      .discriminatedUnion('mode', [
        z.strictObject({
          mode: z.literal('on-demand').meta({ description: 'as many shards as AWS finds are needed' }),
        }),
        z.strictObject({
          mode: z.literal('provisioned').meta({ description: 'so many as are said' }),
          shards: z.int().min(1).max(1000).meta({ description: 'each takes 1 MB and 1,000 frames a second' }),
        }),
      ])
      .default({ mode: 'on-demand' })
      .meta({ description: 'capacity of the stream' }),
    batch: z
      .strictObject({
        records: z.int().min(1).max(10_000).default(500).meta({ description: 'frames at most' }),
        windowSeconds: z.int().min(0).max(300).default(5).meta({ description: 'waits for more, s' }),
      })
      .prefault({})
      .meta({
        description: 'how the redactor’s event source collects frames: more or longer makes fewer, larger segments',
      }),
    reservedConcurrency: z.partialRecord(z.enum(FUNCTIONS), z.int().min(1).max(1000)).default({}).meta({
      description:
        'instances that are kept for a function, by its name. Reserve some for `report`, so that nothing else in the account can keep a pause from running; a new account’s quota of 10 leaves nothing to reserve',
    }),
    logRetentionDays: z
      .literal([...LOG_RETENTION_DAYS])
      .default(90)
      .meta({ description: 'for how long logs are kept, days' }),
    evidenceDays: z.int().min(1).max(36_500).default(1095).meta({
      description:
        'for how long nobody can delete evidence, not even the account’s root (S3 Object Lock, compliance mode), days',
    }),
    agents: z.int().min(1).max(100_000).default(2_000).meta({
      description:
        'agents that run at a time, at most: the API takes what their renewals need, whatever `throttle` says',
    }),
    push: z.boolean().default(true).meta({
      description:
        'agents hear at once, by AWS IoT, that the program is paused or goes on; where they cannot reach that, they stop',
    }),
    throttle: z
      .strictObject({
        rate: z.int().min(1).max(10_000).default(100).meta({ description: 'requests a second' }),
        burst: z.int().min(1).max(5_000).default(200).meta({ description: 'requests at once' }),
        open: z.int().min(1).max(2_500).default(20).meta({
          description: 'requests a second to each address that asks for no token, but for those of devices',
        }),
      })
      .prefault({})
      .meta({ description: 'what the API takes' }),
    deployRole: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'the name of a role')
      .optional()
      .meta({
        description: 'name of the role under which CloudFormation deploys the stacks',
        otherwise: 'that of the CDK’s ordinary bootstrap',
      }),
    iamPath: iamPath.meta({
      description:
        'IAM path under which its roles and policies are made. A stage that is deployed keeps its path: roles of fixed names cannot be moved',
    }),
    boundaryDenies: z.string().min(1).optional().meta({
      description:
        'JSON file, relative to the project, with Deny statements that stand in the boundary of each role beside its own ([decision](decisions/a-boundary-a-role.md#the-boundary-of-a-company))',
      otherwise: 'what the role itself may do is all that its boundary says',
    }),
    witness: z
      .string()
      .regex(/^arn:[a-z-]+:events:[a-z0-9-]+:\d{12}:event-bus\/[\w.-]{1,240}$/, 'the ARN of an event bus')
      .optional()
      .meta({
        description: 'ARN of the bus of a [witness](witness.md), in an account that is not this one',
        otherwise: 'none: nobody outside keeps checkpoints',
      }),
    trail: trailSchema.optional().meta({
      description:
        'log of who called what at AWS, which investigations ask by Athena: one that is there, or with `{}` one of the program’s own',
      otherwise: 'none: who read is known of the ledger alone, and the rest is told as unknown',
    }),
    alarms: z
      .array(alarmTarget)
      .default([])
      .meta({ description: 'who gets alarms, when they rise and when they end; several at once' }),
    alarmEmail: z
      .email()
      .optional()
      .meta({ description: 'short for `alarms: [{ "email": ... }]`', otherwise: 'nobody' }),
    lagMinutes: z
      .int()
      .min(1)
      .max(1440)
      .default(15)
      .meta({ description: 'age of the oldest frame that alarms, minutes' }),
    tags: z
      .record(z.string().regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u, 'a key of a tag'), z.string().max(256))
      .refine((tags) => OWN_TAGS.every((name) => !Object.hasOwn(tags, name)), `${OWN_TAGS.join(', ')} are Sluice’s own`)
      .refine((tags) => Object.keys(tags).length <= 40, 'at most 40')
      .default({})
      .meta({ description: 'your own, on everything that can be tagged' }),
  })
  .superRefine(({ oidc, destroyable }, context) => {
    if (oidc && !isSecure(oidc.issuer, destroyable)) {
      const message =
        'an issuer is asked over https (over http on loopback, where the stage is destroyable): else whoever is in between names people';
      context.addIssue({ code: 'custom', path: ['oidc', 'issuer'], message });
    }
  });
export type StageConfig = z.infer<typeof stageSchema>;

function isSecure(issuer: string, destroyable: boolean): boolean {
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && destroyable && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** The most that is usual; what is more is allowed, and said at synth. */
const USUAL = { evidenceDays: 3650, logRetentionDays: 1827 } as const;

/** What is allowed and probably not meant, a sentence each. */
export function doubts(config: StageConfig): string[] {
  const { alarms, alarmEmail, destroyable, evidenceDays, logRetentionDays, mfa, oidc } = config;
  if (destroyable) return [];
  return [
    ...(alarms.length === 0 && alarmEmail === undefined
      ? ['nobody is told of alarms: say in "alarms" who is, or subscribe to the topic (output AlertsTopicArn)']
      : []),
    ...(evidenceDays > USUAL.evidenceDays
      ? [
          `evidenceDays: for ${Math.round(evidenceDays / 365)} years nobody can delete evidence or close the account for good, not even its root, and each day that passes can only make it longer`,
        ]
      : []),
    ...(logRetentionDays > USUAL.logRetentionDays
      ? [`logRetentionDays: logs are kept for ${logRetentionDays} days`]
      : []),
    ...(mfa === 'optional' && !oidc ? ['mfa: who approves, gives grants and reads proves a password alone'] : []),
  ];
}

export const configSchema = z
  .strictObject({ stages: z.array(stageSchema).min(1).meta({ description: 'what the app deploys' }) })
  .superRefine(({ stages }, context) => {
    const seen = new Set<string>();
    const isApart = stages.some(({ account }) => account !== undefined);
    stages.forEach(({ program, stage, account }, index) => {
      const name = `${program}/${stage}`;
      const wrong = (key: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['stages', index, key], message });
      // Role names are account-wide, so the same stage in two Regions would collide.
      if (seen.has(name)) wrong('stage', `${name} is there twice`);
      // Without one it would go wherever the credentials of the day lead, beside stages that do not.
      if (isApart && account === undefined) wrong('account', `${name} says none, and other stages do`);
      seen.add(name);
    });
  });
export type Config = z.infer<typeof configSchema>;

/** The context key that all options stand under. */
export const CONTEXT_KEY = 'sluice';

/** @throws Error that names each key that is wrong, and which was meant */
export const parseConfig = (context: unknown): Config => parseContext(CONTEXT_KEY, configSchema, context);
