import { classify, PLAIN_SHIFT } from '../text/classes.ts';

// See language/features.ts: through `Math.` these are slow in tests.
const { imul } = Math;

const OFFSET_BASIS = 0x811c9dc5 | 0;
export const PRIME = 0x01000193;

/** As `Tokens.hash`, of a part of a text. */
export function hashOf(text: string, from: number, to: number): number {
  let hash = OFFSET_BASIS;
  for (let i = from; i < to; i++) hash = imul(hash ^ (classify(text.charCodeAt(i)) >>> PLAIN_SHIFT), PRIME);
  return hash;
}
