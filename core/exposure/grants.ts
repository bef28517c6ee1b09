import { evaluateTest } from './conditions.ts';
import type { Context } from './context.ts';
import type { Principal } from './evaluate.ts';
import { and, type Formula, NO, or, unknown } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';

export interface Grants {
  /** Equal texts give the same to the same. */
  same: string;
  of: (principal: Principal, context: Context) => Formula;
}

/** Grants of a key, to whoever asks for one of its operations. Source: KMS developer guide, "Grants in AWS KMS", "Grant constraints". */
export function grantsOf(grants: Row<'key'>['grants'], action: string): Grants | undefined {
  if (grants === undefined) return undefined;
  if (isUnread(grants)) {
    const missing = unknown(`grants of the key could not be read: ${grants.unknown}`);
    return { same: missing.key, of: ({ kind }) => (kind === 'anonymous' || kind === 'anybody' ? NO : missing) };
  }
  const decrypting = grants.filter(({ operations }) => operations.includes(action.slice('kms:'.length)));
  if (decrypting.length === 0) return undefined;
  return {
    same: JSON.stringify(decrypting.map(({ id: _, ...rest }) => rest)),
    of: (principal, context) =>
      or(...decrypting.filter(({ grantee }) => isTo(grantee, principal)).map((one) => within(one, context))),
  };
}

function within(
  { equals, subset }: { equals?: Record<string, string> | undefined; subset?: Record<string, string> | undefined },
  context: Context,
): Formula {
  const equal = (key: string, values: string[], set?: 'all'): Formula =>
    evaluateTest({ operator: 'StringEquals', ...(set && { set }), ifExists: false, key, values }, false, context);
  const tests = Object.entries({ ...subset, ...equals }).map(([name, value]) =>
    equal(`kms:encryptioncontext:${name.toLowerCase()}`, [value]),
  );
  return and(...tests, ...(equals ? [equal('kms:encryptioncontextkeys', Object.keys(equals), 'all')] : []));
}

/** A grant to an account is one to each principal in it, within what its own policies say; here: to any. */
const isTo = (grantee: string, { id, role, account, kind }: Principal): boolean =>
  grantee === id ||
  grantee === role ||
  (kind !== 'anonymous' && account !== undefined && (grantee === account || grantee.endsWith(`:iam::${account}:root`)));
