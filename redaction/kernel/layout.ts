import { JOINT, POSITIONS, ROW_BITS, ROWS_OF_WORD } from '../tagger/features.ts';
import { LANES } from '../tagger/labels.ts';
import { BLOCK, CASINGS_OF_WORDS, CHECKS_OF_WORDS, GAPS_OF_WORDS, WORDS_BYTES } from '../tagger/words.ts';

/**
 * Where in its memory the scorer of a tagger keeps what: byte offsets, and sizes in bytes. The kernel is assembled with these numbers in it
 * (`npm run kernel`).
 */

/** Two ways of 2^13 entries of 128 bytes: 2 MB hold the working vocabulary of ordinary text. */
export const CACHE_BITS = 14;
export const CACHE_SIZE = 1 << CACHE_BITS;
/** Behind the slots: one entry for each word of a block whose slot is taken, and an empty one for what is no word. */
export const NOTHING = CACHE_SIZE + BLOCK;
const ENTRIES = NOTHING + 1;

/** Two words before a block and two behind it are nothing. */
const AROUND = 4;
const WORDS = (BLOCK + AROUND) * 4;
/** The sums of a position: sixteen bits a lane. */
export const SUMS_BYTES = LANES * 2;
export const ROW_BYTES = LANES;
/** An entry: the sums of all positions, then the word's two codes. 128 bytes: two lines of the processor's cache. */
export const IDENTITY_IN_ENTRY = POSITIONS * SUMS_BYTES;
export const COARSE_IN_ENTRY = IDENTITY_IN_ENTRY + 4;
export const ENTRY_BYTES = COARSE_IN_ENTRY + 4;
/** A slot: key, check, and the number of the block that used it last. Such a slot is not given to another word before the block is done. */
export const SLOT_BYTES = 16;

const MOST_LEXICON_BITS = 19;

let next = 0;
/** All begin at a line of the processor's cache. */
const take = (bytes: number): number => {
  const at = next;
  next = (next + bytes + 63) & ~63;
  return at;
};

/** Of a word that is not in the cache: the entry that it gets. */
export const MISSED = take(4);
/** The next of the entries behind the slots. */
export const SPARE = take(4);
/** The words of the block, as `Words` writes them. */
export const WORDS_AT = take(WORDS_BYTES);
export const HASHES = WORDS_AT;
export const CHECKS = WORDS_AT + CHECKS_OF_WORDS;
export const GAPS = WORDS_AT + GAPS_OF_WORDS;
export const CASINGS = WORDS_AT + CASINGS_OF_WORDS;
/** Shifted by two: codes of each word, and where its entry begins. */
export const IDENTITY = take(WORDS);
export const COARSE = take(WORDS);
export const ENTRY_AT = take(WORDS);
/** Words of the block whose joint features are looked up. */
export const UNCERTAIN = take(WORDS);
export const WORD_ROWS = take(ROWS_OF_WORD * 4);
/** Scores of the block's words, sixteen bits a lane. */
export const SCORES = take(BLOCK * SUMS_BYTES);
/** What the decoder needs: numbers of 32 bits a lane, of sixteen in `RISE`. */
export const LABEL_BYTES = LANES * 4;
export const TRANSITIONS = take(LANES * LABEL_BYTES);
export const REACH = take(LANES * LABEL_BYTES);
export const RISE = take(LANES * 2 + 16);
/** Scores of the best paths to each label of the word before, relative to the best. */
export const PATHS = take(LABEL_BYTES);
/** Of each label of each word, the label before it on the best path. */
export const BACK = take(BLOCK * LABEL_BYTES);
export const LABELS_OF_WORDS = take(BLOCK);
export const SLOTS = take(CACHE_SIZE * SLOT_BYTES);
export const ENTRIES_AT = take(ENTRIES * ENTRY_BYTES);
/** What a file of weights has before its rows: the lists of the largest. */
take((2 << MOST_LEXICON_BITS) + 4096);
/** A row is read sixteen bytes at a time: behind the last one something stands. */
export const ROWS = take((ROW_BYTES << ROW_BITS) + 16);
export const ROWS_END = ROWS + (ROW_BYTES << ROW_BITS);
export const MEMORY_BYTES = next;

export { BLOCK, JOINT, LANES, POSITIONS, ROW_BITS, ROWS_OF_WORD };
