import type { ClickEvent, KeyEvent, TextEvent } from '../../wire/event.ts';
import { isSecretField } from '../../wire/vocabulary.ts';
import { linkRetyped } from './again.ts';
import { Budget } from './budget.ts';
import type { Cell } from './cells.ts';
import { Field } from './field.ts';
import { interpret, keyName, type Modifiers, otherText, typedText } from './keymap.ts';
import { loose, Mode, readingsOf, type Said, type SaidReading } from './said.ts';

/** A field and what belongs to it beside its text. */
export interface TypedField {
  readonly field: Field;
  /** Keys of a dead key or a composition that wait for the text they lead to. One list a composition, all its texts share it. */
  pending: number[];
}

/** What belongs to a window, whichever of its fields it went to. */
interface Window {
  readonly fields: TypedField[];
  readonly said: Said[];
  readonly mode: Mode;
  clicked: boolean;
  /** How much was said at the last click: another one right behind it selects a word. */
  clicksAt: number;
  /** How much was said at each double click. */
  readonly doubles: number[];
}

/**
 * The typing of one device over frames that follow each other: which field each key goes to, which release belongs to
 * which press. Events are known by their index in the caller's list.
 */
export class TypingRun {
  readonly fields = new Map<string, TypedField>();
  /** Key releases, with the press that they end; -1 when the press was not in this run. */
  readonly releases: { readonly release: number; readonly press: number }[] = [];
  /** Key and text events of password fields, with their field. */
  readonly secret = new Map<number, TypedField>();
  readonly #pressed = new Map<string, number>();
  readonly #modifiers: Modifiers = { alt: false, ctrl: false, meta: false, shift: false };
  #flagged = false;
  readonly #windows = new Map<string, Window>();
  readonly #budget: Budget;
  /** The character that was typed last, until it is known not to be told twice. */
  #last: { readonly cell: Cell; readonly typed: TypedField } | undefined;

  /** @param budget of steps, beyond which it throws. @default none */
  constructor(budget = new Budget(Number.POSITIVE_INFINITY)) {
    this.#budget = budget;
  }

