import type { Unit } from './keymap.ts';

/**
 * One text field as keys and text events make it. Nothing that was typed is ever forgotten: a deleted character stays in
 * its place as a tombstone, so that what was found in the field covers the corrections made inside of it too.
 *
 * A cell is a piece of text of one event. It is in two lists: of all cells in their places, and of the living ones.
 */
export interface Cell {
  text: string;
  /** Index of the event that typed it. */
  readonly event: number;
  /** Offset of `text` in the event's text. */
  readonly offset: number;
  /** Events without text of their own that led to it: dead keys, keys of a composition. */
  readonly links: readonly number[] | undefined;
  live: boolean;
  /** Number of the deletion run that ended it. */
  died: number;
  previous: Cell;
  next: Cell;
  before: Cell;
  after: Cell;
  /** The second half, when the cell was split. */
  rest: Cell | undefined;
}

/** A text that the field held at some time, with the cell of each piece. */
export interface Reading {
  readonly text: string;
  readonly cells: readonly Cell[];
  /** Length of each cell when it was read: a cell may be split later. */
  readonly lengths: readonly number[];
}

/** A word or line move looks no farther: a bound keeps the time linear. */
const FARTHEST = 4096;
/** Fewer deleted characters than this are a correction, which the tombstones cover. */
const SHORTEST_DELETION = 3;
const SNAPSHOT_REACH = 256;
const WORD = /[\p{L}\p{N}_]/u;

function sentinel(): Cell {
  const cell = {
    text: '',
    event: -1,
    offset: 0,
    links: undefined,
    live: true,
    died: 0,
    rest: undefined,
  } as unknown as Cell;
  cell.previous = cell.next = cell.before = cell.after = cell;
  return cell;
}

/** A cell as long as it was at a change: what is split off it later is of the change too, what was before is not. */
interface Part {
  readonly cell: Cell;
  readonly length: number;
}

interface Change {
  readonly inserted: boolean;
  readonly parts: Part[];
}

export class Field {
  readonly #head = sentinel();
  /** All insertions in the order of time. */
  readonly log: Cell[] = [];
  readonly snapshots: Reading[] = [];
  #caret: Cell = this.#head;
  #anchor: Cell | undefined;
  #composition: Cell | undefined;
  #overwrite = false;
  #run: Cell[] = [];
  #runNumber = 1;
  #deleted = false;
  #outOfOrder = false;
  #done: Change[] = [];
  #undone: Change[] = [];

  get empty(): boolean {
    return this.log.length === 0;
  }

  insert(text: string, event: number, links?: readonly number[]): void {
    this.#composition = undefined;
    this.#deleteSelection();
    this.#endRun();
    if (
      this.#overwrite &&
      text !== '\n' &&
      this.#caret.after !== this.#head &&
      !this.#caret.after.text.startsWith('\n')
    ) {
      this.#remove([this.#characterAfter()]);
    }
    const cell = this.#place(text, event, links);
    this.#record(true, [cell]);
  }

