/** The log that Athena is asked for keeps the contract that those in files keep: on files as CloudTrail lays them down, in the local cloud. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from '@jest/globals';
import { athenaAccessLog } from '../../../core/access-log/access-log.aws.ts';
import { accessLogContract, CONTRACT_RECORDS, CONTRACT_START } from '../../../core/access-log/access-log.contract.ts';
import {
  projection,
  TRAIL_COLUMNS,
  TRAIL_FORMAT,
  TRAIL_PARTITIONS,
  TRAIL_TABLE,
  trailLocation,
} from '../../../core/access-log/athena-table.ts';
import { allOf } from '../../../core/access-log/records.fixture.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { clientsOf } from './cloud-clients.ts';
import { emptyCloud } from './empty-cloud.ts';

const cloud = emptyCloud();
const settings = clientsOf(cloud);
const athena = new AthenaClient(settings);
const glue = new GlueClient(settings);
const s3 = new S3Client({ ...settings, forcePathStyle: true });
afterAll(() => {
  for (const client of [athena, glue, s3]) client.destroy();
});

const ACCOUNT = '111122223333';
const REGION = 'us-west-2';

/** A trail's bucket with these files of one day, a table over it, and a workgroup. */
async function deployed(files: readonly (readonly unknown[])[]) {
  const name = `trail-${randomUUID().slice(0, 8)}`;
  const database = name.replaceAll('-', '_');
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: name, Key, Body }));
  for (const [at, records] of files.entries()) {
    const file = `${ACCOUNT}_CloudTrail_${REGION}_20260903T22${at}5Z_${randomUUID().slice(0, 8)}.json.gz`;
    await put(
      `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/09/03/${file}`,
      gzipSync(JSON.stringify({ Records: records })),
    );
  }
  await put(
    `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${REGION}/2026/09/03/digest.json.gz`,
    gzipSync('{"digestStartTime":"x"}'),
  );
  const place = { bucket: name, prefix: 'AWSLogs', accounts: [ACCOUNT], regions: [REGION], since: '2026/01/01' };
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  await glue.send(
    new CreateTableCommand({
      DatabaseName: database,
      TableInput: {
        Name: TRAIL_TABLE,
        TableType: 'EXTERNAL_TABLE',
        Parameters: projection(place),
        PartitionKeys: TRAIL_PARTITIONS.map((key) => ({ Name: key, Type: 'string' })),
        StorageDescriptor: {
          Columns: TRAIL_COLUMNS.map(([Name, Type]) => ({ Name, Type })),
          Location: trailLocation(place),
          InputFormat: TRAIL_FORMAT.inputFormat,
          OutputFormat: TRAIL_FORMAT.outputFormat,
          SerdeInfo: { SerializationLibrary: TRAIL_FORMAT.serde },
        },
      },
    }),
  );
  await athena.send(
    new CreateWorkGroupCommand({
      Name: name,
      Configuration: { ResultConfiguration: { OutputLocation: `s3://${name}/results/` } },
    }),
  );
  return athenaAccessLog({
    ...{ athena, database, workgroup: name, clock: systemClock },
    names: { table: TRAIL_TABLE, accounts: [ACCOUNT], regions: [REGION] },
  });
}

const log = deployed([CONTRACT_RECORDS.slice(0, 3), CONTRACT_RECORDS.slice(3)]);
accessLogContract('Athena, in the local cloud', () => log);

test('a day without a file is an answer without records', async () => {
  const window = { from: CONTRACT_START - 86_400_000 * 3, to: CONTRACT_START - 86_400_000 * 2 };

  expect(await allOf((await log).query(window))).toEqual([]);
  expect((await (await log).coverage(window)).covered).toEqual([]);
});

test('what is not a record in a file is no row that is made up', async () => {
  const odd = await deployed([[...CONTRACT_RECORDS.slice(0, 1), { eventID: 7 }, 'text']]);

  expect(await allOf(odd.query({ from: CONTRACT_START, to: CONTRACT_START + 1 }))).toHaveLength(1);
});
