import type { SensitiveType } from '../redactor.ts';
import { Decoder } from './decoder.ts';
import { join, trailing } from './join.ts';
import { EMITTED, LABEL } from './labels.ts';
import { type TaggerWeights, unpack } from './model.ts';
import { Scorer } from './scorer.ts';
import { shippedWeights } from './weights.ts';
import { Words } from './words.ts';

export type { TaggerWeights } from './model.ts';

/** Names, organisations, places, addresses, dates, ages and the like, from how words look and stand together. */
export interface Tagger {
  /** Calls `emit` for each span found, in order of start, without overlaps. UTF-16 offsets, `end` exclusive. */
  tag(text: string, emit: (start: number, end: number, type: SensitiveType) => void): void;
}

/** Words of a long text that two blocks share; the halves nearer to a block's cut are taken from the other block. */
const OVERLAP = 32;

/** Characters between two words of one value at most: comma, line end and indentation. */
const LONGEST_GAP = 6;

/** Throws when the weights' version or hash is wrong. Not re-entrant: `emit` must not call `tag`. */
export function createTagger(weights: TaggerWeights = shippedWeights()): Tagger {
  const model = unpack(weights);
  const words = new Words();
  const scorer = new Scorer(model);
  const decoder = new Decoder(model.transitions);
  return {
    tag(text, emit) {
      let offset = 0;
      let first = 0;
      let start = 0;
      let end = -1;
      let open: number = LABEL.O;
      const flush = (): void => {
        const type = EMITTED[open];
        if (type) emit(start, end + trailing(text, open, start, end), type);
        open = LABEL.O;
      };
      for (;;) {
        const next = words.read(text, offset);
        const last = next >= text.length;
        const count = words.count;
        scorer.score(words, text);
        decoder.decode(scorer.scores, count);
        const until = last ? count : count - OVERLAP / 2;
        for (let i = first; i < until; i++) {
          const label = decoder.labels[i]!;
          const near = open !== LABEL.O && label !== LABEL.O && words.start[i]! - end <= LONGEST_GAP;
          const joined = near ? join(open, label, words.gap[i]!) : -1;
          if (joined >= 0) open = joined;
          else {
            if (open !== LABEL.O) flush();
            start = words.start[i]!;
            open = label;
          }
          end = words.end[i]!;
        }
        if (last) break;
        offset = words.start[count - OVERLAP]!;
        first = OVERLAP / 2;
      }
      if (open !== LABEL.O) flush();
    },
  };
}
