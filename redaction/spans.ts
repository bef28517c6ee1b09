import type { SensitiveType, Span } from './redactor.ts';

/** How a detector tells what it found. Offsets are UTF-16, `end` exclusive. */
export type Emit = (start: number, end: number, type: SensitiveType) => void;

/** A span before it is known what overlaps it. */
export interface Finding extends Span {
  /** By the look of words, not by a checksum, a form or a word beside it. */
  guessed?: boolean;
}

/** How strictly a type is to be treated; more is stricter. */
export type Rank = (type: SensitiveType) => number;

/**
 * Sorted spans without overlaps. Where findings overlap, all of their characters are covered by one span: two detectors
 * that disagree about where a value ends must not leave a rest of it. It has the type of the strictest of them, so that a
 * number inside of an address that may be kept is not kept with it; of equals, what is known before what is guessed, and
 * then the longest.
 */
export function resolve(found: Finding[], length: number, rank: Rank = () => 0): Span[] {
  return withoutGuesses(unite(found, length, rank));
}

/** The spans alone of what was united. */
export const withoutGuesses = (united: readonly Finding[]): Span[] =>
  united.map(({ start, end, type }) => ({ start, end, type }));

/** As `resolve`; what only a guess names is still known as one. */
export function unite(found: Finding[], length: number, rank: Rank = () => 0): Finding[] {
  sort(found);
  const out: Finding[] = [];
  let last: Finding | undefined;
  let namer: Finding | undefined;
  for (const finding of found) {
    const start = Math.max(0, finding.start);
    const end = Math.min(length, finding.end);
    if (start >= end) continue;
    if (last === undefined || start >= last.end) {
      last = { start, end, type: finding.type, guessed: finding.guessed === true };
      namer = finding;
      out.push(last);
      continue;
    }
    if (end > last.end) last.end = end;
    if (outranks(finding, namer!, rank)) {
      last.type = finding.type;
      if (finding.guessed !== true) last.guessed = false;
      namer = finding;
    }
  }
  return out;
}

/** Findings of one text are a few, and nearly in order. */
const FEW = 32;
const order = (a: Finding, b: Finding): number => a.start - b.start || b.end - a.end;

/** Of equals the first stays first. */
function sort(found: Finding[]): void {
  if (found.length > FEW) {
    found.sort(order);
    return;
  }
  for (let i = 1; i < found.length; i++) {
    const finding = found[i]!;
    let at = i;
    for (; at > 0 && order(found[at - 1]!, finding) > 0; at--) found[at] = found[at - 1]!;
    found[at] = finding;
  }
}

function outranks(a: Finding, b: Finding, rank: Rank): boolean {
  const difference =
    rank(a.type) - rank(b.type) ||
    Number(b.guessed ?? false) - Number(a.guessed ?? false) ||
    a.end - a.start - (b.end - b.start);
  return difference > 0;
}
