import type { ClickEvent, Event, EventKind, EventOf } from '../../../../wire/event.ts';
import { keyClass } from '../../../../wire/key-class.ts';
import { PointerPath } from '../../desktop/pointer-path.ts';
import { nameOf, partOf, roleOf } from './accessible.ts';
import type { Field, Fields } from './fields.ts';
import { innermost } from './shadow.ts';

/** What people do in a page, as events of the catalogue. What a script of the page does is nobody's: it has no trusted event. */

export interface CaptureOptions {
  app: string;
  window: string;
  /** Whether it is the page itself, and no frame in it. */
  top: boolean;
  /** Whether such events, and of them this field, are collected: what is not is not looked at. */
  takes: (kind: EventKind, field?: string) => boolean;
  emit: (event: Event) => void;
}

/** Between two samples of a movement, ms. */
const SAMPLE = 33;
const PATH_PAUSE = 250;
/** Parts that came to have the focus, a second: a page can move the focus by itself, people do not so often. */
const MOST_FOCUSED = 10;
/** Longest text of one paste that is sent, UTF-16 units. */
const LONGEST_TEXT = 262_144;
/** Edits that are no single keys, and whose text is told by the event of the edit. */
const EDITS =
  /^(insertReplacementText|insertFromDrop|deleteByDrag|deleteByCut|historyUndo|historyRedo|insertFromYank|insertTranspose)$/;
/** Keys that type nothing. */
const isNamed = (key: string): boolean => key.length > 1 && !/^(Dead|Process|Unidentified)$/.test(key);

type Place = { field?: string; fieldType?: string };

export class PageCapture {
  readonly #fields: Fields;
  readonly #options: CaptureOptions;
  readonly #path = new PointerPath();
  readonly #listening = new AbortController();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #sampled = Number.NEGATIVE_INFINITY;
  #pointerType: 'mouse' | 'pen' | 'touch' = 'mouse';
  #title = '';
  #pathname = '';
  /** The secret field that was typed into last, while nobody has gone elsewhere. */
  #secret: Element | undefined;
  /** Of an input method, what it has composed so far. */
  #composing: string | undefined;
  #focusedSecond = 0;
  #focusedCount = 0;
  #focused: Element | undefined;

