/** How one value of a disclosure differs from what it was, and what that means. */

/** `widens`: more is recorded, kept, read or harder to stop; `narrows`: less; `rewords`: neither. */
export type Effect = 'widens' | 'narrows' | 'rewords';

/** What became of it, for who tells it in another language. Values are words of the disclosure, or names that its author gave. */
type Difference =
  | { kind: 'new' | 'gone'; value?: string }
  | { kind: 'moved'; from: string | number; to: string | number }
  | { kind: 'reworded' }
  /** The same, in more languages or fewer. */
  | { kind: 'translated' };

export interface DisclosureChange {
  /** Dotted path of what changed. */
  key: string;
  effect: Effect;
  /** What changed, in plain words. */
  words: string;
  difference: Difference;
}

export const NEW: Difference = { kind: 'new' };
export const GONE: Difference = { kind: 'gone' };
export const REWORDED: Difference = { kind: 'reworded' };
export const TRANSLATED: Difference = { kind: 'translated' };

/** Members that came and went, and what that means. */
export function sets(key: string, before: readonly string[], after: readonly string[], more: Effect, fewer: Effect) {
  return [
    ...after
      .filter((name) => !before.includes(name))
      .map((name) => ({
        key,
        effect: more,
        words: `${name} is new`,
        difference: { kind: 'new' as const, value: name },
      })),
    ...before
      .filter((name) => !after.includes(name))
      .map((name) => ({
        key,
        effect: fewer,
        words: `${name} is gone`,
        difference: { kind: 'gone' as const, value: name },
      })),
  ];
}

/** What may be said otherwise without anybody getting more. */
export function rewords(key: string, old: unknown, now: unknown): DisclosureChange[] {
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (old === undefined) return [{ key, effect: 'rewords', words: 'said for the first time', difference: NEW }];
  if (now === undefined) return [{ key, effect: 'rewords', words: 'no longer said', difference: GONE }];
  return [{ key, effect: 'rewords', words: 'other words', difference: REWORDED }];
}

/** A number that need not be there, without which nothing is asked; `more` is what a greater one means. */
export function bound(
  key: string,
  before: number | undefined,
  after: number | undefined,
  more: Effect,
  says: { without: string; with(value: number): string },
): DisclosureChange[] {
  if (before !== undefined && after !== undefined) return moved(key, before, after, more);
  if (before === after) return [];
  return after === undefined
    ? [{ key, effect: 'widens', words: says.without, difference: GONE }]
    : [{ key, effect: 'narrows', words: says.with(after), difference: NEW }];
}

/** A number that moved; `more` is what a greater one means. */
export function moved(key: string, before: number, after: number, more: Effect): DisclosureChange[] {
  if (before === after) return [];
  const less: Effect = more === 'widens' ? 'narrows' : more === 'narrows' ? 'widens' : 'rewords';
  return [
    {
      key,
      effect: after > before ? more : less,
      words: `${before} -> ${after}`,
      difference: { kind: 'moved', from: before, to: after },
    },
  ];
}

/** A word that moved on a scale on which more is wider; different words of one rank cannot be compared, and widen. */
export function ranked<T extends string>(
  key: string,
  before: T,
  after: T,
  rank: (value: T) => number,
): DisclosureChange[] {
  if (before === after) return [];
  return [
    {
      key,
      effect: rank(after) < rank(before) ? 'narrows' : 'widens',
      words: `${before} -> ${after}`,
      difference: { kind: 'moved', from: before, to: after },
    },
  ];
}
