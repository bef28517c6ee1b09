import { createKernel } from '../kernel/kernel.ts';
import { MEMORY_BYTES, ROWS_END, WORDS_AT } from '../kernel/layout.ts';
import type { Place } from '../kernel/read.ts';
import type { SensitiveType } from '../redactor.ts';
import { Decoder } from './decoder.ts';
import { hasCapitals, isFieldName, isListed, isNowhere, isSmallTalk, isTime, markFullNames } from './doubt.ts';
import { join, trailing } from './join.ts';
import { EMITTED, LABEL } from './labels.ts';
import { type TaggerWeights, unpack } from './model.ts';
import { Scorer } from './scorer.ts';
import { shippedWeights } from './weights.ts';
import { Words } from './words.ts';

export type { TaggerWeights } from './model.ts';

/** Names, organisations, places, addresses, dates, ages and the like, from how words look and stand together. */
export interface Tagger {
  /**
   * Calls `emit` for each span found, in order of start, without overlaps. UTF-16 offsets, `end` exclusive.
   * @param language of the text, for weights that were trained to tell them apart. @default 0, of weights that were not
   */
  tag(text: string, emit: (start: number, end: number, type: SensitiveType) => void, language?: number): void;
}

/** Words of a long text that two blocks share; the halves nearer to a block's cut are taken from the other block. */
const OVERLAP = 32;

/** A string of so few words has no context: menus, table heads, buttons. */
const SHORT = 6;
const GUESSED: ReadonlySet<number> = new Set([LABEL.PERSON, LABEL.ORGANIZATION, LABEL.LOCATION]);

/** Characters between two words of one value at most: comma, line end and indentation. */
const LONGEST_GAP = 6;

/** Throws when the weights' version or hash is wrong. Not re-entrant: `emit` must not call `tag`. */
export function createTagger(weights: TaggerWeights | ((place: Place) => TaggerWeights) = shippedWeights): Tagger {
  const core = createKernel(MEMORY_BYTES);
  // The rows are the end of a file of weights: what is read so that they end where the kernel's do is where the kernel wants it.
  const place: Place = (bytes) => new Uint8Array(core.memory, ROWS_END - bytes, bytes);
  const model = unpack(typeof weights === 'function' ? weights(place) : weights);
  const words = new Words(core.memory, WORDS_AT);
  const scorer = new Scorer(model, core);
  const decoder = new Decoder(model.transitions, core);
  /**
   * In a short string of a language, a name is on a list, or a colon announces it: a word that no list has is a word of the language far
   * more often. A string of which no language is known may be a name and nothing else.
   */
  const bears = (text: string, label: number, start: number, firstWord: number, lastWord: number): boolean => {
    if (words.language === 0 || !GUESSED.has(label)) return true;
    if (/[:=@,;\d]/.test(text.slice(0, start))) return true;
    return isListed(words, model.lexicon, firstWord, lastWord);
  };
  const stands = (text: string, label: number, start: number, end: number, first: number, last: number): boolean => {
    if (words.language === 0) return true;
    const { lexicon } = model;
    if (isFieldName(words, lexicon, label, first, last, text)) return false;
    const value = text.slice(start, end);
    return !(
      isSmallTalk(words, lexicon, label, first, last, text) ||
      isTime(label, value) ||
      isNowhere(label, value, hasCapitals(words, first, last))
    );
  };
  return {
    // No function in here: what one captures is no longer in registers, and this loop runs for each word.
    tag(text, emit, language = 0) {
      words.language = language;
      let offset = 0;
      let first = 0;
      let firstWord = 0;
      let lastWord = 0;
      let start = 0;
      let end = -1;
      let open: number = LABEL.O;
      const { labels } = decoder;
      for (;;) {
        const next = words.read(text, offset);
        const last = next >= text.length;
        const count = words.count;
        const short = offset === 0 && count <= SHORT;
        scorer.score(words, text);
        decoder.decode(count);
        if (language !== 0) markFullNames(words, model.lexicon, labels, count);
        const until = last ? count : count - OVERLAP / 2;
        for (let i = first; i <= until; i++) {
          // One turn more than there are words ends what is open.
          const ended = i === until;
          if (ended && !last) break;
          const label = ended ? LABEL.O : labels[i]!;
          if (label === LABEL.O && open === LABEL.O) continue;
          if (!ended && open !== LABEL.O && label !== LABEL.O && words.start[i]! - end <= LONGEST_GAP) {
            const joined = join(open, label, words.gap[i]!);
            if (joined >= 0) {
              open = joined;
              lastWord = i;
              end = words.end[i]!;
              continue;
            }
          }
          const type = EMITTED[open];
          if (
            type &&
            stands(text, open, start, end, firstWord, lastWord) &&
            (!short || bears(text, open, start, firstWord, lastWord))
          )
            emit(start, end + trailing(text, open, start, end), type);
          if (ended) return;
          start = words.start[i]!;
          open = label;
          firstWord = lastWord = i;
          end = words.end[i]!;
        }
        if (last) return;
        offset = words.start[count - OVERLAP]!;
        first = OVERLAP / 2;
      }
    },
  };
}
