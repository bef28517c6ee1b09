import { classify, PLAIN_SHIFT } from '../text/classes.ts';

// See language/features.ts: through `Math.` these are slow in tests.
const { imul } = Math;

const OFFSET_BASIS = 0x811c9dc5 | 0;
export const PRIME = 0x01000193;

/** As `Tokens.hash`, of a part of a text. */
export const hashOf = (text: string, from: number, to: number): number => goOn(OFFSET_BASIS, text, from, to);

/** The hash of what was hashed with more of the text behind it. */
export function goOn(begun: number, text: string, from: number, to: number): number {
  let hash = begun;
  for (let i = from; i < to; i++) hash = imul(hash ^ (classify(text.charCodeAt(i)) >>> PLAIN_SHIFT), PRIME);
  return hash;
}
