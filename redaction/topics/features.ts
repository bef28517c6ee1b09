import { DIGIT } from '../text/classes.ts';
import { HashFlags } from '../text/hash-flags.ts';
import { hashWord, type Tokens } from '../text/tokens.ts';
import { goOn, hashOf, PRIME } from './hash.ts';
import { rowOf } from './table.ts';
import { isThing } from './things.ts';

/**
 * What the classifier looks at in a sentence: its words, their stems and endings, pairs of them, and each beside the kind of person that the
 * sentence is about, each as a hash of 32 bits. The same functions serve training and use.
 */
/** A word of so many letters has a stem; languages put endings, and other words, behind it. */
export const STEM = 5;
const SHORTEST_WITH_STEM = 6;
/** Of a shorter one what its endings leave: many languages have endings of one letter. */
const SHORT_STEM = 4;
const TAIL = 6;
const SHORTEST_WITH_TAIL = 10;
/** A word of fewer letters says the same of whomever it is said. */
const SHORTEST_OF_PERSON = 4;
/** Pairs of shorter words are in every text. */
const SHORTEST_OF_PAIR = 4;

const { imul } = Math;

/** The stem's hash, never that of the word of the same letters; 0 where a word has none. */
export const stemOf = (text: string, from: number, to: number): number =>
  to - from < SHORTEST_WITH_STEM ? 0 : stemFrom(hashOf(text, from, from + STEM));

const stemFrom = (hash: number): number => imul(hash ^ 0x51ed270b, PRIME);

const feature = (hash: number, kind: number): number => {
  let x = imul(hash ^ imul(kind, 0x9e3779b1), 0x7feb352d);
  x = imul(x ^ (x >>> 15), 0x5bd1e995);
  return x ^ (x >>> 13);
};

const words = (list: string): number[] => list.split(' ').map(hashWord);
const FIRST = words(
  'i me my mine am ich mich mir mein meine meinen meinem je moi mon suis yo soy estoy tengo io mio mia miei sono ho eu meu minha sou estou tenho ik mij mijn ben ja mnie moj moja moje jestem mam',
);
const OTHER = words(
  'he she him her his hers er ihn ihm seine seinen seinem elle lui ella lei suo sua suoi ele ela dele dela lhe hij zij ze hem haar ona jego jej ' +
    'mr mrs ms herr frau monsieur madame senor senora signor signora senhor dona meneer mevrouw pan pani pana colleague kollege kollegin collegue companero companera collega colega kolega kolezanka ' +
    'wife husband brother sister daughter mother father boss manager intern mann bruder mari femme frere marido mujer hermano marito moglie fratello mulher irmao vrouw broer maz zona brat',
);
/** Of a person in one language, an article, a verb or a thing's own in another: of somebody where no thing stands beside them. */
const FIRST_OR_NOT = words('ma mes mi');
const OTHER_OR_NOT = words('they them their sie ihr ihre ihren ihrem sein il son sa ses su sus sue zijn on mu go');

/** He in one language, an article in another: words that stand in nearly each sentence of that one. */
const IL = hashWord('il');
const WITH_ARTICLE = words(
  'di del della dei delle dal dalla nel nella sul sulla al alla non che con per un una sono ha da',
);

/** Flags of the words that name a person. */
const IS = { FIRST: 1, OTHER: 2, FIRST_OR_NOT: 4, OTHER_OR_NOT: 8, IL: 16, WITH_ARTICLE: 32 } as const;
const persons = new HashFlags([
  [IS.FIRST, FIRST],
  [IS.OTHER, OTHER],
  [IS.FIRST_OR_NOT, FIRST_OR_NOT],
  [IS.OTHER_OR_NOT, OTHER_OR_NOT],
  [IS.IL, [IL]],
  [IS.WITH_ARTICLE, WITH_ARTICLE],
]);

/** Whom a sentence is about: nobody that a word of it names, whoever writes, somebody else, or a thing. */
export const ABOUT = { NOBODY: 0, WRITER: 1, OTHER: 2, THING: 3 } as const;