  key(event: KeyEvent, index: number): void {
    const name = keyName(event);
    if (name === '') return;
    const id = event.code || name;
    this.#follow(event, name);
    if (isSecretField(event.fieldType)) this.secret.set(index, this.#field(event));
    if (event.type === 'keyup') {
      this.releases.push({ release: index, press: this.#pressed.get(id) ?? -1 });
      this.#pressed.delete(id);
      return;
    }
    this.#pressed.set(id, index);
    const modifiers = this.#state(event);
    const stroke = interpret(event, modifiers);
    this.#last = undefined;
    this.#say(event, index, stroke.do === 'insert', modifiers.shift, name);
    if (stroke.do === 'nothing') return;
    const typed = this.#field(event);
    const { field } = typed;
    if (stroke.do === 'compose' || stroke.do === 'dead') {
      typed.pending.push(index);
      // A collector that sees keys only never tells what was composed: the keys themselves are the best reading.
      return;
    }
    switch (stroke.do) {
      case 'insert':
        field.insert(stroke.text, index, this.#take(typed));
        this.#typed(typed, event, otherText(event, modifiers.shift));
        break;
      case 'delete':
        field.delete(stroke.forward, stroke.unit);
        break;
      case 'move':
        field.move(stroke.forward, stroke.unit, stroke.extend);
        break;
      case 'select-all':
        field.selectAll();
        break;
      case 'cut':
      case 'replace':
        field.deleteSelection();
        break;
      case 'undo':
        field.undo();
        break;
      case 'redo':
        field.redo();
        break;
      case 'overwrite':
        field.toggleOverwrite();
        break;
      default:
        stroke.do satisfies never;
    }
  }

  text(event: TextEvent, index: number): void {
    if (isSecretField(event.fieldType)) this.secret.set(index, this.#field(event));
    const typed = this.#field(event);
    const { field } = typed;
    const data = event.data;
    switch (event.inputType) {
      case 'insertCompositionText':
      case 'insertFromComposition':
        field.compose(data ?? '', index, typed.pending.length > 0 ? typed.pending : undefined);
        if (data) this.#typed(typed, event);
        if (event.inputType === 'insertFromComposition') {
          field.endComposition();
          typed.pending = [];
        }
        return;
      case 'historyUndo':
        field.undo();
        break;
      case 'historyRedo':
        field.redo();
        break;
      case 'deleteContentForward':
      case 'deleteWordForward':
      case 'deleteContentBackward':
      case 'deleteWordBackward':
        field.delete(event.inputType.endsWith('Forward'), event.inputType.includes('Word') ? 'word' : 'character');
        break;
      case 'deleteSoftLineBackward':
      case 'deleteHardLineBackward':
      case 'deleteSoftLineForward':
      case 'deleteHardLineForward':
        field.delete(event.inputType.endsWith('Forward'), 'line');
        break;
      case 'deleteByCut':
      case 'deleteByDrag':
        field.deleteSelection();
        break;
      case 'insertLineBreak':
      case 'insertParagraph':
        field.insert('\n', index);
        this.#typed(typed, event);
        return;
    }
    if (!data) return;
    if (event.inputType === 'insertText' && this.#last?.typed === typed && this.#last.cell.text === data) {
      // A collector that reports the key and what it typed: one character, told twice.
      this.#last.cell.links = [...(this.#last.cell.links ?? []), index];
      this.#last = undefined;
      return;
    }
    if (event.inputType === 'insertFromDrop') field.lose();
    field.insert(data, index, this.#take(typed));
    this.#typed(typed, event);
  }

  /** A click may move the caret of every field in its window. */
  click(event: ClickEvent): void {
    const window = this.#windows.get(windowOf(event));
    if (window === undefined) return;
    window.clicked = true;
    if (window.clicksAt === window.said.length) {
      const last = window.doubles.at(-1) ?? 0;
      selectWord(window.said, last);
      if (last < window.said.length) window.doubles.push(window.said.length);
    }
    window.clicksAt = window.said.length;
    for (const { field } of window.fields) field.breakHere();
  }

  /** Readings of what the events of a window say, beside those of its fields. */
  said(): SaidReading[] {
    return [...this.#windows].flatMap(([id, { said, clicked, doubles }]) => {
      linkRetyped(said, doubles);
      return readingsOf(said, clicked).map((one) => ({ ...one, app: appOf(id) }));
    });
  }

  /** What the windows say, in the order of time. */
  *saidByWindow(): Generator<readonly Said[]> {
    for (const { said } of this.#windows.values()) yield said;
  }

  /** A key that says a character is in a reading, whatever was made of it. */
  #say(event: KeyEvent, index: number, inserted: boolean, shift: boolean, name: string): void {
    if (name === 'Escape') {
      const window = this.#windowOf(event);
      window.mode.escape();
      for (const { field } of window.fields) field.lose();
      return;
    }
    if (inserted) return;
    const text = typedText(event, shift);
    if (text === undefined) return;
    const window = this.#windowOf(event);
    window.said.push({
      cell: loose(text, index),
      command: true,
      field: event.field ?? '',
      modal: window.mode.next(text),
    });
  }

  /** The text that was put into a field last is said by its window, too. */
  #typed(typed: TypedField, event: KeyEvent | TextEvent, other?: string): void {
    const cell = typed.field.log[typed.field.log.length - 1]!;
    const window = this.#windowOf(event);
    // What was dropped, or pasted behind a click, may stand anywhere: between two characters it may stand between none.
    const aside =
      event.kind === 'text' &&
      (event.inputType === 'insertFromDrop' || (window.clicked && event.inputType === 'insertFromPaste'));
    const modal = window.mode.next(cell.text) || aside;
    window.said.push({ cell, command: false, field: event.field ?? '', other, modal });
    this.#last = event.kind === 'key' ? { cell, typed } : undefined;
  }

  #windowOf(event: KeyEvent | TextEvent): Window {
    const id = windowOf(event);
    let window = this.#windows.get(id);
    if (window === undefined) {
      window = { fields: [], said: [], mode: new Mode(), clicked: false, clicksAt: -1, doubles: [] };
      this.#windows.set(id, window);
    }
    return window;
  }

  /** Keys that still wait for a text when the run ends: what they type is unknown. */
  pending(): number[] {
    return [...this.fields.values()].flatMap((typed) => typed.pending);
  }

  #take(typed: TypedField): number[] | undefined {
    if (typed.pending.length === 0) return undefined;
    const links = typed.pending;
    typed.pending = [];
    return links;
  }

  #field(event: KeyEvent | TextEvent): TypedField {
    const window = windowOf(event);
    const id = `${window}\0${event.field ?? ''}`;
    let typed = this.fields.get(id);
    if (typed === undefined) {
      typed = { field: new Field(this.#budget), pending: [] };
      this.fields.set(id, typed);
      this.#windowOf(event).fields.push(typed);
    }
    return typed;
  }

  /** Modifiers at a key. A collector that puts them on any key puts them on each: absent is not pressed then. */
  #state({ altKey, ctrlKey, metaKey, shiftKey }: KeyEvent): Modifiers {
    if (!this.#flagged) return this.#modifiers;
    return { alt: altKey === true, ctrl: ctrlKey === true, meta: metaKey === true, shift: shiftKey === true };
  }

  #follow(event: KeyEvent, name: string): void {
    const { altKey, ctrlKey, metaKey, shiftKey } = event;
    this.#flagged ||= (altKey ?? ctrlKey ?? metaKey ?? shiftKey) !== undefined;
    const down = event.type === 'keydown';
    if (name.startsWith('Control')) this.#modifiers.ctrl = down;
    else if (name === 'Alt' || name === 'AltLeft') this.#modifiers.alt = down;
    else if (name.startsWith('Meta')) this.#modifiers.meta = down;
    else if (name.startsWith('Shift')) this.#modifiers.shift = down;
  }
}

/**
 * The word before a double click may be typed over by what comes: it is left out of a reading, as what went elsewhere is.
 * @param from where the double click before it was: what stands before that one, in the same word, is left out already
 */
function selectWord(said: Said[], from: number): void {
  for (let i = said.length - 1; i >= from && !/\s/.test(said[i]!.cell.text); i--)
    said[i] = { ...said[i]!, modal: true };
}

/** The program of a window or a field, by the id that it has here. */
export const appOf = (id: string): string => id.slice(0, id.indexOf('\0'));
const windowOf = (event: KeyEvent | TextEvent | ClickEvent): string => `${event.app}\0${event.window ?? ''}`;

/** Whether a release tells a character. */
export const types = (event: KeyEvent): boolean => typedText(event, false) !== undefined;
