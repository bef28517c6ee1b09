import { BlockList, isIP } from 'node:net';
import { type Context, mayBeMany, type Value } from './context.ts';
import { and, type Formula, NO, not, or, unknown, when, YES } from './formula.ts';
import { arnPattern, compiled, type Fit, fitArn, fitOf } from './patterns.ts';
import { hasVariable, type Test } from './policy.ts';

/**
 * Conditions: each operator, with `IfExists`, sets and `Null`, on what is known, absent, open or unknown.
 * Source: IAM user guide, "Condition operators", "Set operators for multivalued context keys", "Policy variables".
 */

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnLike',
  ArnNotLike: 'ArnLike',
};

/** All tests of a statement. */
export const evaluateTests = (tests: readonly Test[], variables: boolean, context: Context): Formula =>
  tests.length === 0 ? YES : and(...tests.map((test) => evaluateTest(test, variables, context)));

export function evaluateTest(test: Test, variables: boolean, context: Context): Formula {
  const value = context.value(test.key);
  if (value.is === 'unknown') return unknown(value.why);
  if (test.operator === 'Null') return nullTest(test, value);
  if (value.is === 'open') return openTest(test, variables, context);
  if (value.is === 'absent') return whenAbsent(test);
  return knownTest(test, value.values, variables, context);
}

const written = ({ operator, set, ifExists }: Test): string =>
  `${{ all: 'ForAllValues:', any: 'ForAnyValue:', none: '' }[set ?? 'none']}${operator}${ifExists ? 'IfExists' : ''}`;

function nullTest(test: Test, value: Value): Formula {
  const wanted = test.values.map((one) => one.toLowerCase());
  if (wanted.some((one) => one !== 'true' && one !== 'false'))
    return unknown(`Null of "${test.key}" is neither true nor false`);
  const absent = wanted.includes('true');
  const there = wanted.includes('false');
  if (absent && there) return YES;
  if (value.is !== 'open') return (value.is === 'absent' ? absent : there) ? YES : NO;
  return when({ key: test.key, operator: 'Null', values: ['true'] }, !absent);
}

/** What only the request decides stays as it was written, with what is known filled in. */
function openTest(test: Test, variables: boolean, context: Context): Formula {
  const values: string[] = [];
  for (const one of test.values) {
    const text = variables ? resolved(one, context, 'text') : { text: one };
    if ('unknown' in text) return unknown(text.unknown);
    if ('text' in text) values.push(text.text);
    else if ('open' in text) values.push(one);
  }
  const negated = NEGATED[test.operator];
  // None of its values has a value here: nothing can equal them.
  if (values.length === 0 && test.values.length > 0) {
    return negated || test.set || test.ifExists ? unknown(`${test.values[0]}, which has no value here`) : NO;
  }
  // A test and its opposite are one condition, so that the one cancels the other; absent or in sets they are not opposites.
  if (negated && !test.set && !test.ifExists) {
    return when({ key: test.key, operator: negated, values: values.sort() }, true);
  }
  return when({
    key: test.key,
    operator: test.operator === 'ArnEquals' && !test.set && !test.ifExists ? 'ArnLike' : written(test),
    values: values.sort(),
  });
}

function whenAbsent(test: Test): Formula {
  if (test.set === 'any' && test.ifExists)
    return unknown(`${written(test)} of "${test.key}", which is absent: AWS does not say`);
  if (test.ifExists || test.set === 'all') return YES;
  if (test.set === 'any') return NO;
  return Object.hasOwn(NEGATED, test.operator) ? YES : NO;
}

function knownTest(test: Test, values: readonly string[], variables: boolean, context: Context): Formula {
  if (!test.set && values.length !== 1) {
    return unknown(`${test.operator} of "${test.key}", which has several values, without ForAllValues or ForAnyValue`);
  }
  const positive = NEGATED[test.operator] ?? test.operator;
  const negated = positive !== test.operator;
  const one = (value: string): Formula => {
    const formula = or(
      ...test.values.map((pattern) => matches(positive, test.key, pattern, value, variables, context, negated)),
    );
    return negated ? not(formula) : formula;
  };
  if (test.set === 'all') return and(...values.map(one));
  return or(...values.map(one));
}