export function personIn(text: string, tokens: Tokens, first: number, behind: number): number {
  let person: number = ABOUT.NOBODY;
  let sure = false;
  for (let i = first; i < behind; i++) {
    const is = persons.of(tokens.hash[i]!);
    if (is === 0) continue;
    if ((is & IS.OTHER) !== 0) return ABOUT.OTHER;
    if ((is & IS.FIRST) !== 0) {
      sure = true;
      person = Math.max(person, ABOUT.WRITER);
    } else if ((is & IS.IL) !== 0 ? !isArticle(tokens, first, behind) : (is & IS.OTHER_OR_NOT) !== 0)
      person = ABOUT.OTHER;
    else if ((is & IS.FIRST_OR_NOT) !== 0) person = Math.max(person, ABOUT.WRITER);
  }
  if (sure) return person;
  for (let i = first; i < behind; i++)
    if (isThing(text, tokens.start[i]!, tokens.end[i]!, tokens.hash[i]!)) return ABOUT.THING;
  return person;
}

function isArticle(tokens: Tokens, first: number, behind: number): boolean {
  for (let i = first; i < behind; i++) if ((persons.of(tokens.hash[i]!) & IS.WITH_ARTICLE) !== 0) return true;
  return false;
}

/** Features that a word has at most. */
const FEATURES_OF_WORD = 7;
/** A row of words without an end is judged in pieces of so many: with seven features each, the kernel can sum them at once. */
export const LONGEST_SENTENCE = 36;

export const TOPIC_FEATURES_BYTES = LONGEST_SENTENCE * FEATURES_OF_WORD * 4;

/** The features of one sentence, in arrays that are used again for the next. */
export class TopicFeatures {
  count = 0;
  /** Words read, those without features among them. */
  size = 0;
  /** Their hashes; their rows, once `keepKnown` was asked. */
  readonly features: Int32Array;
  /** Of each feature the word that it is of, counted from the sentence's first. */
  readonly words = new Uint8Array(LONGEST_SENTENCE * FEATURES_OF_WORD);
  /** As `personIn`. */
  person = 0;

  /** @param memory in which the features stand, with a kernel that sums their rows: from `at` on, `TOPIC_FEATURES_BYTES`. */
  constructor(memory = new ArrayBuffer(TOPIC_FEATURES_BYTES), at = 0) {
    this.features = new Int32Array(memory, at, LONGEST_SENTENCE * FEATURES_OF_WORD);
  }

  /** Reads tokens `first` up to `behind` of a text, no more than `LONGEST_SENTENCE`. */
  read(text: string, tokens: Tokens, first: number, behind: number): void {
    const { hash, start, end, flags } = tokens;
    const { features, words } = this;
    const person = personIn(text, tokens, first, behind);
    let count = 0;
    /** Stem of the word before, or the word; 0 behind a number. */
    let before = 0;
    for (let i = first; i < behind; i++) {
      // What a number says is chance.
      if ((flags[i]! & DIGIT) !== 0) {
        before = 0;
        continue;
      }
      const begin = count;
      const own = hash[i]!;
      const from = start[i]!;
      const to = end[i]!;
      features[count++] = feature(own, 1);
      const length = to - from;
      // A stem goes on where a short one ends.
      const short = length > SHORT_STEM ? hashOf(text, from, from + SHORT_STEM) : 0;
      const stem = length < SHORTEST_WITH_STEM ? 0 : stemFrom(goOn(short, text, from + SHORT_STEM, from + STEM));
      const key = stem === 0 ? own : stem;
      if (stem !== 0) features[count++] = feature(stem, 2);
      if (length > SHORT_STEM) features[count++] = feature(short, 5);
      if (to - from >= SHORTEST_WITH_TAIL) features[count++] = feature(hashOf(text, to - TAIL, to), 3);
      if (to - from >= SHORTEST_OF_PERSON) features[count++] = feature(key, 6 + person);
      if (i + 1 < behind && Math.max(to - from, end[i + 1]! - start[i + 1]!) >= SHORTEST_OF_PAIR)
        features[count++] = feature(imul(own, 31) + hash[i + 1]!, 4);
      // Words of a language with endings stand beside each other in many forms.
      if (before !== 0 && to - from >= SHORTEST_OF_PERSON) features[count++] = feature(imul(before, 33) + key, 10);
      before = key;
      for (let at = begin; at < count; at++) words[at] = i - first;
    }
    this.count = count;
    this.size = behind - first;
    this.person = person;
  }

  /** Puts the row of each feature in its place, and forgets those of which the table has none. */
  keepKnown(prints: Int16Array): void {
    const { features, words, count } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const row = rowOf(prints, features[i]!);
      if (row < 0) continue;
      features[kept] = row;
      words[kept++] = words[i]!;
    }
    this.count = kept;
  }
}
