import { unknown } from './formula.ts';
import { isUnread, type Row, type Thing } from './inventory.ts';
import { keyNeeds } from './keys.ts';
import { lakeWays } from './lake.ts';
import type { Model } from './model.ts';
import { always, s3Arn, type Way } from './needs.ts';
import { objectWays, streamWays, tableWays } from './storage.ts';

/** Something that can be read: what a data set is called, what kind of storage it is in, and what it takes. */
export interface DataSet {
  id: string;
  name: string;
  kind: 'objects' | 'table' | 'stream' | 'catalog table' | 'results of Athena' | 'data set';
  account: string;
  ways: readonly Way[];
  /** ARNs of where it lies. */
  storage: readonly string[];
  key?: string | { unknown: string };
  tags?: Row<'table'>['tags'];
  retention?: Row<'table'>['retention'];
  disclosure?: Row<'data-set'>['disclosure'];
}

/** Named ones, and whatever stores something and belongs to none of them. */
export function dataSetsOf(model: Model): DataSet[] {
  const { things } = model.inventory;
  const named = things['data-set'].map((row) => namedOf(model, row));
  const covered = new Set(named.flatMap(({ storage }) => storage));
  const free = (arn: string): boolean => !covered.has(arn) && !covered.has(`${arn}/*`);
  return [
    ...named,
    ...things.table.filter(({ arn }) => free(arn)).map((row) => basic('table', row, tableWays(model, row))),
    ...things.stream.filter(({ arn }) => free(arn)).map((row) => basic('stream', row, streamWays(model, row))),
    ...things.bucket
      .filter(({ arn }) => free(arn))
      .map((row) => basic('objects', row, objectWays(model, row.arn, `${row.arn}/*`))),
    ...things['glue-table'].map((row) => catalogOf(model, row)),
    ...things.workgroup.filter(({ results }) => results !== undefined).map((row) => resultsOf(model, row)),
  ];
}

const basic = (
  kind: DataSet['kind'],
  row: Row<'table'> | Row<'stream'> | Row<'bucket'>,
  ways: readonly Way[],
): DataSet => ({
  id: row.arn,
  name: row.arn.replace(/^.*[:/]/, ''),
  kind,
  account: row.account,
  ways,
  storage: [row.arn],
  ...about(row),
});

const about = (row: Thing): Pick<DataSet, 'key' | 'tags' | 'retention'> => ({
  ...('key' in row && row.key !== undefined && { key: row.key }),
  ...('tags' in row && row.tags !== undefined && { tags: row.tags }),
  ...('retention' in row && row.retention !== undefined && { retention: row.retention }),
});

const bucketOf = (objects: string): string => objects.split('/')[0]!;

function waysInto(model: Model, arn: string, key: string | undefined): Way[] {
  const service = arn.split(':')[2];
  const table = service === 'dynamodb' ? model.row('table', arn) : undefined;
  const stream = service === 'kinesis' ? model.row('stream', arn) : undefined;
  if (service === 's3') return objectWays(model, bucketOf(arn), arn.includes('/') ? arn : `${arn}/*`, key);
  if (table) return tableWays(model, table, key ?? table.key);
  if (stream) return streamWays(model, stream, key ?? stream.key);
  const kind = service === 'dynamodb' ? 'table' : 'stream';
  return [{ by: kind, needs: [always(arn, unknown(model.missing(kind, arn) ?? `${arn} is not in the inventory`))] }];
}

function namedOf(model: Model, row: Row<'data-set'>): DataSet {
  const seals = row.sealed ? sealWays(model, row.sealed) : [{ by: '', needs: [] }];
  const storage = row.storage.map(
    (arn) => model.row('bucket', bucketOf(arn)) ?? model.row('table', arn) ?? model.row('stream', arn),
  );
  const own = storage.find((one) => one !== undefined);
  return {
    id: row.id,
    name: row.name ?? row.id,
    kind: 'data set',
    account: own?.account ?? row.storage[0]!.split(':')[4]!,
    // What is sealed is open once storage, wrapped key and what unwraps it are all reached.
    ways: row.storage
      .flatMap((arn) => waysInto(model, arn, row.key))
      .flatMap((way) =>
        seals.map(({ needs, made = way.made }) => ({
          ...{ by: way.by, needs: [...way.needs, ...needs] },
          ...(made && { made }),
        })),
      ),
    storage: row.storage,
    ...(own && about(own)),
    ...about(row),
    ...(row.disclosure && { disclosure: row.disclosure }),
  };
}

/** Keys of subjects lie wrapped in a table; a key of KMS opens them, in their context, for whoever calls it. */
function sealWays(model: Model, { keys, under, context }: NonNullable<Row<'data-set'>['sealed']>): Way[] {
  const table = model.row('table', keys);
  const missing = always(keys, unknown(model.missing('table', keys) ?? `${keys} is not in the inventory`));
  const rows: Way[] = table ? tableWays(model, table) : [{ by: 'wrapped keys', needs: [missing] }];
  const unwrap = keyNeeds(model, under, { direct: context });
  return rows.map((way) => ({
    ...way,
    needs: [
      ...way.needs.map((need) => ({ ...need, what: `wrapped keys: ${need.what}` })),
      ...unwrap.map((need) => ({ ...need, what: `what unwraps them: ${need.what}` })),
    ],
  }));
}

function catalogOf(model: Model, row: Row<'glue-table'>): DataSet {
  const id = `${row.account}:${row.region}:${row.database}.${row.name}`;
  const { location } = row;
  const objects = typeof location === 'string' && /^s3[an]?:\/\//.test(location) ? `${s3Arn(location)}/*` : undefined;
  const bucket = objects === undefined ? undefined : model.row('bucket', bucketOf(objects));
  const ways = objects
    ? [...objectWays(model, bucketOf(objects), objects), ...lakeWays(model, row)]
    : location === undefined || isUnread(location)
      ? [
          {
            by: 'its place',
            needs: [
              always(
                id,
                unknown(
                  location === undefined ? 'it has no place' : `its place could not be read: ${location.unknown}`,
                ),
              ),
            ],
          },
        ]
      : [{ by: 'its place', needs: [always(id, unknown('it is not in S3'))] }];
  return {
    id,
    name: `${row.database}.${row.name}`,
    kind: 'catalog table',
    account: row.account,
    ways,
    storage: objects ? [objects] : [],
    ...(bucket && about(bucket)),
    ...about(row),
  };
}

function resultsOf(model: Model, row: Row<'workgroup'>): DataSet {
  const objects = typeof row.results === 'string' ? `${s3Arn(row.results)}/*` : undefined;
  const key = typeof row.key === 'string' ? row.key : undefined;
  return {
    id: row.arn,
    name: `results of ${row.arn.replace(/^.*\//, '')}`,
    kind: 'results of Athena',
    account: row.account,
    ways: objects
      ? objectWays(model, bucketOf(objects), objects, key)
      : [{ by: 'results', needs: [always(row.arn, unknown('where its results lie could not be read'))] }],
    storage: objects ? [objects] : [],
    ...about(row),
  };
}
