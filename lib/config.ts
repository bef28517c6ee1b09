import * as z from 'zod';
import { FUNCTIONS } from './functions.ts';

/**
 * What a platform team may decide: the value of the context key `sluice` in `cdk.json` (or `-c sluice='{...}'`). Unknown
 * keys are refused, so that a typo fails the synthesis, not the promise that it stood for.
 */

export const word = z.string().regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, 'lower case letters, digits and dashes');

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/);

/** Retentions that CloudWatch Logs knows, days. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
] as const;

const oidcSchema = z.strictObject({
  issuer: z.url(),
  /** Client ids, or addresses of APIs. */
  audience: z.array(z.string().regex(/^\S+$/)).min(1),
  /** Claim that holds the caller's groups. @default groups */
  groupsClaim: z.string().min(1).default('groups'),
  /** Public client of the command line at the issuer: code with PKCE, device code. @default the first audience */
  clientId: z.string().regex(/^\S+$/).optional(),
  /** What it asks the issuer for. @default openid, profile, email, offline_access, groups */
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
    .refine((scopes) => scopes.includes('openid'), '"openid" must be one of them')
    .default(['openid', 'profile', 'email', 'offline_access', 'groups']),
  /**
   * Addresses on loopback that are registered for that client; one without a port stands for any port, as issuers take it by RFC 8252.
   * @default http://127.0.0.1/callback
   */
  redirectUris: z
    .array(
      z.string().regex(/^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?\/\S*$/, 'an http address on loopback'),
    )
    .min(1)
    .default(['http://127.0.0.1/callback']),
});

export const stageSchema = z.strictObject({
  /** Folder below `programs/`, and the disclosure's `program`. */
  program: word.max(41),
  /** Tells stages of one program apart: `dev`, `prod`, `prod-eu`. Names of roles and tables begin with both. */
  stage: word.max(12),
  /** File of the disclosure, relative to the project. @default programs/<program>/disclosure.yaml */
  disclosure: z.string().min(1).optional(),
  /** @default CDK_DEFAULT_REGION */
  region: region.optional(),
  /** For tests: nothing is retained or protected, evidence is locked for one day. @default false */
  destroyable: z.boolean().default(false),
  /** Any OIDC issuer in place of a Cognito user pool. @default a user pool */
  oidc: oidcSchema.optional(),
  /**
   * Of the user pool: whether everybody proves a second factor (an authenticator app); a pool cannot ask some groups alone.
   * @default required, for tests (`destroyable`) optional
   */
  mfa: z.enum(['required', 'optional']).optional(),
  /**
   * A name of one's own for the API; the certificate (ACM, ARN) covers it and is of the stage's Region. What is to be put into DNS is
   * an output of the State stack. @default the address that API Gateway makes up, which stays for as long as State does
   */
  domain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name in lower case'),
      certificate: z
        .string()
        .regex(/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate of ACM'),
    })
    .optional(),
  stream: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('on-demand') }),
      z.strictObject({ mode: z.literal('provisioned'), shards: z.int().min(1).max(1000) }),
    ])
    .default({ mode: 'on-demand' }),
  /** How the redactor's event source collects frames. More records or a longer window: fewer, larger segments. */
  batch: z
    .strictObject({
      records: z.int().min(1).max(10_000).default(500),
      windowSeconds: z.int().min(0).max(300).default(5),
    })
    .prefault({}),
  /**
   * Reserved concurrency per function. Reserve some for `report`, so that nothing else in the account can keep a pause
   * from running. @default none (a new account's quota of 10 leaves nothing to reserve)
   */
  reservedConcurrency: z.partialRecord(z.enum(FUNCTIONS), z.int().min(1).max(1000)).default({}),
  /** Days. @default 90 */
  logRetentionDays: z.literal([...LOG_RETENTION_DAYS]).default(90),
  /** Days for which nobody can delete evidence, not even the account's root (S3 Object Lock, compliance mode). @default 1095 */
  evidenceDays: z.int().min(1).max(36_500).default(1095),
  /** Requests a second to the API, and how many at once. */
  throttle: z
    .strictObject({
      rate: z.int().min(1).max(10_000).default(100),
      burst: z.int().min(1).max(5_000).default(200),
    })
    .prefault({}),
  /** Name of the role under which CloudFormation deploys the stacks. @default that of the CDK's ordinary bootstrap */
  deployRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/)
    .optional(),
  /** ARN of the bus of a witness, in an account that is not this one (docs/witness.md). @default none: nobody outside keeps checkpoints */
  witness: z
    .string()
    .regex(/^arn:[a-z-]+:events:[a-z0-9-]+:\d{12}:event-bus\/[\w.-]{1,240}$/, 'the ARN of an event bus')
    .optional(),
  /** Who gets the alarms. @default nobody: the topic is there to subscribe to */
  alarmEmail: z.email().optional(),
  /** Iterator age that alarms, minutes. @default 15 */
  lagMinutes: z.int().min(1).max(1440).default(15),
});
export type StageConfig = z.infer<typeof stageSchema>;

const configSchema = z.strictObject({ stages: z.array(stageSchema).min(1) }).superRefine(({ stages }, context) => {
  const seen = new Set<string>();
  stages.forEach(({ program, stage }, index) => {
    const name = `${program}/${stage}`;
    // Role names are account-wide, so the same stage in two Regions would collide.
    if (seen.has(name)) {
      context.addIssue({ code: 'custom', path: ['stages', index, 'stage'], message: `${name} is there twice` });
    }
    seen.add(name);
  });
});
export type Config = z.infer<typeof configSchema>;

/** The context key that all options stand under. */
export const CONTEXT_KEY = 'sluice';

/**
 * @param context value of the context key: an object, or its JSON when it came by `-c`
 * @throws Error that names each key that is wrong
 */
export const parseConfig = (context: unknown): Config => parseContext(CONTEXT_KEY, configSchema, context);

/** The same of any key. */
export function parseContext<T>(key: string, schema: z.ZodType<T>, context: unknown): T {
  let value = context;
  if (typeof context === 'string') {
    try {
      value = JSON.parse(context);
    } catch (cause) {
      throw new Error(`context "${key}" is not JSON`, { cause });
    }
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = [key, ...issue.path].map(String).join('.');
    return issue.code === 'unrecognized_keys'
      ? `${path}: unknown key ${issue.keys.map((name) => `"${name}"`).join(', ')}`
      : `${path}: ${issue.message}`;
  });
  throw new Error(`cdk.json, context "${key}":\n  ${problems.join('\n  ')}`);
}
