import type * as z from 'zod';

/** So many are told: who mends them sees the others then. */
const MOST = 5;

/**
 * What is wrong with a value, a phrase each: where, and the rule of the contract. What was sent is never repeated, not even the name of a
 * key that is not known.
 */
export const problemsOf = (error: z.ZodError): string[] =>
  error.issues.slice(0, MOST).map((issue) => {
    const where = issue.path.join('.');
    return where === '' ? ruleOf(issue) : `${where}: ${ruleOf(issue)}`;
  });

type Issue = z.core.$ZodIssue;

/** A rule that a schema says in its own words goes first: zod's own begin with these. */
const OF_ZOD = /^(Invalid|Too |Unrecognized|Expected)/;

function ruleOf(issue: Issue): string {
  if (!OF_ZOD.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'never'
        ? 'is not taken here'
        : `${issue.expected in KINDS ? KINDS[issue.expected] : issue.expected} is needed`;
    case 'too_small':
      return bound('at least', issue.origin, issue.minimum);
    case 'too_big':
      return bound('at most', issue.origin, issue.maximum);
    case 'unrecognized_keys':
      return `${issue.keys.length === 1 ? 'a key is' : `${issue.keys.length} keys are`} not known`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `${FORMATS[issue.format] ?? 'another form'} is needed`;
    case 'invalid_union':
      return unionOf(issue.errors);
    default:
      return 'is not as the contract says';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'an object', record: 'an object' },
};

const FORMATS: Readonly<Record<string, string>> = {
  ulid: 'an id (26 letters and digits)',
  date: 'a date, YYYY-MM-DD,',
  datetime: 'a moment, e.g. 2026-11-24T08:00:00Z,',
  url: 'an address',
  email: 'an e-mail address',
};

function bound(which: string, origin: string, limit: number | bigint): string {
  const things: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', object: ' keys' };
  // A text that may not be empty.
  if (origin === 'string' && which === 'at least' && Number(limit) === 1) return 'may not be empty';
  return `${which} ${limit}${things[origin] ?? ''}`;
}

/** What any of its forms asks for. */
function unionOf(errors: readonly (readonly Issue[])[]): string {
  const rules = errors.flatMap(([first]) => (first ? [ruleOf(first).replace(/ is needed$/, '')] : []));
  return [...new Set(rules)].join(', or ') || 'is not as the contract says';
}
