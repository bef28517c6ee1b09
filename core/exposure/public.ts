import type { Policy, Statement } from './policy.ts';

/**
 * Whether S3 calls a bucket's policy public, which is what a public access block looks at: it gives something to everybody, but for fixed
 * values of some keys. Source: S3 user guide, "Blocking public access to your Amazon S3 storage", "The meaning of public".
 */
const FIXING = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);
const POSITIVE = /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;

/** One that cannot be read counts as public by S3's own reading: it assumes so until shown otherwise. */
export const isPublic = (policy: Policy): boolean => !('statements' in policy) || policy.statements.some(opens);

function opens({ effect, principals, tests }: Statement): boolean {
  if (effect !== 'Allow' || !principals) return false;
  if (!principals.not && !principals.of.aws.includes('*')) return false;
  return !tests.some(
    ({ key, operator, set, ifExists, values }) =>
      FIXING.has(key) &&
      POSITIVE.test(operator) &&
      set !== 'all' &&
      !ifExists &&
      values.every((value) => isFixed(key, value)),
  );
}

function isFixed(key: string, value: string): boolean {
  if (value.includes('${')) return false;
  if (key === 'aws:sourceip') return !/\/0$/.test(value);
  // Sessions of one role.
  if (key === 'aws:userid') return !/[*?]/.test(value.replace(/:\*$/, ''));
  return !/[*?]/.test(value);
}
