import { NotStrict, strictJson } from '../shared/strict-json.ts';
import { type ArnPattern, arnPattern, compiled } from './patterns.ts';

/**
 * Policies, parsed strictly: an element, an operator or a shape that is not IAM's makes the whole document malformed, and what it says
 * unknown. Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */

/** To what a policy is attached: an identity's names no principals, a resource's must. A trust policy names no resources. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

export interface Test {
  /** Without set and `IfExists`, as IAM writes it: `StringLike`. */
  operator: string;
  set?: 'all' | 'any';
  ifExists: boolean;
  /** Lower case, but for what follows a `/` or names a context of KMS. */
  key: string;
  values: readonly string[];
}

/** Texts with wildcards: a resource may hold variables, and is compiled for each principal then. */
export interface ResourcePattern {
  text: string;
  pattern: ArnPattern | undefined;
}

export interface Principals {
  aws: readonly string[];
  service: readonly string[];
  federated: readonly string[];
  canonical: readonly string[];
}

export interface Statement {
  /** Place in its policy, from 0. */
  at: number;
  sid?: string;
  effect: 'Allow' | 'Deny';
  actions: { not: boolean; patterns: readonly string[] };
  resources?: { not: boolean; patterns: readonly ResourcePattern[] };
  principals?: { not: boolean; of: Principals };
  tests: readonly Test[];
  /** Whether `${...}` means something: not in policies of the older version. */
  variables: boolean;
}

export type Policy = { statements: readonly Statement[] } | { malformed: string };

class Malformed extends Error {}
const fail = (why: string): never => {
  throw new Malformed(why);
};

export function parsePolicy(document: unknown, kind: PolicyKind): Policy {
  try {
    return { statements: statementsOf(typeof document === 'string' ? strictJson(document) : document, kind) };
  } catch (error) {
    if (error instanceof Malformed || error instanceof NotStrict) return { malformed: error.message };
    throw error;
  }
}

const VERSIONS = ['2012-10-17', '2008-10-17'];
const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

function statementsOf(document: unknown, kind: PolicyKind): Statement[] {
  const { Version = '2008-10-17', Statement, ...rest } = objectOf(document, 'the policy');
  const more = Object.keys(rest).filter((name) => name !== 'Id');
  if (more.length > 0) fail(`unknown element ${more[0]}`);
  if (!VERSIONS.includes(Version as string)) fail('unknown version');
  if (Statement === undefined) fail('no Statement');
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.map((one, at) => statementOf(objectOf(one, 'a statement'), at, kind, Version === VERSIONS[0]));
}

function statementOf(raw: Record<string, unknown>, at: number, kind: PolicyKind, variables: boolean): Statement {
  const strange = Object.keys(raw).find((name) => !ELEMENTS.includes(name));
  if (strange !== undefined) fail(`unknown element ${strange}`);
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny') fail('Effect is neither Allow nor Deny');
  if (raw.Sid !== undefined && typeof raw.Sid !== 'string') fail('Sid is no text');
  const actions = oneOf(raw, 'Action', 'NotAction') ?? fail('no Action');
  const resources = oneOf(raw, 'Resource', 'NotResource');
  const principals = oneOf(raw, 'Principal', 'NotPrincipal');
  if (kind === 'trust' ? resources !== undefined : resources === undefined) {
    fail(kind === 'trust' ? 'a trust policy with Resource' : 'no Resource');
  }
  if ((kind === 'identity') === (principals !== undefined)) {
    fail(kind === 'identity' ? 'a policy of an identity with Principal' : 'no Principal');
  }
  return {
    at,
    ...(raw.Sid !== undefined && { sid: raw.Sid as string }),
    effect: raw.Effect as 'Allow' | 'Deny',
    actions: { not: actions.not, patterns: textsOf(actions.value, actions.name).map(actionPattern) },
    ...(resources && {
      resources: {
        not: resources.not,
        patterns: textsOf(resources.value, resources.name).map((text) => resourcePattern(text, variables)),
      },
    }),
    ...(principals && { principals: { not: principals.not, of: principalsOf(principals.value) } }),
    tests: testsOf(raw.Condition),
    variables,
  };
}

