import type { KeyEvent, TextEvent } from '../wire/event.ts';
import type { RedactableFrame, SensitiveType, Span } from './redactor.ts';
import type { Cell, Reading } from './typing/cells.ts';
import { edge, indexOf } from './typing/edges.ts';
import { type TypedField, TypingRun, types } from './typing/run.ts';

export interface KeyFinding {
  readonly type: SensitiveType;
  /** The first key of its value: values are counted, not keys. */
  readonly first: boolean;
}

/** Frames of a device that follow each other without a gap. */
interface Stretch {
  readonly run: TypingRun;
  /** The device's first frame of its life is in it: nothing was typed before. */
  readonly fromTheFirst: boolean;
}

/** Living characters between a value and a deletion that counts as beside it. */
const NEAR = 5;
const MOST_TOMBSTONES = 64;

/** What is found in typed text, led back to the events that typed it. Events are known by their index over all frames. */
export class TypedTextFindings {
  readonly keys = new Map<number, KeyFinding>();
  readonly texts = new Map<number, Span[]>();
  readonly #stretches: Stretch[];
  readonly #kinds: Map<number, KeyEvent | TextEvent>;
  readonly #readings: { reading: Reading; typed: TypedField }[] = [];

  private constructor(stretches: Stretch[], kinds: Map<number, KeyEvent | TextEvent>) {
    this.#stretches = stretches;
    this.#kinds = kinds;
    for (const { run } of stretches) {
      for (const typed of run.fields.values()) {
        for (const reading of typed.field.readings()) this.#readings.push({ reading, typed });
      }
      const counted = new Set<TypedField>();
      for (const [index, field] of run.secret) {
        this.#maskEvent(index, 'PASSWORD', !counted.has(field));
        counted.add(field);
      }
    }
  }

  static read(frames: readonly RedactableFrame[]): TypedTextFindings {
    const stretches: Stretch[] = [];
    const open = new Map<string, { stretch: Stretch; next: number }>();
    const kinds = new Map<number, KeyEvent | TextEvent>();
    let index = 0;
    for (const frame of frames) {
      let known = open.get(frame.device);
      if (known === undefined || known.next !== frame.number) {
        const stretch = { run: new TypingRun(), fromTheFirst: frame.number === 1 };
        stretches.push(stretch);
        known = { stretch, next: 0 };
        open.set(frame.device, known);
      }
      known.next = frame.number + 1;
      const { run } = known.stretch;
      for (const event of frame.events) {
        if (event.kind === 'key') {
          kinds.set(index, event);
          run.key(event, index);
        } else if (event.kind === 'text') {
          kinds.set(index, event);
          run.text(event, index);
        } else if (event.kind === 'click') run.click(event);
        index++;
      }
    }
    return new TypedTextFindings(stretches, kinds);
  }

  /** Masks what `find` finds in the readings. May be called again with a `find` that knows more. */
  examine(find: (text: string) => Span[]): void {
    for (const { reading } of this.#readings) {
      this.#maskSpans(reading, find(reading.text));
    }
  }

  /** What is masked whatever was found: open edges, keys whose text never came, releases. */
  finish(): void {
    for (const { run, fromTheFirst } of this.#stretches) {
      for (const typed of run.fields.values()) this.#maskEdges(typed, fromTheFirst);
      for (const index of run.pending()) this.#maskEvent(index, 'OTHER', false);
    }
    this.#maskReleases();
  }

  #maskSpans(reading: Reading, spans: readonly Span[]): void {
    let at = 0;
    let c = 0;
    const { cells, lengths } = reading;
    for (const { start, end, type } of spans) {
      while (at + lengths[c]! <= start) at += lengths[c++]!;
      const from = cells[c]!;
      for (let first = true; ; first = false) {
        this.#maskCell(cells[c]!, Math.max(0, start - at), Math.min(lengths[c]!, end - at), type, first);
        if (at + lengths[c]! >= end) break;
        at += lengths[c++]!;
      }
      this.#maskTombstones(from, cells[c]!, type);
    }
  }

  /**
   * Characters that were typed inside of a value or right beside it and deleted again: most often the value's own
   * beginning, deleted together with a slip before it.
   */
  #maskTombstones(from: Cell, to: Cell, type: SensitiveType): void {
    const mask = (cell: Cell) => this.#maskCell(cell, 0, cell.text.length, type, false);
    for (let cell = from; cell !== to && cell.text !== ''; cell = cell.next) if (!cell.live) mask(cell);
    const beside = (first: Cell, step: 'previous' | 'next') => {
      let living = 0;
      for (let cell = first, i = 0; cell.text !== '' && living < NEAR && i < MOST_TOMBSTONES; cell = cell[step], i++) {
        if (cell.live) living += cell.text.length;
        else mask(cell);
      }
    };
    if (from.live) beside(from.previous, 'previous');
    if (to.live) beside(to.next, 'next');
  }

  #maskCell(cell: Cell, from: number, to: number, type: SensitiveType, first: boolean): void {
    if (cell.event < 0) return;
    if (this.#kinds.get(cell.event)!.kind === 'key') {
      this.#maskEvent(cell.event, type, first);
    } else {
      const span = { start: cell.offset + from, end: cell.offset + to, type };
      const list = this.texts.get(cell.event);
      if (list) list.push(span);
      else this.texts.set(cell.event, [span]);
    }
    if (cell.links !== undefined) for (const link of cell.links) this.#maskEvent(link, type, false);
  }

  #maskEvent(index: number, type: SensitiveType, first: boolean): void {
    if (!this.keys.has(index)) this.keys.set(index, { type, first });
  }

  /** The token at each open edge of a run: its other part is in a frame that is not here. */
  #maskEdges({ field }: TypedField, fromTheFirst: boolean): void {
    if (field.empty) return;
    const typed = field.typed();
    const mask = (at: number, direction: 'start' | 'end') => {
      const [start, end] = edge(typed.text, at, direction);
      this.#maskSpans(typed, [{ start, end, type: 'OTHER' }]);
    };
    const last = field.log[field.log.length - 1]!;
    mask(indexOf(typed, last) + last.text.length - 1, 'end');
    if (!fromTheFirst) mask(indexOf(typed, field.log[0]!), 'start');
  }

  /** A release tells the key as the press does; without its press, nothing says that it was harmless. */
  #maskReleases(): void {
    for (const { run } of this.#stretches) {
      for (const { release, press } of run.releases) {
        const finding = this.keys.get(press);
        if (finding !== undefined) this.#maskEvent(release, finding.type, false);
        else if (press < 0 && types(this.#kinds.get(release) as KeyEvent)) this.#maskEvent(release, 'OTHER', false);
      }
    }
  }
}
