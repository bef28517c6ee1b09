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

/** `perhaps`: S3 decides what this page cannot; whoever takes it for public would say a no that nobody knows. */
export type Public = 'yes' | 'perhaps' | 'no';

/** What a block of public policies makes of some, for a request. */
export function restrictedBy(
  block: boolean,
  policies: readonly { policy: Policy }[],
): { restricted?: true | 'perhaps' } {
  const each = block ? policies.map(({ policy }) => isPublic(policy)) : [];
  if (each.includes('yes')) return { restricted: true };
  return each.includes('perhaps') ? { restricted: 'perhaps' } : {};
}

export function isPublic(policy: Policy): Public {
  if (!('statements' in policy)) return 'perhaps';
  const each = policy.statements.map(opens);
  return each.includes('yes') ? 'yes' : each.includes('perhaps') ? 'perhaps' : 'no';
}

function opens({ effect, principals, tests }: Statement): Public {
  if (effect !== 'Allow' || !principals) return 'no';
  if (!principals.not && !principals.of.aws.includes('*')) return 'no';
  const fixing = tests.filter(
    ({ key, operator, values }) =>
      FIXING.has(key) && POSITIVE.test(operator) && values.every((value) => isFixed(key, value)),
  );
  if (fixing.some(({ set, ifExists }) => set !== 'all' && !ifExists)) return 'no';
  // Of a value that may be absent S3's page says nothing.
  return fixing.length > 0 ? 'perhaps' : 'yes';
}

function isFixed(key: string, value: string): boolean {
  if (value.includes('${')) return false;
  // The name of an access point may be open, as long as its account is not.
  if (key === 's3:dataaccesspointarn') return /^\d{12}$/.test(value.split(':')[4] ?? '');
  if (key === 'aws:sourceip') return !/\/0$/.test(value);
  // Sessions of one role.
  if (key === 'aws:userid') return !/[*?]/.test(value.replace(/:\*$/, ''));
  return !/[*?]/.test(value);
}
