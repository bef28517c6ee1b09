import { EVENT_KINDS, EVENTS, type Event } from '../../wire/event.ts';
import type { FieldSpec } from '../../wire/field.ts';

/**
 * One row an event. The columns are those of the catalogue of events: a field has the same name in all kinds, and a column of its type. What
 * an event does not have is null.
 */

export type ColumnType = 'text' | 'moment' | 'whole' | 'number' | 'flag' | 'wholes' | 'texts';

export interface Column {
  name: string;
  type: ColumnType;
  /** Every row has it. */
  required: boolean;
  about: string;
}

const TYPES: Readonly<Record<FieldSpec['type'], ColumnType>> = {
  string: 'text',
  word: 'text',
  strings: 'texts',
  integer: 'whole',
  integers: 'wholes',
  number: 'number',
  boolean: 'flag',
};

/** Of every event, beside what it says itself. */
const OWN: readonly Column[] = [
  { name: 'person', type: 'text', required: true, about: 'whose it is, under a name of this export alone' },
  { name: 'session', type: 'text', required: true, about: 'what was done without a longer pause' },
  { name: 'seq', type: 'whole', required: true, about: 'place in its session, from 0' },
  { name: 'kind', type: 'text', required: true, about: 'kind of event' },
  { name: 'time', type: 'moment', required: true, about: 'when, by the clock of the device' },
];

const fields = new Map<string, Column>();
for (const kind of EVENT_KINDS) {
  for (const [name, spec] of Object.entries<FieldSpec>(EVENTS[kind].fields)) {
    if (name === 'time') continue;
    const type = TYPES[spec.type];
    const known = fields.get(name);
    // Two kinds may count alike in different types: then the wider one.
    if (known && known.type !== type && !(isNumeric(known.type) && isNumeric(type))) {
      throw new Error(`the field ${name} is of two types that share no column`);
    }
    const wider = known && known.type !== type ? 'number' : type;
    fields.set(name, { name, type: wider, required: name === 'app', about: spec.words });
  }
}

function isNumeric(type: ColumnType): boolean {
  return type === 'whole' || type === 'number';
}

export const COLUMNS: readonly Column[] = [...OWN, ...fields.values()];

/** An event in its place. */
export interface PlacedEvent {
  person: string;
  session: string;
  seq: number;
  event: Event;
}

const AT: ReadonlyMap<string, number> = new Map(COLUMNS.map(({ name }, at) => [name, at]));
const MOMENT = AT.get('time')!;
const TO_MICROS = 1000;

/**
 * What the rows have in each column: nothing where none of them has anything. Goes through what events have, not through what they could have:
 * a fifth of it.
 */
export function columnsOf(rows: readonly PlacedEvent[]): (unknown[] | undefined)[] {
  const many = rows.length;
  const columns: (unknown[] | undefined)[] = COLUMNS.map(() => undefined);
  // What every row has, without a look for it: a tenth of the time of writing.
  const [persons, sessions, places, moments] = [0, 0, 0, 0].map(() => new Array<unknown>(many)) as [
    unknown[],
    unknown[],
    unknown[],
    unknown[],
  ];
  [columns[0], columns[1], columns[2], columns[MOMENT]] = [persons, sessions, places, moments];
  for (let row = 0; row < many; row++) {
    const { event, person, session, seq } = rows[row]!;
    persons[row] = person;
    sessions[row] = session;
    places[row] = seq;
    moments[row] = BigInt(Math.round(event.time * TO_MICROS));
    const fields = event as unknown as Readonly<Record<string, unknown>>;
    for (const name in fields) {
      const at = AT.get(name);
      if (at === undefined || at === MOMENT) continue;
      let column = columns[at];
      if (column === undefined) {
        column = new Array<unknown>(many).fill(undefined);
        columns[at] = column;
      }
      column[row] = fields[name];
    }
  }
  return columns;
}

/** Columns of whole numbers have 32 bits. */
const isWhole = (value: unknown): boolean => typeof value !== 'number' || Math.trunc(value) === (value | 0);

const WHOLE_FIELDS: readonly { name: string; several: boolean }[] = COLUMNS.filter(
  ({ type }) => type === 'whole' || type === 'wholes',
).map(({ name, type }) => ({ name, several: type === 'wholes' }));

/** Whether an event fits into the columns. No screen and no wheel has a number beyond them: what does not fit is left out, and counted. */
export function fitsColumns(event: Event): boolean {
  const values = event as unknown as Record<string, unknown>;
  return WHOLE_FIELDS.every(({ name, several }) => {
    const value = values[name];
    return several ? !Array.isArray(value) || value.every(isWhole) : isWhole(value);
  });
}
