import { COPY } from '../../api/export.ts';
import { SluiceError } from '../shared/errors.ts';
import { COLUMNS, type ColumnType } from './columns.ts';
import type { Manifest } from './export.ts';

/**
 * A table over a copy of what was fetched, in the account and bucket of who fetched it: for engines of AWS that read Parquet in S3. Nothing of
 * the program's opens for it.
 */

export interface TablePlace {
  database: string;
  table: string;
  bucket: string;
  /** Ends in a slash. */
  prefix: string;
}

/** As it stands in the register. */
export const copyOf = ({ database, table, bucket, prefix }: TablePlace): string =>
  `athena:${database}.${table}@s3://${bucket}/${prefix}`;

export class BadPlace extends SluiceError {}

/** @throws BadPlace with how it is written */
export function placeOfTable(location: string, database: string, table: string): TablePlace {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+\/)$/.exec(location.endsWith('/') ? location : `${location}/`) ?? [];
  const place = { database, table, bucket: bucket ?? '', prefix: prefix ?? '' };
  if (!COPY.test(copyOf(place))) {
    throw new BadPlace(
      'a place is s3://BUCKET/FOLDER/, with a folder of its own; names of databases and tables have small letters, digits and _',
    );
  }
  return place;
}

/** Where the Parquet files lie, and nothing else. */
export const filesOf = ({ prefix }: Pick<TablePlace, 'prefix'>): string => `${prefix}events/`;

/** Of Hive, as Athena reads Parquet. https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  moment: 'timestamp',
  whole: 'int',
  number: 'double',
  flag: 'boolean',
  wholes: 'array<int>',
  texts: 'array<string>',
};

export interface TableColumn {
  name: string;
  type: string;
  comment: string;
}

/** Names in small letters, as Glue has them: Parquet's are found whatever their case. */
export const tableColumns = (): TableColumn[] =>
  COLUMNS.map(({ name, type, about }) => ({ name: name.toLowerCase(), type: TYPES[type], comment: about }));

/** What a table says of itself: whoever finds it finds out until when it may be there. */
export const tableProperties = (
  { export: id, program, purpose, expires }: Pick<Manifest, 'export' | 'program' | 'purpose' | 'expires'>,
  rows: number,
): Record<string, string> => ({
  sluice_program: program,
  sluice_export: id,
  sluice_purpose: purpose,
  sluice_expires: new Date(expires).toISOString(),
  sluice_rows: String(rows),
});

export const PARQUET = {
  input: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  output: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The same table, as a statement of Athena. */
export function ddlOf(place: TablePlace, properties: Readonly<Record<string, string>>): string {
  const columns = tableColumns().map(({ name, type, comment }) => `  \`${name}\` ${type} COMMENT ${quoted(comment)}`);
  const said = Object.entries(properties).map(([name, value]) => `  ${quoted(name)} = ${quoted(value)}`);
  return [
    `CREATE EXTERNAL TABLE \`${place.database}\`.\`${place.table}\` (`,
    `${columns.join(',\n')}`,
    ')',
    'STORED AS PARQUET',
    `LOCATION ${quoted(`s3://${place.bucket}/${filesOf(place)}`)}`,
    'TBLPROPERTIES (',
    `${said.join(',\n')}`,
    ');',
  ].join('\n');
}

/** What the bucket of a copy is asked, as its owner's API answers. */
export interface BucketFacts {
  /** Algorithm of its default encryption. */
  encryption?: string;
  /** All four of its blocks of public access. */
  blocked: boolean;
  versioned: boolean;
}

/** Why a bucket takes no copy of what people did; empty: it does. */
export function bucketProblems({ encryption, blocked, versioned }: BucketFacts): string[] {
  return [
    ...(encryption?.startsWith('aws:kms')
      ? []
      : ['its default encryption is under no KMS key, so that whoever may read the bucket needs no right to a key']),
    ...(blocked ? [] : ['it does not block public access in all four ways']),
    // A person who went would stay in the version before.
    ...(versioned ? ['it keeps versions, so that what is deleted for somebody who went stays there'] : []),
  ];
}
