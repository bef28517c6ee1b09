import type { Span } from '../redactor.ts';

/** Text that is judged at once. */
const WINDOW = 24_576;
/** What must have been seen behind a place before it is settled: longer than any value but a private key. */
const LOOKAHEAD = 4_096;
/** What is shown again before a place: detectors look back 144 characters, the tagger a few words. */
const LOOKBEHIND = 1_024;
/** A value that reaches the end of what is known is waited for up to here (a private key has 32 KB). */
const PATIENCE = 131_072;
/** A longer word may be cut. */
const LONGEST_WORD = 256;

/** Settled text with its spans, offsets within the piece. Pieces follow each other without gap or overlap; the last may be empty. */
export type Settle = (piece: string, spans: Span[]) => void;

/**
 * Judges a text of any length in windows. A window is cut where no value is, with text enough on both sides that a value
 * at the border is seen whole by one of the two windows.
 */
export class TextWindows {
  readonly #find: (text: string) => Span[];
  readonly #settle: Settle;
  #buffer = '';
  /** Start of the unsettled text in the buffer. */
  #from = 0;

  constructor(find: (text: string) => Span[], settle: Settle) {
    this.#find = find;
    this.#settle = settle;
  }

  push(text: string): void {
    for (let at = 0; at < text.length; at += WINDOW) {
      this.#buffer += text.slice(at, at + WINDOW);
      while (this.#buffer.length - this.#from >= WINDOW + LOOKAHEAD) if (!this.#step()) break;
    }
  }

  end(): void {
    this.#settleTo(this.#buffer.length, this.#find(this.#buffer));
  }

  #step(): boolean {
    const { length } = this.#buffer;
    const spans = this.#find(this.#buffer);
    const word = this.#wordStart(length - LOOKAHEAD);
    const value = spans.findLast(({ start, end }) => start < word && word < end);
    let cut = value?.start ?? word;
    if (cut <= this.#from) {
      // A value as long as the buffer: wait for more of it, but not for ever.
      if (length - this.#from < PATIENCE) return false;
      cut = word;
    }
    this.#settleTo(cut, spans);
    const keep = Math.max(0, cut - LOOKBEHIND);
    this.#buffer = this.#buffer.slice(keep);
    this.#from = cut - keep;
    return true;
  }

  /** Back to the start of a word; in a long one, not into a surrogate pair. */
  #wordStart(cut: number): number {
    for (let i = cut; i > cut - LONGEST_WORD; i--) if (/\s/.test(this.#buffer[i - 1]!)) return i;
    return /[\uDC00-\uDFFF]/.test(this.#buffer[cut]!) ? cut - 1 : cut;
  }

  #settleTo(cut: number, spans: readonly Span[]): void {
    const from = this.#from;
    const inside: Span[] = [];
    for (const { start, end, type } of spans) {
      if (end <= from || start >= cut) continue;
      inside.push({ start: Math.max(start, from) - from, end: Math.min(end, cut) - from, type });
    }
    this.#settle(this.#buffer.slice(from, cut), inside);
  }
}
