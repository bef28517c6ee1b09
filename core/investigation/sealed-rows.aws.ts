import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { batchGet } from '../shared/batch-get.aws.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { fromItem, type IndexRow } from '../vault/index-row.ts';
import type { RowKey, SealedRows } from './sealed-rows.ts';

export interface AwsSealedRowsOptions {
  ddb: DynamoDBClient;
  /** The table `Index`. */
  table: string;
  s3: S3Client;
  /** The vault. */
  bucket: string;
}

/** For how long a read is asked again of a store that throttles, ms: nobody waits, and its function has minutes. */
const DEADLINE = 60_000;

/** Needs `dynamodb:BatchGetItem` on the table and `s3:GetObject` on the bucket; no key of a subject. */
export function awsSealedRows({ ddb, table, s3, bucket }: AwsSealedRowsOptions): SealedRows {
  return {
    async rows(wanted) {
      const keys = wanted.map(({ subject, segment }) => ({ subject: S(subject), segment: S(segment) }));
      // What does not fit into one answer of 16 MB is asked for again.
      const items = await batchGet(ddb, table, keys, { deadline: DEADLINE });
      const found = new Map(
        items.map((one) => {
          const item = unmarshall(one);
          return [nameOf(item as RowKey), readRow(item)];
        }),
      );
      return wanted.map((key) => found.get(nameOf(key)));
    },

    async beginning(object, bytes) {
      try {
        const { Body, ContentRange } = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: object, Range: `bytes=0-${bytes - 1}` }),
        );
        const begins = await Body!.transformToByteArray();
        const [, length] = /\/(\d+)$/.exec(ContentRange ?? '') ?? [];
        return { begins, length: length === undefined ? begins.length : Number(length) };
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        // An empty one has no first byte.
        if (error instanceof Error && error.name === 'InvalidRange') return { begins: new Uint8Array(), length: 0 };
        throw error;
      }
    },
  };
}

const nameOf = ({ subject, segment }: RowKey): string => `${subject} ${segment}`;

function readRow(item: Record<string, unknown>): IndexRow | 'damaged' {
  try {
    return fromItem(item);
  } catch (error) {
    if (error instanceof Refused) return 'damaged';
    throw error;
  }
}
