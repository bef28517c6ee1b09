import type { Event, KeyEvent } from '../../wire/event.ts';

/**
 * The text that key events put into one window, edits carried out: what an ordinary text field would hold. Knows the keys
 * that the recorded session uses; a small program of its own, so that it can judge the recording and the redactor.
 */
export function typedText(events: readonly Event[], window: string): string {
  const field = new Field();
  for (const event of events) {
    if (event.kind === 'key' && event.type === 'keydown' && event.window === window) field.press(event);
  }
  return field.text;
}

class Field {
  text = '';
  #cursor = 0;
  /** Where the selection began; equal to the cursor when nothing is selected. */
  #anchor = 0;

  press({ key = '', ctrlKey, altKey, metaKey, shiftKey }: KeyEvent): void {
    if (altKey || metaKey) return;
    const move = MOVES[key];
    if (move) this.#move(move(this.text, this.#cursor, ctrlKey === true), shiftKey === true);
    else if (ctrlKey) this.#shortcut(key);
    else if (key === 'Backspace') this.#replace('', this.#cursor - 1, this.#cursor);
    else if (key === 'Delete') this.#replace('', this.#cursor, this.#cursor + 1);
    else if (key === 'Enter') this.#replace('\n');
    else if (key === 'Tab') this.#replace('\t');
    else if ([...key].length === 1) this.#replace(key);
  }

  /** Copying and saving change nothing; selecting all does. */
  #shortcut(key: string): void {
    if (key !== 'a') return;
    this.#anchor = 0;
    this.#cursor = this.text.length;
  }

  #move(to: number, selecting: boolean): void {
    this.#cursor = to;
    if (!selecting) this.#anchor = to;
  }

  /** Puts text in the place of the selection, or of the given range when nothing is selected. */
  #replace(text: string, from = this.#cursor, to = this.#cursor): void {
    const selected = this.#anchor !== this.#cursor;
    const start = Math.max(0, selected ? Math.min(this.#anchor, this.#cursor) : from);
    const end = selected ? Math.max(this.#anchor, this.#cursor) : to;
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.#cursor = start + text.length;
    this.#anchor = this.#cursor;
  }
}

const lineStart = (text: string, cursor: number) => text.lastIndexOf('\n', cursor - 1) + 1;
const lineEnd = (text: string, cursor: number) => {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
};

const MOVES: Readonly<Record<string, (text: string, cursor: number, ctrl: boolean) => number>> = {
  ArrowLeft: (_, cursor) => Math.max(0, cursor - 1),
  ArrowRight: (text, cursor) => Math.min(text.length, cursor + 1),
  Home: (text, cursor, ctrl) => (ctrl ? 0 : lineStart(text, cursor)),
  End: (text, cursor, ctrl) => (ctrl ? text.length : lineEnd(text, cursor)),
};
