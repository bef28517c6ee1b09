import { evaluateTest, resolved, variablesIn } from './conditions.ts';
import { contextOf } from './context.ts';
import { type Attachment, about, type Principal } from './evaluate.ts';
import { type ArnPattern, arnPattern, compiled } from './patterns.ts';
import type { Policy, Test } from './policy.ts';

/**
 * What policies look at, so that those whom they look at alike can be asked about once. What is gathered here must be everything that the
 * evaluator could tell two principals apart by; a test compares its answers with those of asking each pair.
 */

/** What a policy asks about its requests. */
export interface Mentions {
  /** Tests by their text, with whether variables mean something in them. */
  tests: ReadonlyMap<string, { test: Test; variables: boolean }>;
  /** Keys whose values go into resources or values. */
  keys: ReadonlySet<string>;
  /** Names of principals. */
  names: ReadonlySet<string>;
}

const kept = new WeakMap<Policy, Mentions>();

export function mentionsOf(policy: Policy): Mentions {
  let found = kept.get(policy);
  if (!found) {
    found = gathered(policy);
    kept.set(policy, found);
  }
  return found;
}

function gathered(policy: Policy): Mentions {
  const tests = new Map<string, { test: Test; variables: boolean }>();
  const keys = new Set<string>();
  const names = new Set<string>();
  for (const { tests: asked, variables, resources, principals } of 'statements' in policy ? policy.statements : []) {
    for (const test of asked) {
      tests.set(`${variables} ${JSON.stringify(test)}`, { test, variables });
      if (variables) for (const value of test.values) for (const key of variablesIn(value)) keys.add(key);
    }
    for (const { text, pattern } of resources?.patterns ?? []) {
      if (pattern === undefined) for (const key of variablesIn(text)) keys.add(key);
    }
    for (const list of Object.values(principals?.of ?? {}) as (readonly string[])[])
      for (const name of list) names.add(name);
  }
  return { tests, keys, names };
}

export function joined(all: Iterable<Mentions>): Mentions {
  const tests = new Map<string, { test: Test; variables: boolean }>();
  const keys = new Set<string>();
  const names = new Set<string>();
  for (const one of all) {
    for (const [text, test] of one.tests) tests.set(text, test);
    for (const key of one.keys) keys.add(key);
    for (const name of one.names) names.add(name);
  }
  return { tests, keys, names };
}

/** What of a principal the policies see: two that are seen alike are answered alike. */
export function seen({ facts }: Principal, { tests, keys }: Mentions): string {
  const context = contextOf('', facts);
  const own = (key: string): boolean =>
    facts.has(key) ||
    (key.includes('/') && facts.has(key.slice(0, key.indexOf('/') + 1))) ||
    key.startsWith('aws:principaltag/');
  const parts: string[] = [];
  for (const { test, variables } of tests.values()) {
    if (own(test.key)) parts.push(evaluateTest(test, variables, context).key);
  }
  for (const key of keys) if (own(key)) parts.push(JSON.stringify(context.value(key)));
  return parts.join('|');
}

/** Resources that its own policies name for some actions, with what variables stand for. */
export function patternsOf(
  principal: Principal,
  attachments: readonly Attachment[],
  actions: readonly string[],
): Map<string, ArnPattern> {
  const context = contextOf('', principal.facts);
  const found = new Map<string, ArnPattern>();
  for (const { policy } of attachments) {
    if (!('statements' in policy)) continue;
    for (const action of actions) {
      for (const { statement } of about(policy, action)) {
        for (const { text, pattern } of statement.resources?.patterns ?? []) {
          const arn = pattern ?? arnPattern(textOf(text, context));
          if (arn) found.set(pattern ? text : `= ${textOf(text, context)}`, arn);
        }
      }
    }
  }
  return found;
}

/** Where a variable's value is the request's, it may be anything. */
function textOf(text: string, context: ReturnType<typeof contextOf>): string {
  const made = resolved(text, context, 'pattern');
  return 'text' in made ? made.text : compiled(text.replaceAll(/\$\{[^}]*\}/g, '*'));
}
