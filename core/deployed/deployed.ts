import { z } from 'zod';
import { HASH } from './manifest.ts';
import { templateSchema } from './template.ts';

/** A policy document, parsed. */
const POLICY = z.unknown();

const functionSchema = z.strictObject({
  runtime: z.string().optional(),
  handler: z.string().optional(),
  memory: z.number(),
  timeout: z.number(),
  architectures: z.array(z.string()),
  /** ARN. */
  role: z.string(),
  /** ARNs. */
  layers: z.array(z.string()),
  /** Hash of each value: values are of nobody's concern, and one that somebody added may be a secret. */
  environment: z.record(z.string(), HASH),
  files: z.record(z.string(), HASH),
  /** Base64 SHA-256 of the archive that they came in, as Lambda says. Absent in files of before it was read. */
  archive: z.string().optional(),
  aliases: z.array(z.string()),
  /** Published versions. */
  versions: z.array(z.string()),
  /** Auth types of function URLs. */
  urls: z.array(z.string()),
  mappings: z.array(
    z.strictObject({
      source: z.string(),
      enabled: z.boolean(),
      /** What decides which records it hands over, and what becomes of those that fail; by name, as canonical JSON. */
      settings: z.record(z.string(), z.string()),
    }),
  ),
  /** Instances that are reserved for it, which are all that it can have. */
  reserved: z.number().optional(),
  /** By name: what would send its events, answers or files elsewhere, or holds its code under another key. */
  additions: z.array(z.string()),
  /** Who may call it. */
  policy: POLICY,
});
export type DeployedFunction = z.infer<typeof functionSchema>;

const roleSchema = z.strictObject({
  trust: POLICY,
  /** By name. */
  inline: z.record(z.string(), POLICY),
  /** ARNs. */
  attached: z.array(z.string()),
  /** ARN. */
  boundary: z.string().optional(),
});
export type DeployedRole = z.infer<typeof roleSchema>;

/** What runs, as read at AWS: everything that the comparison needs, so that it can be made offline and by somebody else. */
export const deployedSchema = z.strictObject({
  version: z.literal(1),
  /** ms. */
  readAt: z.number(),
  prefix: z.string(),
  account: z.string(),
  region: z.string(),
  partition: z.string(),
  /** By name; of each its template, the physical id of each logical one, and its outputs (files of before they were read have none). */
  stacks: z.record(
    z.string(),
    z.strictObject({
      template: templateSchema,
      resources: z.record(z.string(), z.string()),
      outputs: z.record(z.string(), z.string()).optional(),
    }),
  ),
  /** By name: all that begin with the prefix, and all that run under a role that does. */
  functions: z.record(z.string(), functionSchema),
  /** By name: all that begin with the prefix. */
  roles: z.record(z.string(), roleSchema),
  /** Documents of the boundaries in force, by ARN. */
  managed: z.record(z.string(), POLICY),
  /** Policies of keys, tables, buckets and the stream, by logical id; null: it has none. */
  policies: z.record(z.string(), POLICY),
});
export type Deployed = z.infer<typeof deployedSchema>;
