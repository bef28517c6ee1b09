import { Budget } from './budget.ts';
import { between, type Cell, characterFirst, type Reading, read, reading, sentinel, split, whole } from './cells.ts';
import type { Unit } from './keymap.ts';

/** A word or line move looks no farther: a bound keeps the time linear. */
const FARTHEST = 4096;
/** Fewer deleted characters than this are a correction, which the tombstones cover. */
const SHORTEST_DELETION = 3;
const SNAPSHOT_REACH = 256;
const WORD = /[\p{L}\p{N}_]/u;

interface Change {
  readonly inserted: boolean;
  readonly cells: Cell[];
  /** Length of each cell then: what is split off it later is of the change too, what was split off before is not. */
  readonly lengths: number[];
}

/**
 * One text field as keys and text events make it. Nothing that was typed is ever forgotten: a deleted character stays in
 * its place as a tombstone, so that what was found in the field covers the corrections made inside of it too.
 */
export class Field {
  readonly #head = sentinel();
  /** All insertions in the order of time. */
  readonly log: Cell[] = [];
  readonly snapshots: Reading[] = [];
  /** What was typed when the caret might have been anywhere: whatever stood there is its neighbour. */
  readonly landings: { readonly before: Cell; readonly cell: Cell }[] = [];
  #caret: Cell = this.#head;
  #anchor: Cell | undefined;
  #composition: Cell | undefined;
  #overwrite = false;
  #run: Cell[] = [];
  #runNumber = 1;
  #deleted = false;
  #outOfOrder = false;
  #uncertain = false;
  #lastTyped: Cell | undefined;
  #broken = false;
  #done: Change[] = [];
  #undone: Change[] = [];
  readonly #budget: Budget;

  constructor(budget = new Budget(Number.POSITIVE_INFINITY)) {
    this.#budget = budget;
  }

  get empty(): boolean {
    return this.log.length === 0;
  }

  insert(text: string, event: number, links?: readonly number[]): void {
    this.#composition = undefined;
    this.deleteSelection();
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
    // What a composition replaces was never there for its reader: no text as it stood before is kept of it.
    this.#kill(
      whole(this.#composition).filter((cell) => cell.live),
      true,
    );
    this.#composition = undefined;
    if (text === '') return;
    this.insert(text, event, links);
    this.#composition = this.log[this.log.length - 1];
  }

  endComposition(): void {
    this.#composition = undefined;
  }

  /** The caret may be anywhere now. */
  lose(): void {
    this.#uncertain = true;
  }

  /** The caret may be anywhere now (a click): a line break in the readings keeps two values apart, the reading in the order of time has none. */
  breakHere(): void {
    this.lose();
    this.#composition = undefined;
    this.#anchor = undefined;
    if (this.log.length === 0 || this.log[this.log.length - 1]!.text === '\n') return;
    this.#endRun();
    this.#caret = this.#head.before;
    this.#broken = true;
    this.#place('\n', -1, undefined);
  }

  delete(forward: boolean, unit: Unit): void {
    if (this.deleteSelection()) return;
    const stop = this.#target(forward, unit);
    this.#remove(forward ? between(this.#caret, stop) : between(stop, this.#caret));
  }

  deleteSelection(): boolean {
    if (this.#anchor === undefined) return false;
    const [first, last] = this.#selection();
    this.#anchor = undefined;
    if (first === last) return false;
    this.#remove(between(first, last));
    return true;
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
    const target = this.#target(forward, unit);
    // At the end of what is known there may be more.
    if (target === this.#head || (target === this.#caret && unit !== 'line')) this.lose();
    this.#caret = target;
  }

  selectAll(): void {
    this.#anchor = this.#head;
    this.#caret = this.#head.before;
  }

  toggleOverwrite(): void {
    this.lose();
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
    if (this.#outOfOrder || this.#broken)
      readings.push(read(this.log.filter(({ event }) => event >= 0).flatMap((cell) => whole(cell))));
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
    if (event >= 0 && this.#uncertain) {
      this.#uncertain = false;
      const last = this.#lastTyped;
      if (last !== undefined) this.landings.push({ before: last, cell });
    }
    if (event >= 0) this.#lastTyped = cell;
    return cell;
  }

  #record(inserted: boolean, cells: Cell[]): void {
    this.#undone = [];
    let change = this.#done[this.#done.length - 1];
    // Programs undo a stretch of typing, not a key: up to a break between words.
    if (!change?.inserted || !inserted || /\s/.test(cells[0]!.text) || change.cells.length >= 256) {
      change = { inserted, cells: [], lengths: [] };
      this.#done.push(change);
      if (this.#done.length > 512) this.#done.shift();
    }
    for (const cell of cells) {
      change.cells.push(cell);
      change.lengths.push(cell.text.length);
    }
  }

  #flip({ cells, lengths }: Change, alive: boolean): void {
    this.#anchor = undefined;
    // One list, whatever is undone: of one for each cell a frame of nothing else would leave a hundred megabytes behind.
    const changed: Cell[] = [];
    let last: Cell | undefined;
    for (let i = 0; i < cells.length; i++) {
      let left = lengths[i]!;
      for (let cell: Cell | undefined = cells[i]; cell !== undefined && left > 0; cell = cell.rest) {
        left -= cell.text.length;
        last = cell;
        this.#budget.spend(1);
        if (alive || cell.live) changed.push(cell);
      }
    }
    if (alive) {
      for (const cell of changed) this.#revive(cell);
      if (last!.live) this.#caret = last!;
    } else this.#kill(changed);
  }

  #revive(cell: Cell): void {
    let before = cell.previous;
    let steps = 0;
    for (; !before.live && steps < FARTHEST; steps++) before = before.previous;
    this.#budget.spend(steps);
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

  #kill(cells: Cell[], replaced = false): void {
    this.#budget.spend(cells.length);
    for (const cell of cells) {
      cell.live = false;
      cell.died = this.#runNumber;
      cell.before.after = cell.after;
      cell.after.before = cell.before;
      this.#caret = cell.before;
      if (!replaced) this.#run.push(cell);
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
      this.#budget.spend(1);
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
      this.#budget.spend(1);
      if (kept(cell)) cells.push(cell);
      if (cell.died === number) rest--;
      else if (cell.live && rest <= 0) budget -= cell.text.length;
      cell = cell.next;
    }
    this.#budget.spend(2 * cells.length + run.length);
    this.snapshots.push(read(cells));
  }

  #selection(): [Cell, Cell] {
    const anchor = this.#anchor!;
    for (let cell = anchor; ; cell = cell.after) {
      this.#budget.spend(1);
      if (cell === this.#caret) return [anchor, this.#caret];
      if (cell.after === this.#head) return [this.#caret, anchor];
    }
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
      for (let i = 0; c !== undefined && wanted(c) && i < FARTHEST; i++, c = step()) {
        this.#budget.spend(1);
        at = forward ? at.after : at.before;
      }
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
      for (let i = 0; at.after !== head && characterFirst(at.after).text !== '\n' && i < FARTHEST; i++) {
        this.#budget.spend(1);
        at = at.after;
      }
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
      this.#budget.spend(1);
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
