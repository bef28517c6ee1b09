import { readFile } from 'node:fs/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  AlreadyExistsException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetTableCommand,
  GlueClient,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { type BucketFacts, filesOf, PARQUET, type TablePlace, tableColumns } from '../core/export/table.ts';
import { SluiceError } from '../core/shared/errors.ts';
import { endpointOf, type GlobalOptions } from './context.ts';

/** Which data set lies there: what has none is somebody's own, and is neither added to nor deleted. */
const MARK = 'sluice-export.json';
/** As many as one DeleteObjects takes. */
const DELETED_AT_ONCE = 1000;
/** Files under way to a bucket, each in memory whole. */
const PUT_AT_ONCE = 4;

/** Where a table is made: the account of who fetched, with their own rights. */
export function tableClients(options: GlobalOptions) {
  const { region, profile } = options;
  const endpoint = endpointOf(options);
  const settings = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
  const at = { ...settings, ...(endpoint !== undefined && { endpoint }) };
  const clients = {
    athena: new AthenaClient(at),
    glue: new GlueClient(at),
    // An endpoint of one's own has no name for each bucket.
    s3: new S3Client({ ...at, forcePathStyle: endpoint !== undefined }),
  };
  const close = () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, close };
}
export type TableClients = ReturnType<typeof tableClients>;

const NONE = new Set(['ServerSideEncryptionConfigurationNotFoundError', 'NoSuchPublicAccessBlockConfiguration']);

/** What is not said is none. */
const orNone = (error: unknown): undefined => {
  if (error instanceof Error && NONE.has(error.name)) return undefined;
  throw error;
};

export async function bucketFacts({ s3 }: TableClients, Bucket: string): Promise<BucketFacts> {
  const [encryption, access, versioning] = await Promise.all([
    s3.send(new GetBucketEncryptionCommand({ Bucket })).catch(orNone),
    s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(orNone),
    s3.send(new GetBucketVersioningCommand({ Bucket })),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
    access?.PublicAccessBlockConfiguration ?? {};
  return {
    ...(rule?.SSEAlgorithm !== undefined && { encryption: rule.SSEAlgorithm }),
    blocked: [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean),
    versioned: versioning.Status !== undefined,
  };
}

async function keysUnder(s3: S3Client, { bucket, prefix }: Pick<TablePlace, 'bucket' | 'prefix'>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
    keys.push(...Contents.map(({ Key }) => Key!));
  return keys;
}

/** @throws SluiceError where some are not gone */
async function deleteKeys(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += DELETED_AT_ONCE) {
    const Objects = keys.slice(from, from + DELETED_AT_ONCE).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0])
      throw new SluiceError(`${Errors.length} objects of ${Bucket} are not deleted (${Errors[0].Code}): do it again`);
  }
}

/** @returns the data set that lies there; undefined where nothing does @throws SluiceError where something else does */
export async function copiedThere({ s3 }: TableClients, place: TablePlace): Promise<string | undefined> {
  const keys = await keysUnder(s3, place);
  if (keys.length === 0) return undefined;
  const Key = `${place.prefix}${MARK}`;
  if (!keys.includes(Key)) throw new SluiceError(`s3://${place.bucket}/${place.prefix} holds what is no data set`);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: place.bucket, Key }));
  return (JSON.parse(await Body!.transformToString()) as { export: string }).export;
}