function matches(
  operator: string,
  key: string,
  pattern: string,
  value: string,
  variables: boolean,
  context: Context,
  negated: boolean,
): Formula {
  let fits: Fit | undefined;
  const texts = operator.startsWith('String') || operator.startsWith('Arn');
  if (texts) {
    const like = operator === 'StringLike' || operator.startsWith('Arn');
    const text = variables
      ? resolved(pattern, context, like ? 'pattern' : 'text')
      : { text: like ? compiled(pattern) : pattern };
    if ('unknown' in text) return unknown(text.unknown);
    if ('open' in text) return when({ key, operator, values: [pattern] });
    // AWS does not say what a "not" of something without a value is.
    if ('absent' in text) return negated ? unknown(`${pattern}, which has no value here`) : NO;
    if (operator.startsWith('Arn') && !isArn(text.text))
      return unknown(`${operator} of "${key}" with ${pattern}, which is no ARN`);
    fits = textFit(operator, text.text, value);
  } else {
    const result = SCALARS[operator.replace(/(Not)?(Less|Greater).*|Equals$/, '')]?.(operator, pattern, value);
    if (result === undefined) return unknown(`${operator} of "${key}" with a value that is none`);
    fits = result ? 'all' : 'none';
  }
  return fits === 'all' ? YES : fits === 'none' ? NO : when({ key, operator, values: [pattern] });
}

/** What AWS makes of one that has not all its parts, it does not say. */
const isArn = (pattern: string): boolean => pattern.split(':').length >= 6;

function textFit(operator: string, pattern: string, value: string): Fit {
  switch (operator) {
    case 'StringEqualsIgnoreCase':
      return fitOf(pattern.toLowerCase(), value.toLowerCase());
    case 'ArnEquals':
    case 'ArnLike': {
      const [arn, thing] = [arnPattern(pattern), arnPattern(value)];
      return arn && thing ? fitArn(arn, thing) : 'none';
    }
    default:
      return fitOf(pattern, value);
  }
}

type Scalar = (operator: string, pattern: string, value: string) => boolean | undefined;

const ordered =
  (parse: (text: string) => number): Scalar =>
  (operator, pattern, value) => {
    const [limit, number] = [parse(pattern), parse(value)];
    if (Number.isNaN(limit)) return undefined;
    if (Number.isNaN(number)) return false;
    if (operator.endsWith('LessThan')) return number < limit;
    if (operator.endsWith('LessThanEquals')) return number <= limit;
    if (operator.endsWith('GreaterThan')) return number > limit;
    if (operator.endsWith('GreaterThanEquals')) return number >= limit;
    return number === limit;
  };

const SCALARS: Readonly<Record<string, Scalar>> = {
  Numeric: ordered((text) => (text.trim() === '' ? Number.NaN : Number(text))),
  // Seconds since the epoch, or ISO 8601.
  Date: ordered((text) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))),
  Bool: (_, pattern, value) =>
    /^(true|false)$/i.test(pattern) ? pattern.toLowerCase() === value.toLowerCase() : undefined,
  Binary: (_, pattern, value) => pattern === value,
  IpAddress: (_, pattern, value) => inRange(pattern, value),
};

function inRange(range: string, address: string): boolean | undefined {
  const [base = '', bits] = range.split('/');
  const family = isIP(base);
  if (family === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  try {
    list.addSubnet(base, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  } catch {
    return undefined;
  }
  return isIP(address) === family && list.check(address, type);
}

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`; `${*}`, `${?}`, `${$}` are the signs themselves. */
const VARIABLE = /\$\{([^}]*)\}/g;

export type Resolved = { text: string } | { absent: true } | { open: true } | { unknown: string };

/**
 * A text with its variables replaced.
 * @param as `pattern`: stars that were written are wildcards, those of a variable's value are not
 */
export function resolved(text: string, context: Context, as: 'text' | 'pattern'): Resolved {
  const plain = (part: string): string => (as === 'pattern' ? compiled(part) : part);
  if (!hasVariable(text)) return { text: plain(text) };
  let result = '';
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    result += plain(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, name = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)')?\s*$/s.exec(match[1]!) ?? [];
    if (/^[*?$]$/.test(name)) {
      result += name;
      continue;
    }
    const value = context.value(name.toLowerCase());
    if (value.is === 'unknown') return { unknown: value.why };
    if (value.is === 'open') return { open: true };
    if (value.is === 'absent' && fallback === undefined) return { absent: true };
    if (value.is === 'known' && (value.values.length !== 1 || mayBeMany(name.toLowerCase())))
      return { unknown: `\${${name}}, which has several values` };
    result += value.is === 'known' ? value.values[0]! : fallback!;
  }
  return { text: result + plain(text.slice(from)) };
}

/** Names of the keys whose values a text asks for. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(VARIABLE)]
    .map(([, inside]) => inside!.split(',')[0]!.trim().toLowerCase())
    .filter((name) => !/^[*?$]?$/.test(name));
