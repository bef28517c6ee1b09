/**
 * Wildcards of IAM, asked of things that are themselves not known to the end: objects of a bucket, sessions of a role. A pattern fits all
 * of such a thing, some of it, or none. `all` and `none` are never said wrongly; `some` may be said of what a deeper look would decide.
 */

/** In a compiled pattern: any characters, any one. Private use, so that a `*` that a variable brought stays a character. */
const STAR = '\uE000';
const ANY = '\uE001';

export type Fit = 'all' | 'some' | 'none';

/** A pattern, or a thing with open places, in which `*` and `?` stand for more than themselves. */
export const compiled = (text: string): string => text.replaceAll('*', STAR).replaceAll('?', ANY);
/** For people: as it was written. */
export const shown = (pattern: string): string => pattern.replaceAll(STAR, '*').replaceAll(ANY, '?');
export const isOpen = (text: string): boolean => text.includes(STAR) || text.includes(ANY);

export function fitOf(pattern: string, thing: string): Fit {
  if (pattern === STAR || pattern === thing) return 'all';
  if (covers(pattern, thing)) return 'all';
  return isOpen(thing) && meets(pattern, thing) ? 'some' : 'none';
}

/** Each thing of the one is of the other: an open place is taken by a star alone. */
function covers(pattern: string, thing: string): boolean {
  let at = 0;
  let star = -1;
  let back = 0;
  let i = 0;
  while (i < thing.length) {
    const sign = pattern[at];
    if (sign === STAR) {
      star = at++;
      back = i;
    } else if (sign !== undefined && (sign === thing[i] || (sign === ANY && thing[i] !== STAR))) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++back;
    } else return false;
  }
  while (pattern[at] === STAR) at++;
  return at === pattern.length;
}

/** Whether anything is of both. */
function meets(one: string, other: string): boolean {
  // Row by row over the places of `other` that `one` can have reached.
  let reached = closed(new Set([0]), other);
  for (const sign of one) {
    const next = new Set<number>();
    for (const at of reached) {
      if (sign === STAR) for (let to = at; to <= other.length; to++) next.add(to);
      else {
        const there = other[at];
        if (there === STAR) next.add(at);
        else if (there !== undefined && (sign === ANY || there === ANY || there === sign)) next.add(at + 1);
      }
    }
    reached = closed(next, other);
    if (reached.size === 0) return false;
  }
  return reached.has(other.length);
}

/** Stars may stand for nothing. */
function closed(places: Set<number>, text: string): Set<number> {
  for (const at of places) if (text[at] === STAR) places.add(at + 1);
  return places;
}

/** Partition, service, Region, account; and the rest, which may have colons. */
const SEGMENTS = 6;

export type ArnPattern = readonly string[] | typeof STAR;

/**
 * An ARN is compared by its parts, and a wildcard stays within its part, but for a star at the end of an ARN that is not whole.
 * Source: IAM user guide, "IAM JSON policy elements: Resource", "Using wildcards in resource ARNs".
 * @returns undefined when it is no ARN
 */
export function arnPattern(text: string): ArnPattern | undefined {
  if (text === STAR) return STAR;
  const parts = text.split(':');
  const head = parts.slice(0, SEGMENTS - 1);
  const whole = parts.length >= SEGMENTS ? [...head, parts.slice(SEGMENTS - 1).join(':')] : parts;
  if (whole.length < SEGMENTS) {
    if (!whole.at(-1)!.endsWith(STAR)) return undefined;
    while (whole.length < SEGMENTS) whole.push(STAR);
  }
  return fitOf(whole[0]!, 'arn') === 'all' ? whole : undefined;
}

export function fitArn(pattern: ArnPattern, thing: ArnPattern): Fit {
  if (pattern === STAR) return 'all';
  if (thing === STAR) return 'some';
  let result: Fit = 'all';
  for (let at = 0; at < SEGMENTS; at++) {
    const [one, other] = [pattern[at]!, thing[at]!];
    if (one === other || one === STAR) continue;
    const part = fitOf(one, other);
    if (part === 'none') return 'none';
    if (part === 'some') result = 'some';
  }
  return result;
}
