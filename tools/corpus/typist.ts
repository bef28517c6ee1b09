import type { Event, KeyEvent, TextEvent } from '../../wire/event.ts';
import type { Layout } from './layouts.ts';
import type { Random } from './random.ts';

/** An event and the offset in the text of the character that it stands for, -1 for none. */
export interface Typed {
  readonly event: Event;
  /** The text's characters that it tells: `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface TypistOptions {
  readonly random: Random;
  readonly layout: Layout;
  readonly app: string;
  readonly window: string;
  /** Absent: the collector does not know fields. */
  readonly field?: string;
  /** Share of characters at which something goes wrong. Studies of transcription typing count 2 to 8 percent. */
  readonly slips: number;
  /** Share of texts of which a part is pasted instead. @default 0 */
  readonly pastes?: number;
  readonly releases?: boolean;
}

/**
 * Types a text as a person does: with slips and the ways in which people mend them. What stands in the field in the end is
 * the text. Sources for the kinds of slip: Salthouse 1986, "Perceptual, cognitive, and motoric aspects of transcription
 * typing" (substitution by neighbours, omission, doubling, transposition); Soukoreff and MacKenzie 2003 (corrections).
 */
export class Typist {
  readonly #o: TypistOptions;
  readonly #out: Typed[] = [];
  #time: number;

  constructor(options: TypistOptions, time = 0) {
    this.#o = options;
    this.#time = time;
  }

  type(text: string): Typed[] {
    const r = this.#o.random;
    let i = 0;
    while (i < text.length) {
      if (r.chance((this.#o.pastes ?? 0) / 40) && text.length - i > 6) {
        const n = r.int(4, Math.min(24, text.length - i));
        this.#paste(text.slice(i, i + n), i);
        i += n;
      } else if (r.chance(this.#o.slips)) i = this.#slip(text, i);
      else i = this.#character(text, i);
    }
    return this.#out;
  }

  /** Something goes wrong at `i` and is mended; returns where the text goes on. */
  #slip(text: string, i: number): number {
    const r = this.#o.random;
    const c = text[i]!;
    const wrong = this.#neighbour(c);
    switch (r.int(0, 9)) {
      case 0:
      case 1:
      case 2: // seen at once
        this.#stray(wrong, i);
        this.#key('Backspace');
        return this.#character(text, i);
      case 3: {
        // seen some characters later: back over all of them
        const n = Math.min(r.int(1, 5), text.length - i);
        this.#stray(wrong, i);
        for (let k = 1; k < n; k++) this.#one(text[i + k]!, i + k);
        for (let k = 0; k < n; k++) this.#key('Backspace');
        return this.#character(text, i);
      }
      case 4: {
        // seen some characters later: the caret goes back, the wrong one is replaced
        const n = Math.min(r.int(1, 4), text.length - i - 1);
        if (text.slice(i, i + n + 1).includes('\n')) return this.#character(text, i);
        this.#stray(wrong, i);
        for (let k = 1; k <= n; k++) this.#one(text[i + k]!, i + k);
        for (let k = 0; k < n; k++) this.#key('ArrowLeft');
        this.#key('Backspace');
        this.#one(c, i);
        for (let k = 0; k < n; k++) this.#key('ArrowRight');
        return i + n + 1;
      }
      case 5: // an omission, seen after the next character
        if (i + 1 >= text.length || text[i + 1] === '\n') return this.#character(text, i);
        this.#one(text[i + 1]!, i + 1);
        this.#key('ArrowLeft');
        this.#one(c, i);
        this.#key('ArrowRight');
        return i + 2;
      case 6: // doubled
        this.#one(c, i);
        this.#one(c, i);
        this.#key('Backspace');
        return i + 1;
      case 7: {
        // the word once more: selected with shift and typed over
        const from = wordStart(text, i);
        for (let k = 0; k < i - from; k++) this.#key('ArrowLeft', { shiftKey: true });
        for (let k = from; k <= i; k++) this.#one(text[k]!, k);
        return i + 1;
      }
      case 8: {
        // the word once more: deleted with Ctrl
        const from = wordStart(text, i);
        if (from === i || !/^[\p{L}\p{N}_]+$/u.test(text.slice(from, i))) return this.#character(text, i);
        this.#key('Backspace', { ctrlKey: true });
        for (let k = from; k <= i; k++) this.#one(text[k]!, k);
        return i + 1;
      }
      default: // the key is held a moment too long
        if (c === '\n') return this.#character(text, i);
        this.#one(c, i);
        this.#one(c, i, true);
        this.#key('Backspace');
        return i + 1;
    }
  }

  #neighbour(c: string): string {
    const beside = this.#o.layout.neighbours.get(c) ?? 'x';
    return beside === '' ? 'x' : this.#o.random.pick(beside);
  }

  #character(text: string, i: number): number {
    this.#one(text[i]!, i);
    return i + 1;
  }

  /** A wrong character at a place: it tells nothing of the text. */
  #stray(c: string, _at: number): void {
    this.#one(c, -1);
  }

