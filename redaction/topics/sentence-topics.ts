import type { Emit } from '../spans.ts';
import { DIGIT, LETTER } from '../text/classes.ts';
import type { Tokens } from '../text/tokens.ts';
import { personIn, stemOf, topicRows } from './features.ts';
import { TOPICS, TYPE_OF } from './topics.ts';
import { COLUMNS, SCALE, type TopicWeights, TRIGGER_BITS, topicWeights } from './weights.ts';

/** A row of words without an end is judged in pieces of so many. */
const LONGEST = 48;
/** Words that a topic is told by, and what the others count beside them. */
const TELLING = 3;
const OF_THE_REST = 0.3;
/** Nats by which one word alone, and all of them, must be ahead of saying nothing. Chosen on the held-out sentences. */
const LEAST_OF_ONE = 3;
const LEAST = 5.8;
/** The same where no word names a person: of things much more is said with the same words. */
const LEAST_OF_NOBODY = 8;
/** One word is a label. */
const SHORTEST = 2;
const TRIGGERS = (1 << TRIGGER_BITS) - 1;

/**
 * Finds sentences that say something of a person that harms them: see topics.ts. A sentence without a word that any of the training's
 * had costs a look-up a word.
 */
export class SentenceTopics {
  readonly #weights: TopicWeights;
  readonly #sums = new Int32Array(COLUMNS);
  readonly #leads = new Int32Array(LONGEST);

  constructor(weights: TopicWeights = topicWeights()) {
    this.#weights = weights;
  }

  /** @param tokens those of the text */
  find(text: string, tokens: Tokens, emit: Emit): void {
    const { count, start, end, flags, hash } = tokens;
    const { triggers } = this.#weights;
    let first = 0;
    let triggered = false;
    for (let i = 0; i < count; i++) {
      if (!triggered && (flags[i]! & LETTER) !== 0 && (flags[i]! & DIGIT) === 0) {
        const own = hash[i]! & TRIGGERS;
        triggered = (triggers[own >>> 3]! & (1 << (own & 7))) !== 0;
        if (!triggered) {
          const stem = stemOf(text, start[i]!, end[i]!) & TRIGGERS;
          triggered = stem !== 0 && (triggers[stem >>> 3]! & (1 << (stem & 7))) !== 0;
        }
      }
      const last = i + 1 === count || i + 1 - first === LONGEST || endsBetween(text, end[i]!, start[i + 1]!);
      if (!last) continue;
      if (triggered && i + 1 - first >= SHORTEST) {
        const topic = this.topicOf(text, tokens, first, i + 1);
        if (topic >= 0) emit(start[first]!, end[i]!, TYPE_OF[TOPICS[topic]!]);
      }
      first = i + 1;
      triggered = false;
    }
  }

  /** The topic of tokens `first` up to `behind`, as an index of `TOPICS`; -1 is none. */
  topicOf(text: string, tokens: Tokens, first: number, behind: number): number {
    const { rows } = this.#weights;
    const sums = this.#sums.fill(0);
    topicRows(text, tokens, first, behind, (row) => {
      const at = row * COLUMNS;
      for (let i = 0; i <= TOPICS.length; i++) sums[i]! += rows[at + i]!;
    });
    let best = 1;
    for (let i = 2; i <= TOPICS.length; i++) if (sums[i]! > sums[best]!) best = i;
    const leads = this.#leads.fill(0);
    topicRows(text, tokens, first, behind, (row, token) => {
      const at = row * COLUMNS;
      leads[token - first]! += rows[at + best]! - rows[at]!;
    });
    const least = personIn(tokens, first, behind) === 0 ? LEAST_OF_NOBODY : LEAST;
    return this.#says(behind - first, least) ? best - 1 : -1;
  }

  /** Whether the words that say most for a topic say enough: what else stands in a sentence says little against it. */
  #says(count: number, least: number): boolean {
    const leads = this.#leads.subarray(0, count).sort();
    let score = 0;
    for (let i = 0; i < count; i++) score += (i < count - TELLING ? OF_THE_REST : 1) * leads[i]!;
    return leads[count - 1]! > LEAST_OF_ONE * SCALE && score > least * SCALE;
  }
}

/** Whether a sentence ends between two words. */
function endsBetween(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    // Line end, tab, `;`, and `|` as tables have it.
    if (c === 10 || c === 13 || c === 9 || c === 59 || c === 124) return true;
    // `.`, `!`, `?` before a space, and their own in other scripts.
    if ((c === 46 || c === 33 || c === 63 || c === 0x2026) && i + 1 < to && text.charCodeAt(i + 1) <= 32) return true;
    if (c === 0x3002 || c === 0xff01 || c === 0xff1f) return true;
  }
  return false;
}