  /** Text of an input method: it replaces what the composition held so far. */
  compose(text: string, event: number, links: readonly number[] | undefined): void {
    if (this.#composition !== undefined) this.#remove(whole(this.#composition).filter((cell) => cell.live));
    this.#composition = undefined;
    if (text === '') return;
    this.insert(text, event, links);
    this.#composition = this.log[this.log.length - 1];
  }

  endComposition(): void {
    this.#composition = undefined;
  }

  /** The caret may be anywhere now (a click): a line break in the readings keeps two values apart. */
  breakHere(): void {
    this.#composition = undefined;
    this.#anchor = undefined;
    if (this.log.length === 0 || this.log[this.log.length - 1]!.text === '\n') return;
    this.#endRun();
    this.#caret = this.#head.before;
    this.#place('\n', -1, undefined);
  }

  delete(forward: boolean, unit: Unit): void {
    if (this.#deleteSelection()) return;
    const stop = this.#target(forward, unit);
    this.#remove(forward ? between(this.#caret, stop) : between(stop, this.#caret));
  }

  deleteSelection(): void {
    this.#deleteSelection();
  }

  move(forward: boolean, unit: Unit, extend: boolean): void {
    this.#composition = undefined;
    if (extend) this.#anchor ??= this.#caret;
    else if (this.#anchor !== undefined) {
      const [first, last] = this.#selection();
      this.#anchor = undefined;
      if (unit === 'character') {
        this.#caret = forward ? last : first;
        return;
      }
    }
    this.#caret = this.#target(forward, unit);
  }

  selectAll(): void {
    this.#anchor = this.#head;
    this.#caret = this.#head.before;
  }

  toggleOverwrite(): void {
    this.#overwrite = !this.#overwrite;
  }

  undo(): void {
    const change = this.#done.pop();
    if (change === undefined) return;
    this.#flip(change, !change.inserted);
    this.#undone.push(change);
  }

  redo(): void {
    const change = this.#undone.pop();
    if (change === undefined) return;
    this.#flip(change, change.inserted);
    this.#done.push(change);
  }

  /** Everything that the field held or that was ever typed, each different text once. */
  readings(): Reading[] {
    this.#endRun();
    const held = reading(this.#head, (cell) => cell.live);
    const readings = [held, ...this.snapshots];
    if (this.#deleted) readings.push(this.typed());
    if (this.#outOfOrder) readings.push(read(this.log.flatMap((cell) => whole(cell))));
    return readings;
  }

  /** All that was ever typed, each character in its place. */
  typed(): Reading {
    return reading(this.#head, () => true);
  }

  #place(text: string, event: number, links: readonly number[] | undefined): Cell {
    const before = this.#caret;
    const after = before.after;
    // Behind the tombstones that follow the caret: they were typed earlier.
    const previous = after.previous;
    const cell: Cell = {
      text,
      event,
      offset: 0,
      links,
      live: true,
      died: 0,
      previous,
      next: after,
      before,
      after,
      rest: undefined,
    };
    previous.next = after.previous = cell;
    before.after = after.before = cell;
    if (after !== this.#head) this.#outOfOrder = true;
    this.#caret = cell;
    this.log.push(cell);
    return cell;
  }

  #record(inserted: boolean, cells: Cell[]): void {
    this.#undone = [];
    const last = this.#done[this.#done.length - 1];
    const parts = cells.map((cell) => ({ cell, length: cell.text.length }));
    // Programs undo a stretch of typing, not a key: up to a break between words.
    if (last?.inserted && inserted && !/\s/.test(cells[0]!.text) && last.parts.length < 256) last.parts.push(...parts);
    else this.#done.push({ inserted, parts });
    if (this.#done.length > 512) this.#done.shift();
  }

  #flip({ parts }: Change, alive: boolean): void {
    this.#anchor = undefined;
    const cells = parts.flatMap(({ cell, length }) => whole(cell, length));
    if (alive) {
      for (const cell of cells) this.#revive(cell);
      const last = cells[cells.length - 1]!;
      if (last.live) this.#caret = last;
    } else this.#kill(cells.filter((cell) => cell.live));
  }

  #revive(cell: Cell): void {
    let before = cell.previous;
    for (let i = 0; !before.live && i < FARTHEST; i++) before = before.previous;
    if (!before.live) return;
    cell.live = true;
    cell.before = before;
    cell.after = before.after;
    before.after = cell.after.before = cell;
  }

  #remove(cells: Cell[]): void {
    if (cells.length === 0) return;
    this.#kill(cells);
    this.#record(false, cells);
  }

  #kill(cells: Cell[]): void {
    for (const cell of cells) {
      cell.live = false;
      cell.died = this.#runNumber;
      cell.before.after = cell.after;
      cell.after.before = cell.before;
      this.#caret = cell.before;
      this.#run.push(cell);
    }
    this.#deleted = true;
  }

  /** A deletion is over. If it was more than a correction, the text around it as it was before is kept as a reading. */
  #endRun(): void {
    const run = this.#run;
    if (run.length === 0) return;
    this.#run = [];
    const number = this.#runNumber++;
    let length = 0;
    for (const cell of run) length += cell.text.length;
    if (length < SHORTEST_DELETION) return;
    const kept = (cell: Cell) => cell.live || cell.died === number;
    let first = run[0]!;
    for (
      let budget = SNAPSHOT_REACH, i = 0;
      first.previous !== this.#head && budget > 0 && i < FARTHEST + run.length;
      i++
    ) {
      first = first.previous;
      if (first.live) budget -= first.text.length;
    }
    const cells: Cell[] = [];
    let rest = run.length;
    for (
      let cell = first, budget = SNAPSHOT_REACH, i = 0;
      cell !== this.#head && budget > 0 && i < 2 * FARTHEST + run.length;
      i++
    ) {
      if (kept(cell)) cells.push(cell);
      if (cell.died === number) rest--;
      else if (cell.live && rest <= 0) budget -= cell.text.length;
      cell = cell.next;
    }
    this.snapshots.push(read(cells));
  }

  #selection(): [Cell, Cell] {
    const anchor = this.#anchor!;
    for (let cell = anchor; ; cell = cell.after) {
      if (cell === this.#caret) return [anchor, this.#caret];
      if (cell.after === this.#head) return [this.#caret, anchor];
    }
  }

  #deleteSelection(): boolean {
    if (this.#anchor === undefined) return false;
    const [first, last] = this.#selection();
    this.#anchor = undefined;
    if (first === last) return false;
    this.#remove(between(first, last));
    return true;
  }

  /** Where the caret would stand after a move. */
  #target(forward: boolean, unit: Unit): Cell {
    const head = this.#head;
    if (unit === 'text') return forward ? head.before : head;
    if (unit === 'character') {
      if (forward) return this.#caret.after === head ? this.#caret : this.#characterAfter();
      return this.#caret === head ? head : this.#characterBefore(this.#caret).before;
    }
    if (unit === 'row') return this.#row(forward);
    let at = this.#caret;
    const step = (): string | undefined => {
      if (forward) {
        if (at.after === head) return undefined;
        return characterFirst(at.after).text;
      }
      if (at === head) return undefined;
      at = this.#characterBefore(at);
      return at.text;
    };
    const pass = (wanted: (character: string) => boolean) => {
      let c = step();
      for (let i = 0; c !== undefined && wanted(c) && i < FARTHEST; i++, c = step())
        at = forward ? at.after : at.before;
    };
    if (unit === 'word') {
      pass((c) => !WORD.test(c));
      pass((c) => WORD.test(c));
    } else pass((c) => c !== '\n');
    return at;
  }

  /** The same column of the line above or below; the field's end where there is none. */
  #row(forward: boolean): Cell {
    const head = this.#head;
    const start = this.#lineStart(this.#caret);
    let column = 0;
    for (let cell = this.#caret; cell !== start; column++) cell = this.#characterBefore(cell).before;
    let at: Cell;
    if (forward) {
      at = this.#caret;
      for (let i = 0; at.after !== head && characterFirst(at.after).text !== '\n' && i < FARTHEST; i++) at = at.after;
      if (at.after === head) return at;
      at = at.after;
    } else {
      if (start === head) return head;
      at = this.#lineStart(start.before);
    }
    for (let i = 0; i < column && at.after !== head && characterFirst(at.after).text !== '\n'; i++) at = at.after;
    return at;
  }

  /** The line break that a line begins behind, or the head. */
  #lineStart(from: Cell): Cell {
    let cell = from;
    for (let i = 0; cell !== this.#head && i < FARTHEST; i++) {
      cell = this.#characterBefore(cell);
      if (cell.text === '\n') return cell;
      cell = cell.before;
    }
    return cell;
  }

