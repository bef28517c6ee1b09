import { readFileSync } from 'node:fs';
import * as z from 'zod';

const some = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const one = (name: string, other: string) => `says either "${name}" or "${other}"`;

/** What a boundary of a company may say here: what its roles never do. What they may do is said by the pages beside this one, and by nothing else. */
const denySchema = z
  .strictObject({
    Sid: z
      .string()
      .regex(/^[A-Za-z0-9]*$/, 'letters and digits')
      .optional(),
    Effect: z.literal('Deny', 'is "Deny": what is allowed is said by each role, and by no boundary of others'),
    Action: some.optional(),
    NotAction: some.optional(),
    Resource: some.optional(),
    NotResource: some.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  })
  .refine((of) => (of.Action === undefined) !== (of.NotAction === undefined), one('Action', 'NotAction'))
  .refine((of) => (of.Resource === undefined) !== (of.NotResource === undefined), one('Resource', 'NotResource'));

export type Deny = z.infer<typeof denySchema>;

const policySchema = z.strictObject({
  Version: z.literal('2012-10-17').optional(),
  Id: z.string().optional(),
  Statement: z.array(denySchema).min(1),
});

/**
 * The Deny statements of a policy document.
 * @throws Error that names the file, and what in it is none
 */
export function readDenies(file: string): Deny[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`boundaryDenies: ${file} cannot be read as JSON`, { cause });
  }
  const { success, data, error } = policySchema.safeParse(content);
  if (!success) {
    const lines = error.issues.map(({ path, message }) => `boundaryDenies: ${[file, ...path].join(': ')}: ${message}`);
    throw new Error(lines.join('\n'));
  }
  return data.Statement;
}

/** Characters without spaces that a managed policy may have: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MOST_CHARACTERS = 6_144;
/** Of an ARN that AWS makes up, or that is not known before a deploy: a key's is 75. */
const UNKNOWN_ARN = 80;
const PSEUDO: Readonly<Record<string, number>> = { 'AWS::AccountId': 12, 'AWS::Partition': 6, 'AWS::Region': 14 };

/** About how long a document of a template will be once it is deployed: some characters more rather than fewer. */
export const lengthOf = (document: unknown): number => JSON.stringify(filled(document)).length;

function filled(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(filled);
  if (typeof part !== 'object' || part === null) return part;
  const [[key, inner] = ['', undefined], ...others] = Object.entries(part);
  if (others.length === 0) {
    if (key === 'Ref') return 'x'.repeat(PSEUDO[String(inner)] ?? UNKNOWN_ARN);
    if (key === 'Fn::GetAtt') return 'x'.repeat(UNKNOWN_ARN);
    if (key === 'Fn::Join') return (filled((inner as [string, unknown[]])[1]) as string[]).join((inner as [string])[0]);
  }
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, filled(one)]));
}
