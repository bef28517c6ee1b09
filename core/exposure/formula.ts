/**
 * An answer with what it hangs on. Conditions that the inventory cannot decide stay in it as they were written; what is not known stays in
 * it as unknown, and neither a `not` nor anything else makes a no of it.
 */

/** A test on the request that only the request decides. */
export interface Condition {
  key: string;
  operator: string;
  values: readonly string[];
}

export type Formula =
  | { readonly is: 'yes' | 'no'; readonly key: string }
  | { readonly is: 'atom'; readonly key: string; readonly condition: Condition; readonly negated: boolean }
  | { readonly is: 'unknown'; readonly key: string; readonly why: string }
  | { readonly is: 'and' | 'or'; readonly key: string; readonly of: readonly Formula[] };

export const YES: Formula = { is: 'yes', key: '1' };
export const NO: Formula = { is: 'no', key: '0' };

export const unknown = (why: string): Formula => ({ is: 'unknown', key: `?${why}`, why });

export const when = (condition: Condition, negated = false): Formula => ({
  is: 'atom',
  key: `${negated ? '!' : ''}${condition.operator} ${condition.key} ${JSON.stringify(condition.values)}`,
  condition,
  negated,
});

export function not(formula: Formula): Formula {
  switch (formula.is) {
    case 'yes':
      return NO;
    case 'no':
      return YES;
    case 'atom':
      return when(formula.condition, !formula.negated);
    // The other way round it is as unknown as before.
    case 'unknown':
      return formula;
    case 'and':
      return or(...formula.of.map(not));
    case 'or':
      return and(...formula.of.map(not));
  }
}

export const and = (...parts: readonly Formula[]): Formula => joined('and', parts);
export const or = (...parts: readonly Formula[]): Formula => joined('or', parts);

function joined(is: 'and' | 'or', parts: readonly Formula[]): Formula {
  const [neutral, absorbing] = is === 'and' ? [YES, NO] : [NO, YES];
  const kept = new Map<string, Formula>();
  const keep = (part: Formula): boolean => {
    if (part.is === absorbing.is) return false;
    if (part.is === neutral.is) return true;
    if (part.is === is) return part.of.every(keep);
    if (part.is === 'atom' && kept.has(not(part).key)) return false;
    kept.set(part.key, part);
    return true;
  };
  for (const part of parts) if (!keep(part)) return absorbing;
  // x or (x and y) is x; x and (x or y) is x.
  const rest = [...kept.values()].filter(
    (part) => !((part.is === 'and' || part.is === 'or') && part.of.some(({ key }) => kept.has(key))),
  );
  if (rest.length === 0) return neutral;
  if (rest.length === 1) return rest[0]!;
  const key = `${is}(${rest
    .map((part) => part.key)
    .sort()
    .join(',')})`;
  return { is, key, of: rest };
}

export const VERDICTS = ['yes', 'if', 'unknown', 'no'] as const;
export type Verdict = (typeof VERDICTS)[number];

export function verdictOf(formula: Formula): Verdict {
  if (formula.is === 'yes' || formula.is === 'no') return formula.is;
  // "If" would say that without the condition it is a no.
  return reasons(formula).length > 0 ? 'unknown' : 'if';
}

/** What is not known in it. */
export function reasons(formula: Formula): string[] {
  if (formula.is === 'unknown') return [formula.why];
  if (formula.is === 'and' || formula.is === 'or') return [...new Set(formula.of.flatMap(reasons))];
  return [];
}

/** A condition as it must be for the answer to be yes. */
export interface Required extends Condition {
  negated: boolean;
}

/** No more ways to satisfy a formula than a person can read. */
const MOST_ALTERNATIVES = 16;

/** Ways to make it true, each a list of conditions; at most `MOST_ALTERNATIVES`, and whether there are more. */
export function alternatives(formula: Formula): { any: Required[][]; more: boolean } {
  let more = false;
  const ways = (one: Formula): Required[][] => {
    switch (one.is) {
      case 'yes':
        return [[]];
      case 'no':
      case 'unknown':
        return [];
      case 'atom':
        return [[{ ...one.condition, negated: one.negated }]];
      case 'or':
        return limited(one.of.flatMap(ways));
      case 'and':
        return one.of.reduce<Required[][]>(
          (sofar, part) => limited(sofar.flatMap((head) => ways(part).map((tail) => [...head, ...tail]))),
          [[]],
        );
    }
  };
  const limited = (all: Required[][]): Required[][] => {
    if (all.length > MOST_ALTERNATIVES) more = true;
    return all.slice(0, MOST_ALTERNATIVES);
  };
  return { any: ways(formula), more };
}
