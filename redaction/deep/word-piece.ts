import { ModelUnusable } from './model.ts';
import type { Piece, Pieces } from './pieces.ts';

/** Longer words become one unknown piece, as in BERT. */
const LONGEST_WORD = 100;

/**
 * WordPiece as BERT does it (Wu et al. 2016; `BasicTokenizer` and `WordpieceTokenizer` of google-research/bert): words and
 * single punctuation marks, then the longest piece of the vocabulary each time. One line of `vocab.txt` is one piece.
 */
export class WordPiece implements Pieces {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #lower: boolean;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly #unknown: number;

  constructor(vocabulary: string, lower: boolean) {
    this.#ids = new Map(vocabulary.split(/\r?\n/).map((piece, id) => [piece, id]));
    this.#lower = lower;
    const special = (name: string): number => {
      const id = this.#ids.get(name);
      if (id === undefined) throw new ModelUnusable(`vocab.txt has no ${name}: it is not one of BERT`);
      return id;
    };
    this.before = [special('[CLS]')];
    this.after = [special('[SEP]')];
    this.#unknown = special('[UNK]');
  }

  pieces(text: string): Piece[] {
    const out: Piece[] = [];
    for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu))
      this.#word(match[0], match.index, out);
    return out;
  }

  #word(word: string, at: number, out: Piece[]): void {
    const plain = this.#plain(word);
    const unknown = () => out.push({ id: this.#unknown, start: at, end: at + word.length, first: true });
    // Offsets are the original's: a form of another length cannot be cut into pieces.
    if (word.length > LONGEST_WORD || plain.length !== word.length) {
      unknown();
      return;
    }
    const found: Piece[] = [];
    for (let from = 0; from < plain.length; ) {
      let to = plain.length;
      let id: number | undefined;
      for (; to > from; to--) {
        id = this.#ids.get((from === 0 ? '' : '##') + plain.slice(from, to));
        if (id !== undefined) break;
      }
      if (id === undefined) {
        unknown();
        return;
      }
      found.push({ id, start: at + from, end: at + to, first: from === 0 });
      from = to;
    }
    out.push(...found);
  }

  #plain(word: string): string {
    return this.#lower
      ? word
          .toLowerCase()
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
      : word;
  }
}
