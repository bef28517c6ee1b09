import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { s3Double } from '../../test/fixtures/s3.ts';
import { sampleRow } from '../reading/reading.contract.ts';
import { rowKey } from '../reading/reading.memory.ts';
import { type IndexRow, toItem } from '../vault/index-row.ts';
import { awsSealedRows } from './sealed-rows.aws.ts';
import { sealedRowsContract } from './sealed-rows.contract.ts';
import { memorySealedRows } from './sealed-rows.memory.ts';

describe('in memory', () => {
  sealedRowsContract(async () => {
    const [rows, bodies] = [new Map<string, IndexRow>(), new Map<string, Uint8Array>()];
    return {
      sealed: memorySealedRows(rows, bodies),
      putRow: (row) => void rows.set(rowKey(row.subject, row.segment), row),
      putBody: (object, body) => void bodies.set(object, body),
    };
  });
});

/** Doubles of both services. */
function doubles() {
  const dynamo = dynamoDouble({ Index: ['subject', 'segment'] });
  const s3 = s3Double();
  s3.makeBucket('vault');
  const documents = dynamo.documents();
  return {
    documents,
    sealed: awsSealedRows({ ddb: dynamo.client(), table: 'Index', s3: s3.client, bucket: 'vault' }),
    putRow: async (row: IndexRow) =>
      void (await documents.send(new PutCommand({ TableName: 'Index', Item: toItem(row) }))),
    putBody: async (object: string, body: Uint8Array) =>
      void (await s3.client.send(new PutObjectCommand({ Bucket: 'vault', Key: object, Body: body }))),
  };
}

describe('over DynamoDB and S3', () => {
  sealedRowsContract(async () => doubles());

  test('a row that is none is damaged, and takes no other one with it', async () => {
    const { documents, sealed, putRow } = doubles();
    const [row, other] = [await sampleRow(), await sampleRow({ subject: 'bert' })];
    await putRow(row);
    const { keyId: _, ...damaged } = toItem(other);
    await documents.send(new PutCommand({ TableName: 'Index', Item: damaged }));

    const found = await sealed.rows([other, row]);

    expect(found).toEqual(['damaged', expect.objectContaining({ subject: 'anna' })]);
  });
});
