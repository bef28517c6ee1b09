import { describe, expect, test } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Event } from '../../wire/event.ts';
import { COLUMNS, type Column, fitsColumns, type PlacedEvent } from './columns.ts';
import { EventFile } from './parquet.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const session = (name: string, events: Event[]): PlacedEvent[] =>
  events.map((event, seq) => ({ person: 'p', session: name, seq, event }));
const click = (time: number): Event => ({ kind: 'click', time, app: 'mousepad', x: 1, y: -2, button: 0 });

/** What a column should have of an event. Times are whole microseconds since 1970. */
function valueIn({ name, type }: Column, { event, ...place }: PlacedEvent): unknown {
  if (name === 'person' || name === 'session' || name === 'seq') return place[name];
  const value = (event as unknown as Record<string, unknown>)[name];
  if (value === undefined) return undefined;
  return type === 'moment' ? BigInt(Math.round((value as number) * 1000)) : value;
}

async function read(bytes: Uint8Array) {
  const file = bytes.slice().buffer;
  return { metadata: parquetMetadata(file), rows: await parquetReadObjects({ file, compressors }) };
}

describe('a file of events', () => {
  test('has what each event has, in its types, and null for what it has not', async () => {
    const events: Event[] = [
      click(NOW + 0.25),
      { kind: 'pointer', time: NOW, app: 'code', pointerType: 'mouse', path: [0, 1, 2, 5, 6, 7] },
      { kind: 'scroll', time: NOW, app: 'code', deltaX: 0, deltaY: -1.5 },
      { kind: 'key', time: NOW, app: 'code', type: 'keydown', key: 'é😀', ctrlKey: true },
      { kind: 'message', time: NOW, app: 'element', text: 'größer', author: 'self', participants: ['a', 'b'] },
    ];
    const file = new EventFile({ export: 'e' });
    file.add(session('s', events));
    const { rows, metadata } = await read(file.finish());
    expect(rows).toHaveLength(events.length);
    for (const [at, row] of rows.entries()) {
      const placed = { person: 'p', session: 's', seq: at, event: events[at]! };
      for (const column of COLUMNS) {
        const value = valueIn(column, placed);
        const expected = typeof value === 'bigint' ? new Date(Number(value / 1000n)) : (value ?? null);
        expect({ at, column: column.name, value: row[column.name] ?? null }).toEqual({
          at,
          column: column.name,
          value: expected,
        });
      }
    }
    expect(metadata.key_value_metadata).toEqual([{ key: 'export', value: 'e' }]);
    const codecs = metadata.row_groups.flatMap(({ columns }) => columns.map((one) => one.meta_data!.codec));
    expect(new Set(codecs)).toEqual(new Set(['ZSTD']));
  });

  test('keeps each session in one group of rows, unless it is longer than one', async () => {
    const file = new EventFile();
    const sizes = [8_000, 11_000, 3_000, 45_000, 10];
    for (const [at, size] of sizes.entries()) {
      file.add(
        session(
          `s${at}`,
          Array.from({ length: size }, (_, n) => click(NOW + n)),
        ),
      );
    }
    const bytes = file.finish();
    const metadata = parquetMetadata(bytes.slice().buffer);
    expect(file.rows).toBe(sizes.reduce((a, b) => a + b));
    expect(metadata.num_rows).toBe(BigInt(file.rows));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([19_000, 3_000, 20_000, 20_000, 5_010]);
    const dictionaries = metadata.row_groups[0]!.columns.find(
      ({ meta_data }) => meta_data!.path_in_schema[0] === 'app',
    )!;
    expect(dictionaries.meta_data!.encodings).toContain('RLE_DICTIONARY');
  });

  test('of long texts is cut into groups by their length', async () => {
    const file = new EventFile();
    const prompt = (n: number): Event => ({
      kind: 'prompt',
      time: NOW + n,
      app: 'assistant',
      text: 'x'.repeat(2 ** 20),
    });
    file.add(
      session(
        's',
        Array.from({ length: 20 }, (_, n) => prompt(n)),
      ),
    );
    const { metadata } = await read(file.finish());
    expect(metadata.row_groups.length).toBeGreaterThanOrEqual(2);
  });

  test('what no column holds does not fit', () => {
    expect(fitsColumns(click(NOW))).toBe(true);
    expect(fitsColumns({ ...click(NOW), x: 2 ** 31 } as Event)).toBe(false);
    expect(fitsColumns({ kind: 'pointer', time: NOW, app: 'code', path: [0, 1, 2 ** 40] })).toBe(false);
    expect(fitsColumns({ kind: 'scroll', time: NOW, app: 'code', deltaX: 2 ** 40, deltaY: 0 })).toBe(true);
  });
});