  #characterAfter(): Cell {
    return characterFirst(this.#caret.after);
  }

  /** The last character of a cell as a cell of its own; carets that stood behind the cell stand behind it. */
  #characterBefore(cell: Cell): Cell {
    const size = /[\uDC00-\uDFFF]$/.test(cell.text) ? 2 : 1;
    if (cell.text.length <= size) return cell;
    const rest = split(cell, cell.text.length - size);
    if (this.#caret === cell) this.#caret = rest;
    if (this.#anchor === cell) this.#anchor = rest;
    return rest;
  }
}

function characterFirst(cell: Cell): Cell {
  const size = /^[\uD800-\uDBFF]./.test(cell.text) ? 2 : 1;
  if (cell.text.length > size) split(cell, size);
  return cell;
}

/** Splits a living cell; returns its second half. */
function split(cell: Cell, at: number): Cell {
  const rest: Cell = {
    text: cell.text.slice(at),
    event: cell.event,
    offset: cell.offset + at,
    links: cell.links,
    live: true,
    died: 0,
    previous: cell,
    next: cell.next,
    before: cell,
    after: cell.after,
    rest: cell.rest,
  };
  cell.text = cell.text.slice(0, at);
  cell.rest = rest;
  cell.next.previous = rest;
  cell.next = rest;
  cell.after.before = rest;
  cell.after = rest;
  return rest;
}

/** A cell and what was split off it, up to `length` UTF-16 units together. */
function whole(cell: Cell, length = Number.POSITIVE_INFINITY): Cell[] {
  const cells: Cell[] = [];
  let left = length;
  for (let part: Cell | undefined = cell; part !== undefined && left > 0; part = part.rest) {
    cells.push(part);
    left -= part.text.length;
  }
  return cells;
}

/** Living cells behind `from`, up to and with `to`. */
function between(from: Cell, to: Cell): Cell[] {
  const cells: Cell[] = [];
  for (let cell = from; cell !== to; ) {
    cell = cell.after;
    cells.push(cell);
  }
  return cells;
}

function read(cells: Cell[]): Reading {
  let text = '';
  const lengths: number[] = [];
  for (const cell of cells) {
    text += cell.text;
    lengths.push(cell.text.length);
  }
  return { text, cells, lengths };
}

function reading(head: Cell, take: (cell: Cell) => boolean): Reading {
  const cells: Cell[] = [];
  for (let cell = head.next; cell !== head; cell = cell.next) if (take(cell)) cells.push(cell);
  return read(cells);
}
