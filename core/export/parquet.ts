import { constants, zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { COLUMNS, type Column, type ColumnType, columnsOf, type PlacedEvent } from './columns.ts';

/**
 * Rows of a group: of whole sessions, as many as fit. What is held in memory is one group, so that a file of any size takes the same.
 * A session that is longer by itself is cut.
 */
const GROUP_ROWS = 20_000;
/** Bytes of text of a group, at most: a prompt may be a megabyte. */
const GROUP_TEXT = 8 * 1024 * 1024;
/** On event columns twice as fast as 3, for 4 % more. */
const ZSTD_LEVEL = 1;

const REQUIRED = { repetition_type: 'REQUIRED' } as const;
const OPTIONAL = { repetition_type: 'OPTIONAL' } as const;

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md */
function elementsOf({ name, type, required }: Column): SchemaElement[] {
  const repeated = required ? REQUIRED : OPTIONAL;
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
  const list = (element: Omit<SchemaElement, 'name' | 'repetition_type'>): SchemaElement[] => [
    { name, ...OPTIONAL, converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...REQUIRED, ...element },
  ];
  switch (type) {
    case 'text':
      return [{ name, ...repeated, ...text }];
    case 'moment':
      return [
        {
          name,
          ...repeated,
          type: 'INT64',
          converted_type: 'TIMESTAMP_MICROS',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
        },
      ];
    case 'whole':
      return [{ name, ...repeated, type: 'INT32' }];
    case 'number':
      return [{ name, ...repeated, type: 'DOUBLE' }];
    case 'flag':
      return [{ name, ...repeated, type: 'BOOLEAN' }];
    case 'wholes':
      return list({ type: 'INT32' });
    case 'texts':
      return list(text);
  }
}

export const SCHEMA: readonly SchemaElement[] = [
  { name: 'events', num_children: COLUMNS.length },
  ...COLUMNS.flatMap(elementsOf),
];

/** By these a reader skips groups of rows; of the others, least and greatest tell nobody anything, and cost as much as writing them. */
const SKIPPED_BY: ReadonlySet<string> = new Set(['person', 'session', 'kind', 'time', 'app']);
const WRITTEN = COLUMNS.map(({ name }) => ({ statistics: SKIPPED_BY.has(name), offsetIndex: false }));

const zstd = (input: Uint8Array): Uint8Array =>
  zstdCompressSync(input, {
    params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
    pledgedSrcSize: input.length,
  });

/** A Parquet file of events, session by session. Strings are written by dictionaries where that is shorter, every page as zstd. */
export class EventFile {
  readonly #writer: ByteWriter;
  readonly #file: ParquetWriter;
  #rows: PlacedEvent[] = [];
  #text = 0;
  /** Written or waiting. */
  rows = 0;

  /** @param about what stands in the file's own metadata: ids and versions, never a person */
  constructor(about: Readonly<Record<string, string>> = {}) {
    this.#writer = new ByteWriter();
    this.#file = new ParquetWriter({
      writer: this.#writer,
      schema: [...SCHEMA],
      codec: 'ZSTD',
      compressors: { ZSTD: zstd },
      createdBy: 'sluice',
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    });
  }

  /** One session, in order. */
  add(session: readonly PlacedEvent[]): void {
    if (this.#rows.length > 0 && this.#rows.length + session.length > GROUP_ROWS) this.#flush();
    for (const placed of session) {
      if (this.#rows.length >= GROUP_ROWS || this.#text > GROUP_TEXT) this.#flush();
      this.#rows.push(placed);
      this.#text += textOf(placed);
      this.rows++;
    }
  }

  finish(): Uint8Array {
    this.#flush();
    this.#file.finish();
    return this.#writer.getBytes();
  }

  #flush(): void {
    const rows = this.#rows;
    if (rows.length === 0) return;
    const values = columnsOf(rows);
    /** Of each type one column that is empty is written, and its pages are copied for the others: half of all columns, most of the time. */
    const empty = new Map<ColumnType, string>();
    const copied: { column: Column; from: string }[] = [];
    const columnData = COLUMNS.flatMap((column, at) => {
      const { name, type } = column;
      const from = empty.get(type);
      if (!values[at] && from !== undefined) {
        copied.push({ column, from });
        return [];
      }
      if (!values[at] && !NESTED.has(type)) empty.set(type, name);
      return [{ name, data: values[at] ?? new Array<unknown>(rows.length).fill(undefined), ...WRITTEN[at] }];
    });
    this.#file.write({ columnData, rowGroupSize: rows.length });
    this.#copy(copied);
    this.#rows = [];
    this.#text = 0;
  }

  /** Adds columns that hold nothing to the group that was written last: the same pages under other names, in the order of the schema. */
  #copy(copied: readonly { column: Column; from: string }[]): void {
    const group = this.#file.row_groups.at(-1)!;
    const chunks = new Map(group.columns.map((chunk) => [chunk.meta_data!.path_in_schema[0]!, chunk]));
    for (const { column, from } of copied) {
      const meta = chunks.get(from)!.meta_data!;
      const begin = Number(meta.data_page_offset);
      const pages = this.#writer.getBytes().slice(begin, begin + Number(meta.total_compressed_size));
      const at = BigInt(this.#writer.offset);
      this.#writer.appendBytes(pages);
      const meta_data = { ...meta, path_in_schema: [column.name], data_page_offset: at };
      chunks.set(column.name, { meta_data, file_offset: at });
      group.total_byte_size += meta.total_uncompressed_size;
      group.total_compressed_size = (group.total_compressed_size ?? 0n) + meta.total_compressed_size;
    }
    group.columns = COLUMNS.map(({ name }) => chunks.get(name)!);
  }
}

/** Of lists an empty column has levels of its own. */
const NESTED: ReadonlySet<ColumnType> = new Set(['wholes', 'texts']);

/** What is long of an event, in UTF-16 units. */
function textOf({ event }: PlacedEvent): number {
  const { text = '', data = '' } = event as { text?: string; data?: string };
  return text.length + data.length;
}
