import type { ClickEvent, Event, KeyEvent, TextEvent } from '../wire/event.ts';
import { isSecretField } from '../wire/vocabulary.ts';
import type { RedactableFrame, SensitiveType, Span } from './redactor.ts';
import { resolve } from './spans.ts';
import { Budget, BudgetSpent, stepsFor } from './typing/budget.ts';
import type { Cell, Reading } from './typing/cells.ts';
import { around, edge, indexOf } from './typing/edges.ts';
import { loginsIn } from './typing/logins.ts';
import { appOf, type TypedField, TypingRun, types } from './typing/run.ts';
import type { SaidReading } from './typing/said.ts';

export interface KeyFinding {
  readonly type: SensitiveType;
  /** The first key of its value: values are counted, not keys. */
  readonly first: boolean;
  /** Of a password: the one time that all of its keys are given. */
  readonly time?: number;
}

/** One object for all findings that say the same: a frame has 200,000 keys. */
const FINDINGS = new Map<SensitiveType, readonly [other: KeyFinding, first: KeyFinding]>();
function findingOf(type: SensitiveType, first: boolean): KeyFinding {
  let both = FINDINGS.get(type);
  if (both === undefined) {
    both = [
      { type, first: false },
      { type, first: true },
    ];
    FINDINGS.set(type, both);
  }
  return both[first ? 1 : 0];
}

/** Types of which the keys tell nothing but that they were pressed. */
export const SECRETS: ReadonlySet<SensitiveType> = new Set(['PASSWORD', 'SECRET']);
/** The number of keys of a secret is a multiple of this. */
const ROUND = 8;

/** Frames of a device that follow each other without a gap. */
interface Stretch {
  run: TypingRun;
  /** Where its events stand among all. */
  readonly indices: number[];
  /** More work than a frame is given: all that was typed in it is masked. */
  spent: boolean;
  /** The device's first frame of its life is in it: nothing was typed before. */
  readonly fromTheFirst: boolean;
}

/** Nothing of the run is read any more, and its cells go; which keys are of secret fields stays known. */
function giveUp(stretch: Stretch): void {
  const { secret } = stretch.run;
  stretch.spent = true;
  stretch.run = new TypingRun();
  for (const [index, field] of secret) stretch.run.secret.set(index, field);
}

/** Living characters between a value and a deletion that counts as beside it. */
const NEAR = 5;
const MOST_TOMBSTONES = 64;

/** What is found in typed text, led back to the events that typed it. Events are known by their index over all frames. */
export class TypedTextFindings {
  /** By index. */
  readonly keys: (KeyFinding | undefined)[];
  readonly texts = new Map<number, Span[]>();
  readonly #stretches: Stretch[];
  /** By index; of an event that types nothing there is none. */
  readonly #kinds: readonly (KeyEvent | TextEvent | undefined)[];
  readonly #readings: { readonly reading: Reading; readonly app: string }[] = [];
  readonly #said: SaidReading[] = [];
  /** Lists of links whose events are masked: a composition shares one among all its texts. */
  readonly #linked = new Set<readonly number[]>();

