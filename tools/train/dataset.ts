import {
  coarseOf,
  identityOf,
  JOINT,
  jointRows,
  POSITIONS,
  ROWS_AT,
  ROWS_OF_WORD,
  styleOf,
  wordRows,
} from '../../redaction/tagger/features.ts';
import { LABEL } from '../../redaction/tagger/labels.ts';
import { hasIdentity, type Lexicon } from '../../redaction/tagger/lexicon.ts';
import { BLOCK, Words } from '../../redaction/tagger/words.ts';
import type { Example } from './generate.ts';
import type { Random } from './random.ts';

/** Rows that one word's score is the sum of. */
export const ROWS = ROWS_OF_WORD + JOINT;

/** Examples as rows and labels, one after the other. */
export class Dataset {
  rows = new Int32Array(1 << 20);
  labels = new Uint8Array(1 << 15);
  /** First word of each example, and the number of words at the end. */
  readonly starts: number[] = [0];
  private readonly lexicon: Lexicon;
  private readonly random: Random;
  private readonly words = new Words();
  private readonly identity = new Int32Array(BLOCK + 4);
  private readonly coarse = new Int32Array(BLOCK + 4);
  private readonly own = new Int32Array(BLOCK * ROWS_OF_WORD);
  private readonly scratch = new Int32Array(ROWS_OF_WORD);
  private readonly joint = new Int32Array(JOINT);

  /** How often a word that is no value is taken for one that is on no list. */
  private readonly unlisted: number;

  constructor(lexicon: Lexicon, random: Random, unlisted = 0.03) {
    this.unlisted = unlisted;
    this.lexicon = lexicon;
    this.random = random;
  }

  add(example: Example): void {
    const { words, identity, coarse, own, lexicon } = this;
    const { text } = example;
    words.language = example.language ?? 0;
    words.read(text, 0);
    const count = words.count;
    if (count === 0) return;
    const at = this.starts.at(-1)!;
    this.grow(at + count);
    let span = 0;
    let hideFrom = -1;
    for (let i = 0; i < count; i++) {
      while (span < example.spans.length && example.spans[span]!.end <= words.start[i]!) span++;
      const inside = example.spans[span];
      const label = inside && inside.start <= words.start[i]! ? LABEL[inside.label] : LABEL.O;
      this.labels[at + i] = label;
      let listed = lexicon.lookup(words.hash[i]!, words.check[i]!);
      // Names of the lists are hidden at times, one word or the whole value, so that unlisted ones are learnt too.
      if (label !== LABEL.O && listed !== 0 && !hasIdentity(lexicon.flags[listed]!)) {
        if (hideFrom !== inside!.start && inside!.start === words.start[i] && this.random.chance(0.2))
          hideFrom = inside!.start;
        if (hideFrom === inside!.start || this.random.chance(0.12)) listed = 0;
      } else if (label === LABEL.O && listed !== 0 && this.random.chance(this.unlisted)) listed = 0;
      identity[i + 2] = identityOf(words, i, listed, lexicon, text);
      coarse[i + 2] = coarseOf(listed, styleOf(words, i));
      wordRows(words, i, listed, identity[i + 2]!, text, this.scratch);
      own.set(this.scratch, i * ROWS_OF_WORD);
    }
    identity[count + 2] = identity[count + 3] = coarse[count + 2] = coarse[count + 3] = 0;
    for (let i = 0; i < count; i++) {
      let out = (at + i) * ROWS;
      for (let position = 0, from = 0; position < POSITIONS; from += ROWS_AT[position]!, position++) {
        const speaker = i + 2 - position;
        for (let k = 0; k < ROWS_AT[position]!; k++) {
          this.rows[out++] = speaker < 0 || speaker >= count ? -1 : own[speaker * ROWS_OF_WORD + from + k]!;
        }
      }
      jointRows(words.gap, i, identity, coarse, this.joint);
      this.rows.set(this.joint, out);
    }
    this.starts.push(at + count);
  }

  private grow(words: number): void {
    while (words * ROWS > this.rows.length) {
      const rows = new Int32Array(this.rows.length * 2);
      rows.set(this.rows);
      this.rows = rows;
    }
    while (words > this.labels.length) {
      const labels = new Uint8Array(this.labels.length * 2);
      labels.set(this.labels);
      this.labels = labels;
    }
  }
}
