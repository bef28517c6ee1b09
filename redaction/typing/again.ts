import type { Cell } from './cells.ts';
import type { Said } from './said.ts';

/** So much of what stood before a double click is compared: a value is no longer. */
const LONGEST = 128;

/**
 * What a double click selected is typed over, most often by itself: a value is begun, taken back by the mouse, and typed again. What begins behind the
 * click as it ended before it is the same, whatever is found of it: its first keys go with its second ones.
 * @param clicks of each double click how much had been said before it
 */
export function linkRetyped(said: readonly Said[], clicks: readonly number[]): void {
  /** A value may be begun more than twice: all cells of one character share a list, or they would grow with each. */
  const lists = new Map<readonly number[], number[]>();
  for (const [n, click] of clicks.entries()) {
    const from = Math.max(clicks[n - 1] ?? 0, click - LONGEST);
    const to = Math.min(clicks[n + 1] ?? said.length, click + LONGEST);
    const begun = said.slice(from, click).map(({ cell }) => cell);
    const again = said.slice(click, to).map(({ cell }) => cell);
    const shared = overlap(begun, again);
    for (let i = 0; i < shared; i++) {
      const first = begun[begun.length - shared + i]!;
      const second = again[i]!;
      const known = first.links === undefined ? [] : lists.get(first.links);
      // What an input method wrote has links of its own.
      if (known === undefined || second.links !== undefined || first.event < 0) continue;
      known.push(first.event);
      lists.set(known, known);
      second.links = known;
    }
  }
}

/** The most cells at the end of one row that say what those at the begin of the other do (the prefix function of Knuth, Morris and Pratt). */
function overlap(before: readonly Cell[], behind: readonly Cell[]): number {
  const fail = new Uint8Array(behind.length);
  const step = (matched: number, text: string): number => {
    let at = matched;
    if (at === behind.length) at = fail[at - 1] ?? 0;
    while (at > 0 && behind[at]!.text !== text) at = fail[at - 1]!;
    return behind[at]?.text === text ? at + 1 : at;
  };
  for (let i = 1, matched = 0; i < behind.length; i++) fail[i] = matched = step(matched, behind[i]!.text);
  let matched = 0;
  for (const { text } of before) matched = step(matched, text);
  return matched;
}
