import { createKernel, type Kernel, type KernelAndMemory } from '../kernel/kernel.ts';
import type { Place } from '../kernel/read.ts';
import type { LanguageDetector } from '../language/detector.ts';
import { LANGUAGES } from '../language/languages.ts';
import type { Emit } from '../spans.ts';
import { DIGIT, LETTER } from '../text/classes.ts';
import { eachMatch } from '../text/matches.ts';
import type { Tokens } from '../text/tokens.ts';
import { ABOUT, LONGEST_SENTENCE, stemOf, TOPIC_FEATURES_BYTES, TopicFeatures } from './features.ts';
import { COLUMNS } from './table.ts';
import { TOPIC_LANGUAGES, TOPICS, TYPE_OF } from './topics.ts';
import { isTrigger, SCALE, type TopicWeights, topicWeights } from './weights.ts';

/** A topic is told by three words: what the others count beside them. */
const OF_THE_REST = 0.5;
/** Nats by which a topic must be ahead of saying nothing. */
export interface Thresholds {
  /** One word alone. */
  readonly ofOne: number;
  /** All words of a sentence. */
  readonly ofAll: number;
  /** The same where no word names a person: of things much more is said with the same words. */
  readonly ofNobody: number;
  /** The same where a thing is named and nobody is. */
  readonly ofThing: number;
}
/** Chosen on the held-out sentences, and by what is found and touched on average of messages by others (MODEL_CARD.md). */
export const THRESHOLDS: Thresholds = { ofOne: 2.5, ofAll: 3.5, ofNobody: 5, ofThing: 8 };
/** By index: those of the training, and Catalan, for which a short text in Spanish is taken at times. */
const TAUGHT = LANGUAGES.map(({ code }) => code === 'ca' || TOPIC_LANGUAGES.some((one) => one === code));
/** Fewer words do not tell their language. */
const TELLS_LANGUAGE = 5;
/** One word is a label. */
const SHORTEST = 2;
/** Less than any word says. */
const NOTHING = -(2 ** 30);

/**
 * Finds sentences that say something of a person that harms them: see topics.ts. A sentence without a word that any of the training's
 * had costs a look-up a word.
 */
export class SentenceTopics {
  readonly #weights: TopicWeights;
  readonly #thresholds: Thresholds;
  readonly #languages: LanguageDetector | undefined;
  readonly #kernel: Kernel;
  /** The table as pairs of bytes. */
  readonly #prints: Int16Array;
  readonly #sums: Int32Array;
  readonly #read: TopicFeatures;

  /**
   * @param given weights. @default those that are shipped
   * @param languages tells whether a text is of a language that the training had. @default it is not asked
   */
  constructor(given?: TopicWeights, thresholds: Thresholds = THRESHOLDS, languages?: LanguageDetector) {
    this.#thresholds = thresholds;
    this.#languages = languages;
    const { weights, kernel, memory } = inKernel(given);
    this.#kernel = kernel;
    this.#weights = weights;
    this.#prints = new Int16Array(memory, WEIGHTS_AT, weights.rows.length / 2);
    this.#sums = new Int32Array(memory, 0, COLUMNS);
    this.#read = new TopicFeatures(memory, SUMS_BYTES);
  }