/** All that was fetched, and nothing that was there before and is not in it any more. */
export async function putCopy(
  { s3 }: TableClients,
  place: TablePlace,
  { export: id, files }: { export: string; files: readonly { name: string; path: string }[] },
): Promise<void> {
  const { bucket: Bucket, prefix } = place;
  await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}${MARK}`, Body: `${JSON.stringify({ export: id })}\n` }));
  const folder = filesOf(place);
  const waiting = files.values();
  const put = async () => {
    for (const { name, path } of waiting)
      await s3.send(new PutObjectCommand({ Bucket, Key: `${folder}${name}`, Body: await readFile(path) }));
  };
  await Promise.all(Array.from({ length: PUT_AT_ONCE }, put));
  const keys = new Set(files.map(({ name }) => `${folder}${name}`));
  const there = await keysUnder(s3, { bucket: Bucket, prefix: folder });
  await deleteKeys(
    s3,
    Bucket,
    there.filter((key) => !keys.has(key)),
  );
}

/** Makes the database where there is none; a table of that name is replaced where it is of the same data set. @throws SluiceError where it is not */
export async function putTable(
  { glue }: TableClients,
  place: TablePlace,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: place.database } })).catch((error: unknown) => {
    if (!(error instanceof AlreadyExistsException)) throw error;
  });
  const input: TableInput = {
    Name: place.table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...properties },
    StorageDescriptor: {
      Columns: tableColumns().map(({ name, type, comment }) => ({ Name: name, Type: type, Comment: comment })),
      Location: `s3://${place.bucket}/${filesOf(place)}`,
      InputFormat: PARQUET.input,
      OutputFormat: PARQUET.output,
      SerdeInfo: { SerializationLibrary: PARQUET.serde },
    },
  };
  const there = await tableOf(glue, place);
  const named = { DatabaseName: place.database, TableInput: input };
  if (!there) await glue.send(new CreateTableCommand(named));
  else if (there.sluice_export === properties.sluice_export) await glue.send(new UpdateTableCommand(named));
  else throw new SluiceError(`${place.database}.${place.table} is another table: name one of its own`);
}

async function tableOf(glue: GlueClient, { database, table }: TablePlace): Promise<Record<string, string> | undefined> {
  try {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: table }));
    return Table?.Parameters ?? {};
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}

/** Rows, as Athena counts them; the answer lies beside the copy, and goes with it. @throws SluiceError when it gives none */
export async function countRows(
  { athena }: TableClients,
  { database, table, bucket, prefix }: TablePlace,
  workgroup: string,
): Promise<number> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: `select count(*) as many from "${database}"."${table}"`,
      QueryExecutionContext: { Database: database },
      WorkGroup: workgroup,
      // A new account's own work group says no place.
      ResultConfiguration: { OutputLocation: `s3://${bucket}/${prefix}results/` },
    }),
  );
  for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') break;
    if (State === 'FAILED' || State === 'CANCELLED')
      // Its reason may have a value in it: who made the query reads it there.
      throw new SluiceError(`Athena gave no answer (${State}): its reason stands at the query ${QueryExecutionId}`);
    await new Promise((done) => setTimeout(done, wait));
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  const count = Number(ResultSet?.Rows?.[1]?.Data?.[0]?.VarCharValue ?? Number.NaN);
  if (!Number.isSafeInteger(count)) throw new SluiceError('Athena counted nothing');
  return count;
}

/** The table and all that lies there, of this data set alone. @returns objects that were deleted @throws SluiceError where it is another one's */
export async function dropCopy(clients: TableClients, place: TablePlace, id: string): Promise<number> {
  const there = await copiedThere(clients, place);
  if (there !== undefined && there !== id)
    throw new SluiceError(`s3://${place.bucket}/${place.prefix} holds another data set`);
  const table = await tableOf(clients.glue, place);
  if (table && table.sluice_export !== id)
    throw new SluiceError(`${place.database}.${place.table} is another table: name the one of this data set`);
  if (table) await clients.glue.send(new DeleteTableCommand({ DatabaseName: place.database, Name: place.table }));
  const mark = `${place.prefix}${MARK}`;
  const keys = await keysUnder(clients.s3, place);
  const but = keys.filter((key) => key !== mark);
  await deleteKeys(clients.s3, place.bucket, but);
  // The mark last, by itself: who dies meanwhile does it again.
  if (but.length < keys.length) await deleteKeys(clients.s3, place.bucket, [mark]);
  return keys.length;
}