  constructor(fields: Fields, options: CaptureOptions) {
    this.#fields = fields;
    this.#options = options;
    // Of the window, in the first of its turns: a page cannot give another thing that name, and hears of it later.
    const listen = <Name extends keyof WindowEventMap>(name: Name, heard: (event: WindowEventMap[Name]) => void) =>
      window.addEventListener(name, (event) => event.isTrusted && heard(event), {
        ...{ capture: true, passive: true, signal: this.#listening.signal },
      });
    listen('pointermove', (event) => this.#moved(event));
    listen('pointerdown', (event) => {
      this.#pointerType = event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse';
      this.#secret = undefined;
      this.#see(event);
    });
    listen('mousedown', (event) => this.#pressed(event));
    listen('mouseup', (event) => this.#button(event, 'pointerup'));
    listen('wheel', (event) => this.#scrolled(event));
    listen('keydown', (event) => this.#key(event, 'keydown'));
    listen('keyup', (event) => this.#key(event, 'keyup'));
    listen('paste', (event) => this.#pasted(event));
    // Chromium does not vouch for the end of a composition: what was composed is taken from what it vouches for.
    window.addEventListener('compositionend', (event) => this.#composed(event), {
      ...{ capture: true, passive: true, signal: this.#listening.signal },
    });
    listen('beforeinput', (event) => {
      if (event.inputType === 'insertCompositionText') this.#composing = event.data ?? '';
      if (EDITS.test(event.inputType)) this.#edit(event, event.inputType, event.data ?? transferred(event));
    });
    listen('focusin', (event) => this.#focus(event));
    if (options.top) {
      listen('focus', (event) => event.target === window && this.#window('focus'));
      listen('blur', (event) => event.target === window && this.#window('blur'));
      this.#window('open');
    }
  }

  /** What is still to be told of it is told. */
  end(closed = false): void {
    this.#endPath();
    this.#listening.abort();
    clearTimeout(this.#pause);
    if (closed && this.#options.top) this.#window('close');
  }

  /** A page changes its title and its address when it likes. */
  look(): void {
    if (this.#options.top && (titleOf() !== this.#title || location.pathname !== this.#pathname)) this.#window('title');
  }

  /** What an event went to. A tree in the page, closed or not, is looked into from its first event on. */
  #target(event: globalThis.Event): Element | undefined {
    for (const one of event.composedPath()) if (one instanceof ShadowRoot) this.#fields.watch(one);
    const target = innermost(event);
    if (target) this.#fields.watch(target.getRootNode());
    return target;
  }

  /** The same, before a page hears of it: what is a password now is remembered, since a button that shows one is pressed first. */
  #see(event: globalThis.Event): Element | undefined {
    const target = this.#target(event);
    if (target) this.#fields.scan(target.getRootNode());
    this.#fields.scan(document);
    return target;
  }

  get #common() {
    const { app, window } = this.#options;
    return { time: Date.now(), app, window };
  }

  #emit(event: Event): void {
    this.#options.emit(event);
  }

  #moved(event: globalThis.PointerEvent): void {
    const { timeStamp } = event;
    if (timeStamp - this.#sampled < SAMPLE || !this.#options.takes('pointer')) return;
    this.#sampled = timeStamp;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#endPath(), PATH_PAUSE);
    const { app, window } = this.#options;
    const ended = this.#path.add(Date.now(), ...at(event), { app, window }, held(event));
    if (ended) this.#emit({ ...ended, pointerType: this.#pointerType });
  }

  #endPath(): void {
    const path = this.#path.end();
    if (path) this.#emit({ ...path, pointerType: this.#pointerType });
  }

  #pressed(event: globalThis.MouseEvent): void {
    this.#endPath();
    this.#button(event, 'pointerdown');
    const [x, y] = at(event);
    const { button, detail } = event;
    const click: ClickEvent = {
      kind: 'click',
      ...this.#common,
      x,
      y,
      button,
      detail: Math.min(255, detail),
      ...held(event),
    };
    this.#emit(click);
    if (!this.#options.takes('element')) return;
    const target = this.#see(event);
    const part = target && partOf([target, ...event.composedPath()]);
    if (part) this.#element(part, 'press');
  }

  #button(event: globalThis.MouseEvent, type: 'pointerdown' | 'pointerup'): void {
    if (!this.#options.takes('button')) return;
    const [x, y] = at(event);
    const { button } = event;
    this.#emit({ kind: 'button', ...this.#common, type, x, y, button, pointerType: this.#pointerType, ...held(event) });
  }

  #scrolled(event: globalThis.WheelEvent): void {
    this.#endPath();
    const [x, y] = at(event);
    const { deltaX, deltaY, deltaMode } = event;
    this.#emit({ kind: 'scroll', ...this.#common, x, y, deltaX, deltaY, deltaMode, ...held(event) });
  }

  #key(event: globalThis.KeyboardEvent, type: 'keydown' | 'keyup'): void {
    this.#endPath();
    const target = this.#target(event);
    const field = this.#fieldOf(target);
    // A key that is let go types nothing, and may be let go in another field.
    if (type === 'keydown') this.#secret = field.kind === 'secret' ? target : undefined;
    const { key, code, repeat, isComposing } = event;
    if (type === 'keydown' && /^(Tab|Enter|Escape)$/.test(key)) this.#secret = undefined;
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
    const isKept =
      field.kind === 'text' || field.kind === 'control' || (field.kind === 'unknown' && (isNamed(key) || isShortcut));
    this.#emit({
      kind: 'key',
      ...this.#common,
      type,
      ...this.#place(field, target),
      ...(isKept && { code, key }),
      class: keyClass(key, code),
      ...(repeat && { repeat }),
      ...(isComposing && { isComposing }),
      ...held(event),
    });
  }

  /** A page that takes the focus of somebody who types a password elsewhere has not changed what they type: until they press, or go on by themselves, it is one. */
  #fieldOf(target: Element | undefined): Field {
    const field: Field = target ? this.#fields.of(target) : { kind: 'unknown' };
    if (target && this.#secret && this.#secret !== target && field.kind !== 'control') {
      this.#fields.remember(target);
      return { kind: 'secret' };
    }
    return field;
  }

  #composed(event: globalThis.Event): void {
    const data = this.#composing;
    this.#composing = undefined;
    if (data !== undefined) this.#edit(event, 'insertCompositionText', data);
  }

  #pasted(event: globalThis.ClipboardEvent): void {
    this.#edit(event, 'insertFromPaste', event.clipboardData?.getData('text/plain') ?? null);
  }

  #edit(event: globalThis.Event, inputType: string, data: string | null): void {
    const target = this.#see(event);
    const field = this.#fieldOf(target);
    this.#emit({
      kind: 'text',
      ...this.#common,
      inputType,
      ...this.#place(field, target),
      ...(field.kind === 'text' && data !== null && data.length <= LONGEST_TEXT && { data }),
    });
  }

  #focus(event: globalThis.Event): void {
    const target = this.#see(event);
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#focusedSecond) [this.#focusedSecond, this.#focusedCount] = [second, 0];
    if (!target || target === this.#focused || ++this.#focusedCount > MOST_FOCUSED) return;
    this.#focused = target;
    this.#element(target, 'focus');
  }

  #element(element: Element, type: 'focus' | 'press'): void {
    const { takes } = this.#options;
    if (!takes('element')) return;
    const field = this.#fields.of(element);
    const box = element.getBoundingClientRect();
    const [left, top] = origin();
    const name = takes('element', 'name') && field.kind !== 'secret' ? nameOf(element) : undefined;
    const event: EventOf<'element'> = {
      ...{ kind: 'element', ...this.#common, type, role: roleOf(element).slice(0, 64) },
      ...this.#place(field, element),
      ...(name !== undefined && { name }),
      ...{ x: Math.round(left + box.x), y: Math.round(top + box.y) },
      ...{ width: whole(box.width), height: whole(box.height) },
    };
    this.#emit(event);
  }

  #place(field: Field, element: Element | undefined): Place {
    if (field.kind === 'secret') return { fieldType: 'password' };
    if (field.kind !== 'text' || !element) return {};
    return { field: `${this.#options.window}.${this.#fields.idOf(element)}`, fieldType: field.type };
  }

  #window(type: 'open' | 'focus' | 'blur' | 'close' | 'title'): void {
    if (!this.#options.takes('window')) return;
    this.#title = titleOf();
    this.#pathname = location.pathname;
    // Never what follows it: that is where pages keep what is said to them.
    const url = `${location.origin}${this.#pathname}`.slice(0, 2048);
    const title = type === 'blur' || type === 'close' ? {} : { title: this.#title.slice(0, 4096), url };
    const { screenX, screenY, outerWidth, outerHeight } = window;
    this.#emit({
      ...{ kind: 'window', ...this.#common, type, ...title },
      ...{ x: Math.round(screenX), y: Math.round(screenY), width: whole(outerWidth), height: whole(outerHeight) },
    });
  }
}

const whole = (size: number): number => Math.min(1_000_000, Math.max(0, Math.round(size)));
const at = ({ screenX, screenY }: globalThis.MouseEvent): [number, number] => [
  Math.round(screenX),
  Math.round(screenY),
];

/** Where the page begins on the screen: what stands above it is not known of a window alone, so the whole of its edge is taken for it. */
const origin = (): [number, number] => [
  window.screenX + (window.outerWidth - window.innerWidth) / 2,
  window.screenY + (window.outerHeight - window.innerHeight),
];

/** A form of that name would stand in its place. */
const titleOf = (): string => String(Reflect.get(Document.prototype, 'title', document) ?? '');

const transferred = (event: InputEvent): string | null => event.dataTransfer?.getData('text/plain') ?? null;

/** Those that are held; absent means not. */
const held = ({ altKey, ctrlKey, metaKey, shiftKey }: globalThis.MouseEvent | globalThis.KeyboardEvent) => ({
  ...(altKey ? { altKey } : {}),
  ...(ctrlKey ? { ctrlKey } : {}),
  ...(metaKey ? { metaKey } : {}),
  ...(shiftKey ? { shiftKey } : {}),
});