  private constructor(stretches: Stretch[], kinds: readonly (KeyEvent | TextEvent | undefined)[]) {
    this.#stretches = stretches;
    this.#kinds = kinds;
    this.keys = new Array<KeyFinding | undefined>(kinds.length).fill(undefined);
    for (const stretch of stretches) {
      const { run } = stretch;
      if (!stretch.spent) {
        try {
          const readings = [...run.fields].map(([id, { field }]) =>
            field.readings().map((reading) => ({ reading, app: appOf(id) })),
          );
          const said = run.said();
          // All or none: what is found in some, and may be kept, would be kept in a run of which the rest is unread.
          for (const some of readings) this.#readings.push(...some);
          this.#said.push(...said);
        } catch (error) {
          if (!(error instanceof BudgetSpent)) throw error;
          giveUp(stretch);
        }
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
    const open = new Map<string, { stretch: Stretch; next: number; after: readonly Event[] }>();
    const kinds: (KeyEvent | TextEvent | undefined)[] = [];
    const clicks = new Map<number, ClickEvent>();
    const add = ({ indices }: Stretch, event: Event, index: number): void => {
      if (event.kind === 'key' || event.kind === 'text') kinds[index] = event;
      else if (event.kind === 'click') clicks.set(index, event);
      else return;
      indices.push(index);
    };
    // What is only beside a frame has indices that no event of one has: nothing is written of it.
    let beside = frames.reduce((sum, { events }) => sum + events.length, 0);
    const addBeside = (stretch: Stretch, events: readonly Event[]): void => {
      for (const event of events) add(stretch, event, beside++);
    };
    let index = 0;
    for (const frame of frames) {
      let known = open.get(frame.device);
      if (known === undefined || known.next !== frame.number) {
        if (known !== undefined) addBeside(known.stretch, known.after);
        const stretch: Stretch = {
          ...{ run: new TypingRun(), indices: [], spent: false },
          fromTheFirst: frame.number === 1,
        };
        stretches.push(stretch);
        known = { stretch, next: 0, after: [] };
        open.set(frame.device, known);
        addBeside(stretch, frame.context?.before ?? []);
      }
      known.next = frame.number + 1;
      known.after = frame.context?.after ?? [];
      for (const event of frame.events) add(known.stretch, event, index++);
    }
    for (const { stretch, after } of open.values()) addBeside(stretch, after);
    for (const stretch of stretches) {
      stretch.run = new TypingRun(new Budget(stepsFor(stretch.indices.length)));
      try {
        for (const at of stretch.indices) {
          const event = kinds[at];
          if (event === undefined) stretch.run.click(clicks.get(at)!);
          else if (event.kind === 'key') stretch.run.key(event, at);
          else stretch.run.text(event, at);
        }
      } catch (error) {
        if (!(error instanceof BudgetSpent)) throw error;
        giveUp(stretch);
      }
    }
    return new TypedTextFindings(stretches, kinds);
  }

  /** Masks what `find` finds in the readings. May be called again with a `find` that knows more. */
  examine(find: (text: string, structured: boolean, app: string | undefined) => Span[]): void {
    for (const { reading, app } of this.#readings) this.#maskSpans(reading, find(reading.text, false, app));
    for (const { reading, asText, app } of this.#said)
      this.#maskSpans(reading, find(reading.text, !asText, app), false);
  }

  /** What is masked whatever was found: open edges, keys whose text never came, releases. Nothing is examined behind it. */
  finish(): void {
    for (const { run, fromTheFirst, spent, indices } of this.#stretches) {
      if (spent) {
        this.#maskUnread(indices);
        this.#roundSecrets(indices);
        continue;
      }
      for (const typed of run.fields.values()) this.#maskEdges(typed, fromTheFirst);
      for (const said of run.saidByWindow())
        for (const cells of loginsIn(said))
          for (const [i, cell] of cells.entries()) this.#maskCell(cell, 0, cell.text.length, 'PASSWORD', i === 0);
      for (const index of run.pending()) this.#maskEvent(index, 'OTHER', false);
      this.#roundSecrets(indices);
    }
    this.#maskReleases();
    // Events are written next, of a large frame as many as were read: what they were read with goes first.
    this.#readings.length = this.#said.length = this.#stretches.length = 0;
    this.#linked.clear();
  }

  /** @param inPlace whether the cells of the reading stand in their field as they do in it. */
  #maskSpans(reading: Reading, spans: readonly Span[], inPlace = true): void {
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
      if (inPlace) this.#maskTombstones(from, cells[c]!, type);
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
    if (this.#kinds[cell.event]!.kind === 'key') {
      this.#maskEvent(cell.event, type, first);
    } else {
      const span = { start: cell.offset + from, end: cell.offset + to, type };
      const list = this.texts.get(cell.event);
      if (list) list.push(span);
      else this.texts.set(cell.event, [span]);
    }
    const { links } = cell;
    if (links === undefined || this.#linked.has(links)) return;
    this.#linked.add(links);
    for (const link of links) {
      if (this.#kinds[link]?.kind === 'text') this.#maskWhole(link, type);
      else this.#maskEvent(link, type, false);
    }
  }

  /** A run of which nothing is read. That a field is secret is said by each of its events: theirs are a password all the same. */
  #maskUnread(indices: readonly number[]): void {
    const typeOf = (index: number) => (isSecretField(this.#kinds[index]?.fieldType) ? 'PASSWORD' : 'UNREAD');
    let first = Number.POSITIVE_INFINITY;
    // Events of a frame come before what is only beside it.
    for (const index of indices)
      if (this.#kinds[index]?.kind === 'key' && this.keys[index] === undefined && typeOf(index) === 'UNREAD')
        first = Math.min(first, index);
    for (const index of indices) this.#maskWhole(index, typeOf(index), index === first);
  }

  #maskWhole(index: number, type: SensitiveType, first = false): void {
    const event = this.#kinds[index];
    if (event?.kind === 'text') this.texts.set(index, [{ start: 0, end: Number.MAX_SAFE_INTEGER, type }]);
    else if (event?.kind === 'key') this.#maskEvent(index, type, first);
  }

  #maskEvent(index: number, type: SensitiveType, first: boolean): void {
    this.keys[index] ??= findingOf(type, first);
  }

  /** The token at each open edge of a run: its other part is in a frame that is not here. */
  #maskEdges({ field }: TypedField, fromTheFirst: boolean): void {
    if (field.empty) return;
    const typed = field.typed();
    const mask = (at: number, direction: 'start' | 'end') => {
      const [start, end] = edge(typed.text, at, direction);
      this.#maskSpans(typed, [{ start, end, type: 'OTHER' }]);
    };
    this.#maskLandings(field, typed);
    const last = field.log[field.log.length - 1]!;
    mask(indexOf(typed, last) + last.text.length - 1, 'end');
    if (!fromTheFirst) mask(indexOf(typed, field.log[0]!), 'start');
  }

  /** What stood where the caret went may be the rest of a value, and so may what was typed before it went there. */
  #maskLandings({ landings }: TypedField['field'], typed: Reading): void {
    if (landings.length === 0) return;
    const places = new Map<Cell, number>();
    let at = 0;
    for (const [i, cell] of typed.cells.entries()) {
      places.set(cell, at);
      at += typed.lengths[i]!;
    }
    const spans = landings
      .flatMap(({ before, cell }) => [before, cell])
      .flatMap((cell) => around(typed.text, places.get(cell)!) ?? []);
    const found: Span[] = [];
    for (let i = 0; i < spans.length; i += 2) found.push({ start: spans[i]!, end: spans[i + 1]!, type: 'OTHER' });
    this.#maskSpans(typed, resolve(found, typed.text.length), false);
  }

  /**
   * The keys of a password tell nothing: not when each was pressed, nor how many there were. Keys beside it are masked with it up to
   * a round number.
   */
  #roundSecrets(indices: readonly number[]): void {
    const presses = indices.filter((index) => {
      const event = this.#kinds[index];
      return event?.kind === 'key' && event.type !== 'keyup';
    });
    for (let i = 0; i < presses.length; i++) {
      const finding = this.keys[presses[i]!];
      if (finding === undefined || !SECRETS.has(finding.type)) continue;
      let to = i;
      while (SECRETS.has(this.keys[presses[to + 1] ?? -1]?.type ?? 'OTHER')) to++;
      let [from, behind] = [i, to + 1];
      for (let more = (ROUND - ((behind - from) % ROUND)) % ROUND; more > 0; more--) {
        if (behind < presses.length) behind++;
        else if (from > 0) from--;
        else break;
      }
      const time = this.#kinds[presses[i]!]!.time;
      for (const index of presses.slice(from, behind))
        this.keys[index] = { first: false, ...this.keys[index], type: finding.type, time };
      i = behind - 1;
    }
  }

  /** A release tells the key as the press does; without its press, nothing says that it was harmless. */
  #maskReleases(): void {
    for (const { run } of this.#stretches) {
      for (const { release, press } of run.releases) {
        const finding = this.keys[press];
        if (finding !== undefined)
          this.keys[release] =
            finding.time === undefined ? findingOf(finding.type, false) : { ...finding, first: false };
        else if (press < 0 && types(this.#kinds[release] as KeyEvent)) this.#maskEvent(release, 'OTHER', false);
      }
    }
  }
}