  /** @param tokens those of the text */
  find(text: string, tokens: Tokens, emit: Emit): void {
    const { count, start, end, flags, hash } = tokens;
    const { triggers } = this.#weights;
    let first = 0;
    let triggered = false;
    let taught = count < TELLS_LANGUAGE || this.#languages === undefined;
    for (let i = 0; i < count; i++) {
      if (!triggered && (flags[i]! & LETTER) !== 0 && (flags[i]! & DIGIT) === 0) {
        triggered = isTrigger(triggers, hash[i]!);
        if (!triggered) {
          const stem = stemOf(text, start[i]!, end[i]!);
          triggered = stem !== 0 && isTrigger(triggers, stem);
        }
      }
      const last = i + 1 === count || i + 1 - first === LONGEST_SENTENCE || endsBetween(text, end[i]!, start[i + 1]!);
      if (!last) continue;
      if (triggered && i + 1 - first >= SHORTEST) {
        const topic = this.topicOf(text, tokens, first, i + 1);
        if (topic >= 0 && !isCode(text, start[first]!, end[i]!)) {
          // Asked of texts in which something was found alone, which are few, and once: it looks at the whole text.
          taught ||= TAUGHT[this.#languages!.of(text)]!;
          if (!taught) return;
          emit(start[first]!, end[i]!, TYPE_OF[TOPICS[topic]!]);
        }
      }
      first = i + 1;
      triggered = false;
    }
  }

  /** The topic of tokens `first` up to `behind`, as an index of `TOPICS`; -1 is none. */
  topicOf(text: string, tokens: Tokens, first: number, behind: number): number {
    this.#read.read(text, tokens, first, behind);
    this.#read.keepKnown(this.#prints);
    const best = this.#best();
    const { ofAll, ofNobody, ofThing } = this.#thresholds;
    const { person } = this.#read;
    const least = person === ABOUT.THING ? ofThing : person === ABOUT.NOBODY ? ofNobody : ofAll;
    return this.#says(best, least) ? best - 1 : -1;
  }

  /** The column with the highest sum, none apart. */
  #best(): number {
    const { features: rows, count } = this.#read;
    const sums = this.#sums.fill(0);
    this.#kernel.addRows16(WEIGHTS_AT, rows.byteOffset, count, sums.byteOffset);
    let best = 1;
    for (let i = 2; i <= TOPICS.length; i++) if (sums[i]! > sums[best]!) best = i;
    return best;
  }

  /** Whether the words that say most for a topic say enough: what else stands in a sentence says little against it. */
  #says(topic: number, least: number): boolean {
    const { features: rows, words, count, size } = this.#read;
    const { rows: weights } = this.#weights;
    let all = 0;
    // The leads of the three words that say most.
    let first = NOTHING;
    let second = NOTHING;
    let third = NOTHING;
    for (let word = 0, i = 0; word < size; word++) {
      let lead = 0;
      for (; i < count && words[i] === word; i++) {
        const at = rows[i]! * COLUMNS;
        lead += weights[at + topic]! - weights[at]!;
      }
      all += lead;
      if (lead > first) {
        third = second;
        second = first;
        first = lead;
      } else if (lead > second) {
        third = second;
        second = lead;
      } else if (lead > third) third = lead;
    }
    // A sentence has two words at least.
    if (third === NOTHING) third = 0;
    const telling = first + second + third;
    return first > this.#thresholds.ofOne * SCALE && OF_THE_REST * (all - telling) + telling > least * SCALE;
  }
}

const SUMS_BYTES = COLUMNS * 4;
const LINE = 64;
/** In the kernel's memory: behind the sums and the rows of a sentence, where a line of a processor's cache begins. */
const WEIGHTS_AT = Math.ceil((SUMS_BYTES + TOPIC_FEATURES_BYTES) / LINE) * LINE;

function inKernel(given: TopicWeights | undefined): KernelAndMemory & { weights: TopicWeights } {
  let core: KernelAndMemory | undefined;
  const place: Place = (bytes) => {
    core = createKernel(WEIGHTS_AT + bytes);
    return new Uint8Array(core.memory, WEIGHTS_AT, bytes);
  };
  if (given === undefined) return { weights: topicWeights(place), ...core! };
  place(given.rows.length).set(given.rows);
  return { weights: { ...given, rows: new Int8Array(core!.memory, WEIGHTS_AT, given.rows.length) }, ...core! };
}

/** Signs that statements, commands and markup have and sentences have not. */
const SIGN =
  /[{}=\\`<>]|\$(?!\d)|&&|&\w+;|\w_\w|(?:^|\s)--?[a-z]{1,12}(?![\w-])|\*[./]|\(\)|::|\w\.\w+\(|\b(?:SELECT|FROM|WHERE|JOIN|INSERT INTO)\b/g;
/** Lists of names and titles are joined so; a sentence has one at most. */
const JOINED = /[&#_|]/g;
/** A sentence of so many characters and more may hold one or two. */
const LONG = 160;

function isCode(text: string, from: number, to: number): boolean {
  let most = to - from < LONG ? 0 : 2;
  const sentence = text.slice(from, to);
  eachMatch(SIGN, sentence, () => --most >= 0);
  if (most < 0) return true;
  return (sentence.match(JOINED)?.length ?? 0) > 1;
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
