import type { Cell, Reading } from './cells.ts';
import { read } from './cells.ts';

/** What an event of a window says, in the order of time, whatever was believed about it. */
export interface Said {
  /** In the field that it was typed into, or one of its own where the key was taken for a command. */
  readonly cell: Cell;
  /** It was taken for a shortcut: the text that it says was put nowhere. */
  readonly command: boolean;
  /** Field id; a change of it is a border like Tab. */
  readonly field: string;
  /** What the key's place says, where that is another character. */
  readonly other?: string | undefined;
  /** Editors with modes may have taken it for a command, since it came behind Escape; or it may have gone elsewhere. */
  readonly modal: boolean;
}

/** So many commands in a row that say characters are a modifier that hangs, not shortcuts. */
const HANGING = 4;

export interface SaidReading {
  readonly reading: Reading;
  /** Judged with all that finds; else by structured detectors and the directory alone: half of it may be no text. */
  readonly asText: boolean;
  /** Program of the window. */
  readonly app?: string;
}

/**
 * Readings in which a key is that no field has, and readings over the borders that a field has: of a value that is typed in two boxes,
 * over an Alt+Tab, behind a modifier that hangs. They are added to those of the fields and replace none.
 */
export function readingsOf(said: readonly Said[], clicked: boolean): SaidReading[] {
  const readings: SaidReading[] = [];
  const add = (cells: Cell[], asText: boolean): void => {
    if (cells.length > 1) readings.push({ reading: read(cells), asText });
  };
  const commands = said.some(({ command }) => command);
  const fields = new Set(said.map(({ field }) => field)).size;
  if (commands || fields > 1)
    add(
      said.map(({ cell }) => cell),
      hangs(said),
    );
  // Without borders, and without the commands between: Ctrl+S in the middle of a number.
  const borders = said.some(({ cell: { text } }) => /[\t\n]/.test(text));
  if (borders || commands || clicked)
    add(
      said.filter(({ command, cell: { text } }) => !command && !/^[\t\n]+$/.test(text)).map(({ cell }) => cell),
      false,
    );
  // Where meaning and place of keys disagree, the places alone: forms that are told by their look, whatever the layout was.
  if (said.some(({ other }) => other !== undefined))
    add(
      said.map(({ cell, other }) => (other === undefined ? cell : loose(other, cell.event))),
      false,
    );
  if (said.some(({ modal }) => modal))
    add(
      said.filter(({ modal }) => !modal).map(({ cell }) => cell),
      true,
    );
  return readings;
}

function hangs(said: readonly Said[]): boolean {
  let row = 0;
  for (const { command } of said) {
    row = command ? row + 1 : 0;
    if (row >= HANGING) return true;
  }
  return false;
}

/** A cell that stands in no field. */
export function loose(text: string, event: number): Cell {
  const cell = { text, event, offset: 0, links: undefined, live: true, died: 0, rest: undefined } as unknown as Cell;
  cell.previous = cell.next = cell.before = cell.after = cell;
  return cell;
}

/** Commands of editors with modes that go back to typing. */
const TO_INSERT = /^[iIaAoOsScCR]$/;
/** Commands in a row are few; more are a text in an editor without modes. */
const MOST_COMMANDS = 8;

/** Whether a window may be in the command mode of an editor, by Escape and what came behind it. */
export class Mode {
  #commands = -1;

  escape(): void {
    this.#commands = 0;
  }

  /** Whether this character may be a command. */
  next(text: string): boolean {
    if (this.#commands < 0) return false;
    if (++this.#commands >= MOST_COMMANDS || TO_INSERT.test(text)) this.#commands = -1;
    return true;
  }
}