/** One of an element and its `Not`, never both. */
function oneOf(raw: Record<string, unknown>, name: string, notName: string) {
  if (raw[name] !== undefined && raw[notName] !== undefined) fail(`both ${name} and ${notName}`);
  if (raw[name] !== undefined) return { not: false, value: raw[name], name };
  if (raw[notName] !== undefined) return { not: true, value: raw[notName], name: notName };
  return undefined;
}

function actionPattern(text: string): string {
  if (text !== '*' && !/^[a-zA-Z0-9*?-]+:[a-zA-Z0-9*?]+$/.test(text)) fail('an Action that is none');
  return compiled(text.toLowerCase());
}

export const hasVariable = (text: string): boolean => text.includes('${');

function resourcePattern(text: string, variables: boolean): ResourcePattern {
  if (variables && hasVariable(text)) return { text, pattern: undefined };
  return { text, pattern: arnPattern(compiled(text)) ?? fail('a Resource that is no ARN') };
}

const PRINCIPAL_KINDS = { AWS: 'aws', Service: 'service', Federated: 'federated', CanonicalUser: 'canonical' } as const;

function principalsOf(value: unknown): Principals {
  const of: Record<keyof Principals, string[]> = { aws: [], service: [], federated: [], canonical: [] };
  if (value === '*') return { ...of, aws: ['*'] };
  for (const [kind, members] of Object.entries(objectOf(value, 'Principal'))) {
    if (!Object.hasOwn(PRINCIPAL_KINDS, kind)) fail(`unknown principal ${kind}`);
    of[PRINCIPAL_KINDS[kind as keyof typeof PRINCIPAL_KINDS]].push(...textsOf(members, 'Principal'));
  }
  for (const one of of.aws) {
    if (one === '*' || /^\d{12}$/.test(one) || /^A[A-Z]{3}[A-Z0-9]+$/.test(one) || isCloudFront(one)) continue;
    if (!/^arn:[^:]+:(iam|sts)::\d{12}:.+/.test(one) || /[*?]/.test(one)) fail('a Principal that is none');
  }
  return of;
}

/** An origin access identity: AWS's own, in no account. */
export const isCloudFront = (principal: string): boolean =>
  /^arn:[^:]+:iam::cloudfront:user\/CloudFront Origin Access Identity [A-Z0-9]+$/.test(principal);

const OPERATORS = [
  ...[
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  ...[
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  ...['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  ...[
    'Bool',
    'BinaryEquals',
    'IpAddress',
    'NotIpAddress',
    'ArnEquals',
    'ArnLike',
    'ArnNotEquals',
    'ArnNotLike',
    'Null',
  ],
];
const BY_LOWER_CASE = new Map(OPERATORS.map((operator) => [operator.toLowerCase(), operator]));

function testsOf(condition: unknown): Test[] {
  if (condition === undefined) return [];
  return Object.entries(objectOf(condition, 'Condition')).flatMap(([written, keys]) => {
    const [, set, name, ifExists] =
      /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i.exec(written) ?? fail('an operator that is none');
    const operator = BY_LOWER_CASE.get(name!.toLowerCase()) ?? fail(`unknown operator ${written.slice(0, 60)}`);
    return Object.entries(objectOf(keys, operator)).map(([key, values]) => ({
      operator,
      ...(set && { set: set.toLowerCase() === 'forallvalues' ? ('all' as const) : ('any' as const) }),
      ifExists: ifExists !== undefined,
      key: keyOf(key),
      values: textsOf(values, operator, true),
    }));
  });
}

/** Names of keys have no case; what stands behind a slash is a tag, whose case decides nothing either for IAM, but is shown. */
export const keyOf = (key: string): string => key.toLowerCase();

function textsOf(value: unknown, name: string, scalars = false): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 && !scalars) fail(`an empty ${name}`);
  return list.map((one) => {
    if (typeof one === 'string') return one;
    if (scalars && (typeof one === 'boolean' || typeof one === 'number')) return String(one);
    return fail(`${name} is no text`);
  });
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${name} is no object`);
  return value as Record<string, unknown>;
}