  #one(c: string, at: number, repeat = false): void {
    const { layout } = this.#o;
    const to = at < 0 ? -1 : at + 1;
    const key = layout.keys.get(c);
    if (key !== undefined) {
      if (key.shift) this.#press('ShiftLeft', 'Shift', -1, -1, { shiftKey: true });
      this.#press(key.code, c === '\n' ? 'Enter' : c, at, to, {
        ...(key.shift ? { shiftKey: true } : {}),
        ...(key.altGr ? { ctrlKey: true, altKey: true } : {}),
        ...(repeat ? { repeat: true } : {}),
      });
      if (key.shift) this.#release('ShiftLeft', 'Shift', -1, -1);
      return;
    }
    const dead = layout.dead.get(c);
    if (dead !== undefined) {
      this.#press(dead[0], 'Dead', -1, -1, {});
      this.#press(layout.keys.get(dead[1])!.code, c, at, to, {});
      return;
    }
    this.#compose(c, at);
  }

  /** What the layout has no key for comes from an input method. */
  #compose(c: string, at: number): void {
    const to = at < 0 ? -1 : at + 1;
    this.#press('KeyA', 'Process', -1, -1, { isComposing: true });
    this.#text('insertCompositionText', c, at, to);
    this.#text('insertFromComposition', c, at, to);
  }

  #paste(text: string, at: number): void {
    this.#press('KeyV', 'v', -1, -1, { ctrlKey: true });
    this.#text('insertFromPaste', text, at, at + text.length);
  }

  #key(key: string, over: Partial<KeyEvent> = {}): void {
    this.#press(key, key, -1, -1, over);
  }

  #where() {
    const { app, window, field, random } = this.#o;
    this.#time += random.int(30, 220);
    return { time: this.#time, app, window, ...(field === undefined ? {} : { field }) };
  }

  #press(code: string, key: string, from: number, to: number, over: Partial<KeyEvent>): void {
    const event = { kind: 'key', ...this.#where(), type: 'keydown', code, key, ...over } as KeyEvent;
    this.#out.push({ event, from, to });
    if (this.#o.releases && over.repeat !== true && key !== 'Shift') this.#release(code, key, from, to);
  }

  #release(code: string, key: string, from: number, to: number): void {
    if (!this.#o.releases) return;
    this.#out.push({ event: { kind: 'key', ...this.#where(), type: 'keyup', code, key } as KeyEvent, from, to });
  }

  #text(inputType: string, data: string, from: number, to: number): void {
    this.#out.push({ event: { kind: 'text', ...this.#where(), inputType, data } as TextEvent, from, to });
  }
}

function wordStart(text: string, at: number): number {
  let i = at;
  while (i > 0 && !/\s/.test(text[i - 1]!)) i--;
  return i;
}
