/**
 * Tries to open copied segments with what the key table holds now: `node open-copies.ts COPIES.json`. A process of its own, so that
 * no cache of another helps. Prints `{ segments, opened, reasons }`.
 */
import { readFileSync } from 'node:fs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../../core/shared/clock.ts';
import { Refused } from '../../core/shared/errors.ts';
import { createAwsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { openSegment } from '../../core/vault/segment.ts';
import type { Copies } from './steps/erase.ts';

const { rows } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Copies;
const table = process.env.SLUICE_KEYS_TABLE!;
const ddb = new DynamoDBClient({});
const { Table } = await ddb.send(new DescribeTableCommand({ TableName: table }));
const keys = createAwsKeyRing({
  documents: DynamoDBDocumentClient.from(ddb),
  kms: new KMSClient({}),
  table,
  kmsKey: Table!.SSEDescription!.KMSMasterKeyArn!,
  program: rows[0]?.program ?? '',
  clock: systemClock,
});

let opened = 0;
const reasons: Record<string, number> = {};
for (const { segment, keyId, program, disclosure, message } of rows) {
  try {
    const key = await keys.open(keyId);
    await openSegment(Buffer.from(message, 'base64'), { program, key: keyId, segment, disclosure }, key);
    opened++;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    reasons[error.reason] = (reasons[error.reason] ?? 0) + 1;
  }
}
console.log(JSON.stringify({ segments: rows.length, opened, reasons }));
