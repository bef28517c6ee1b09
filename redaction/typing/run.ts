import type { ClickEvent, KeyEvent, TextEvent } from '../../wire/event.ts';
import { isSecretField } from '../../wire/vocabulary.ts';
import { Field } from './field.ts';
import { interpret, keyName, type Modifiers, typedText } from './keymap.ts';

/** A field and what belongs to it beside its text. */
export interface TypedField {
  readonly field: Field;
  /** Keys of a dead key or a composition that wait for the text they lead to. */
  pending: number[];
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
  readonly #byWindow = new Map<string, TypedField[]>();

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
        field.compose(data ?? '', index, [...typed.pending]);
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
        return;
    }
    if (data) field.insert(data, index, this.#take(typed));
  }

  /** A click may move the caret of every field in its window. */
  click(event: ClickEvent): void {
    for (const { field } of this.#byWindow.get(windowOf(event)) ?? []) field.breakHere();
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
      typed = { field: new Field(), pending: [] };
      this.fields.set(id, typed);
      const list = this.#byWindow.get(window);
      if (list) list.push(typed);
      else this.#byWindow.set(window, [typed]);
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

const windowOf = (event: KeyEvent | TextEvent | ClickEvent): string => `${event.app}\0${event.window ?? ''}`;

/** Whether a release tells a character. */
export const types = (event: KeyEvent): boolean => typedText(event, false) !== undefined;
