import { lazily } from '../text/lazily.ts';
import type { Cell, Reading } from './cells.ts';

/**
 * The open edge of a run: what stands where the known events begin or end may be a part of a value whose rest is in
 * another frame, so the token there is masked. The words beside it are masked too: two in any case, because what announces a value
 * ("salary", "license") may be on the other side of the cut, and more as long as they look like parts of a value of several
 * words (a card in groups, a name, an address).
 */
const FEWEST_WORDS = 2;
const MOST_WORDS = 8;
const LONGEST = 128;
const PART = lazily(
  () =>
    /^[\p{Lu}\p{Lt}(+#]|[\p{N}@_/\\]|^(?:de|da|di|do|dos|del|della|der|den|van|von|la|le|al|el|bin|ibn|y|e|of|st|rue|via)$/u,
);
const GLUE = /[,.:;'-]$/;

/** The range of the text that belongs to the edge at the character `at`. */
export function edge(text: string, at: number, direction: 'start' | 'end'): [number, number] {
  let start = at;
  let end = at + 1;
  while (start > 0 && !isSpace(text, start - 1)) start--;
  while (end < text.length && !isSpace(text, end)) end++;
  if (isSpace(text, at)) return direction === 'end' ? widenBack(text, at, at) : widenForward(text, at, at + 1);
  return direction === 'end' ? widenBack(text, start, end) : widenForward(text, start, end);
}

/** So many words with digits in a row are one value at most: a card has four, an IBAN nine. */
const MOST_GROUPS = 9;
const VALUE = lazily(() => /[\p{N}@]|[\p{L}][^\p{L}\p{N}\s.,;:!?'’"()-][\p{L}]/u);

/** The range of the value that the character `at` may be a part of, with the groups of digits beside it; none where its word is a word. */
export function around(text: string, at: number): [number, number] | undefined {
  let start = at;
  let end = at;
  while (start > 0 && at - start < LONGEST && !isSpace(text, start - 1)) start--;
  while (end < text.length && end - at < LONGEST && !isSpace(text, end)) end++;
  if (!VALUE().test(text.slice(start, end))) return undefined;
  for (let groups = 0; groups < MOST_GROUPS && end - start < LONGEST; groups++) {
    let from = start;
    const least = Math.max(0, start - LONGEST);
    while (from > least && isSpace(text, from - 1)) from--;
    const to = from;
    while (from > least && !isSpace(text, from - 1)) from--;
    if (!/\p{N}/u.test(text.slice(from, to))) break;
    start = from;
  }
  for (let groups = 0; groups < MOST_GROUPS && end - start < LONGEST; groups++) {
    let to = end;
    const most = Math.min(text.length, end + LONGEST);
    while (to < most && isSpace(text, to)) to++;
    const from = to;
    while (to < most && !isSpace(text, to)) to++;
    if (!/\p{N}/u.test(text.slice(from, to))) break;
    end = to;
  }
  return [start, end];
}

function widenBack(text: string, start: number, end: number): [number, number] {
  for (let words = 0; words < MOST_WORDS && end - start < LONGEST; words++) {
    let to = start;
    while (to > 0 && isSpace(text, to - 1) && text[to - 1] !== '\n') to--;
    let from = to;
    while (from > 0 && !isSpace(text, from - 1)) from--;
    const word = text.slice(from, to);
    if (word === '' || (words >= FEWEST_WORDS && !PART().test(word) && !GLUE.test(word))) break;
    start = from;
  }
  return [start, end];
}

function widenForward(text: string, start: number, end: number): [number, number] {
  for (let words = 0; words < MOST_WORDS && end - start < LONGEST; words++) {
    let from = end;
    while (from < text.length && isSpace(text, from) && text[from] !== '\n') from++;
    let to = from;
    while (to < text.length && !isSpace(text, to)) to++;
    const word = text.slice(from, to);
    if (word === '' || (words >= FEWEST_WORDS && !PART().test(word))) break;
    end = to;
  }
  return [start, end];
}

const isSpace = (text: string, at: number): boolean => /\s/.test(text[at]!);

/** Index in a reading's text of the first character of a cell that is in it. */
export function indexOf({ cells, lengths }: Reading, cell: Cell): number {
  let at = 0;
  for (let i = 0; cells[i] !== cell; i++) at += lengths[i]!;
  return at;
}
