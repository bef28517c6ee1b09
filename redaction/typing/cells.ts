/**
 * A piece of text of one event, in two lists: of all cells in their places, and of the living ones. A deleted cell stays in
 * its place as a tombstone.
 */
export interface Cell {
  text: string;
  /** Index of the event that typed it. */
  readonly event: number;
  /** Offset of `text` in the event's text. */
  readonly offset: number;
  /** Events without text of their own that led to it: dead keys, keys of a composition. */
  links: readonly number[] | undefined;
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
  readonly lengths: ArrayLike<number>;
}

/** Begin and end of both lists, which are rings. */
export function sentinel(): Cell {
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

/** The first character of a living cell as a cell of its own. */
export function characterFirst(cell: Cell): Cell {
  const size = /^[\uD800-\uDBFF]./.test(cell.text) ? 2 : 1;
  if (cell.text.length > size) split(cell, size);
  return cell;
}

/** Splits a living cell; returns its second half. */
export function split(cell: Cell, at: number): Cell {
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
export function whole(cell: Cell | undefined, length = Number.POSITIVE_INFINITY): Cell[] {
  const cells: Cell[] = [];
  let left = length;
  for (let part = cell; part !== undefined && left > 0; part = part.rest) {
    cells.push(part);
    left -= part.text.length;
  }
  return cells;
}

/** Living cells behind `from`, up to and with `to`. */
export function between(from: Cell, to: Cell): Cell[] {
  const cells: Cell[] = [];
  for (let cell = from; cell !== to; ) {
    cell = cell.after;
    cells.push(cell);
  }
  return cells;
}

/** Characters that are put together before they are put to the others. */
const PIECE = 1024;

/** The text of these cells. */
export function read(cells: Cell[]): Reading {
  // In pieces: a text that grows by a character is a rope with a knot for each until somebody reads it.
  const pieces: string[] = [];
  const lengths = new Uint32Array(cells.length);
  let piece = '';
  for (const [i, { text }] of cells.entries()) {
    piece += text;
    lengths[i] = text.length;
    if (piece.length < PIECE) continue;
    pieces.push(piece);
    piece = '';
  }
  return { text: pieces.length === 0 ? piece : `${pieces.join('')}${piece}`, cells, lengths };
}

/** The text of those cells of a field that `take` takes, in their places. */
export function reading(head: Cell, take: (cell: Cell) => boolean): Reading {
  const cells: Cell[] = [];
  for (let cell = head.next; cell !== head; cell = cell.next) if (take(cell)) cells.push(cell);
  return read(cells);
}
