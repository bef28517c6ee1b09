import { decide, type Principal, type Request, type Trace } from './evaluate.ts';
import { and, type Formula, NO, or, YES } from './formula.ts';
import { type ArnPattern, arnPattern } from './patterns.ts';

/**
 * What it takes to read something in the clear: one of some ways, each of which needs everything on its list. Storage alone is ciphertext,
 * a key alone is nothing.
 */

/** One step: any of its requests will do; or a rule that no policy holds. */
export interface Need {
  what: string;
  any: readonly Request[];
  /** What no policy says; needs with an equal text have an equal rule. */
  rule?: { same: string; of: (principal: Principal) => Formula };
  /** Other ways to the same, each of several things at once. */
  orElse?: readonly (readonly Need[])[];
  /** By which somebody who may not could let themselves. */
  opened?: readonly Request[];
  /** The same, where it takes several things at once. */
  openedBy?: readonly (readonly Need[])[];
}

/** What nobody can as things are, and some could make so. */
export const opening = (what: string, ...by: readonly (readonly Need[])[]): Need => ({
  ...always(what, NO),
  openedBy: by,
});

export interface Way {
  by: string;
  needs: readonly Need[];
  /** Nobody can as things are: only who could make it so. @default false */
  made?: boolean;
}

export type Tracing = (way: string, need: string, said: Trace[], formula: Formula) => void;

/** Whether a principal can do it. */
export const formulaOf = (ways: readonly Way[], principal: Principal, trace?: Tracing): Formula =>
  or(
    ...ways.map(({ by, needs, made }) => {
      if (made) return NO;
      const parts: Formula[] = [];
      for (const need of needs) {
        const part = needed(need, principal, trace && ((said, formula) => trace(by, need.what, said, formula)));
        parts.push(part);
        // Whoever is to be told why is told of all of it.
        if (part.is === 'no' && !trace) return NO;
      }
      return and(...parts);
    }),
  );

/** Whether it could be made so that the principal can, by the principal alone: each need is met, or can be. */
export const openable = (ways: readonly Way[], principal: Principal): Formula =>
  or(
    ...ways.map(({ needs }) => {
      const parts: Formula[] = [];
      for (const need of needs) {
        const part = or(
          needed(need, principal),
          ...(need.opened ?? []).map((request) => decide(principal, request)),
          ...(need.openedBy ?? []).map((all) => and(...all.map((one) => needed(one, principal)))),
        );
        if (part.is === 'no') return NO;
        parts.push(part);
      }
      return and(...parts);
    }),
  );

function needed(
  { any, rule, orElse = [] }: Need,
  principal: Principal,
  trace?: (said: Trace[], formula: Formula) => void,
): Formula {
  const said: Trace[] = [];
  const parts: Formula[] = rule ? [rule.of(principal)] : [];
  for (const request of any) {
    const part = decide(principal, request, trace && said);
    parts.push(part);
    if (part.is === 'yes' && !trace) return YES;
  }
  for (const all of orElse)
    parts.push(and(...all.map((one) => needed(one, principal, trace && ((more) => said.push(...more))))));
  const formula = or(...parts);
  trace?.(said, formula);
  return formula;
}

/** Something of AWS that a policy names. */
export const thing = (arn: string): ArnPattern => arnPattern(arn) ?? arnPattern('arn:aws:unknown:::unknown')!;

export const requests = (actions: readonly string[], more: Omit<Request, 'action'>): Request[] =>
  actions.map((action) => ({ action, ...more }));

export const always = (what: string, formula: Formula): Need => ({
  what,
  any: [],
  rule: { same: formula.key, of: () => formula },
});

/** `s3://bucket/prefix/` as IAM names it; objects below it end in a star. */
export const s3Arn = (location: string): string =>
  location.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::').replace(/\/+$/, '');
