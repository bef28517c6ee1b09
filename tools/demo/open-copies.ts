/**
 * Tries to open copied segments with what the key table holds now: `node open-copies.ts COPIES.json`, the table's name in
 * `SLUICE_KEYS_TABLE`. A process of its own, so that no cache of another helps. Prints `{ segments, opened, reasons }`.
 */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Refused } from '../../core/shared/errors.ts';
import { statedContext } from '../../core/vault/message-head.ts';
import { openSegment, type SegmentContext } from '../../core/vault/segment.ts';
import type { Copies } from './steps/erase.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const kms = new KMSClient({});

async function unwrap(program: string, keyId: string): Promise<Uint8Array> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: process.env.SLUICE_KEYS_TABLE!, Key: { keyId }, ConsistentRead: true }),
  );
  if (!Item) throw new Refused('no-key', 'the key was deleted');
  const { Plaintext } = await kms.send(
    new DecryptCommand({ CiphertextBlob: Item.wrapped as Uint8Array, EncryptionContext: { program, key: keyId } }),
  );
  return Plaintext!;
}

const { rows } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Copies;
let opened = 0;
const reasons: Record<string, number> = {};
for (const { keyId, program, message } of rows) {
  try {
    const key = await unwrap(program, keyId);
    // As whoever has a copy would: what the message says of itself is what it was sealed with.
    const bytes = Buffer.from(message, 'base64');
    await openSegment(bytes, statedContext(bytes) as unknown as SegmentContext, key);
    opened++;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    reasons[error.reason] = (reasons[error.reason] ?? 0) + 1;
  }
}
console.log(JSON.stringify({ segments: rows.length, opened, reasons }));
