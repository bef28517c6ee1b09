import { canonicalJson } from '../shared/canonical-json.ts';

/**
 * A policy document in a form in which two that say the same are the same text: a value and a list of it, the order of statements,
 * and of what a list holds mean nothing to IAM. Names of statements do not either, but a changed name is a changed policy.
 */
export function normalPolicy(document: unknown): string {
  const { Statement, ...rest } = (document ?? {}) as { Statement?: unknown };
  return canonicalJson({
    ...rest,
    Statement: listed(Statement)
      .map((one) => normal(one))
      .sort(byText),
  });
}

export const listed = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const byText = (a: unknown, b: unknown): number => (canonicalJson(a) < canonicalJson(b) ? -1 : 1);

/** Words of IAM whose value is one word, not a list. */
const SINGLE = new Set(['Effect', 'Sid']);

function normal(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map(String).sort();
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one, name)]));
  }
  return SINGLE.has(key) ? value : [String(value)];
}
