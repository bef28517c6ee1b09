import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { fromItem, type IndexRow } from '../../core/vault/index-row.ts';
import { joinSegment } from '../../core/vault/segment.ts';
import type { Deployment } from './deployment.ts';

/**
 * What lies in the tables and buckets, looked at from outside with the administrator's credentials of the local cloud: an
 * account of its own, beside what Sluice says about itself. On AWS no such principal could read the data.
 */
export interface Storage {
  table(name: string): Promise<Record<string, unknown>[]>;
  index(): Promise<IndexRow[]>;
  /** Keys of all objects of the vault, all versions. */
  objects(): Promise<string[]>;
  object(key: string): Promise<Buffer>;
  /** The whole Encryption SDK message of a segment, from DynamoDB, or from DynamoDB (head) and S3 (rest). */
  message(row: IndexRow): Promise<Buffer>;
  close(): void;
}

export function createStorage({ clientConfig, outputs }: Deployment): Storage {
  const ddb = new DynamoDBClient(clientConfig);
  const documents = DynamoDBDocumentClient.from(ddb, { unmarshallOptions: { wrapNumbers: false } });
  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
  const Bucket = outputs.VaultBucket!;

  const storage: Storage = {
    async table(name) {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateScan({ client: documents }, { TableName: outputs[`${name}Table`]! })) {
        items.push(...(page.Items ?? []));
      }
      return items;
    },
    index: async () => (await storage.table('Index')).map(fromItem),
    async objects() {
      const keys = new Set<string>();
      let next: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {};
      do {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({
            Bucket,
            KeyMarker: next.NextKeyMarker,
            VersionIdMarker: next.NextVersionIdMarker,
          }),
        );
        for (const { Key } of page.Versions ?? []) if (Key) keys.add(Key);
        next = page;
      } while (next.NextKeyMarker);
      return [...keys];
    },
    async object(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return Buffer.from(await Body!.transformToByteArray());
    },
    async message({ body }) {
      if ('message' in body) return Buffer.from(body.message);
      return joinSegment(body.head, await storage.object(body.object));
    },
    close() {
      ddb.destroy();
      s3.destroy();
    },
  };
  return storage;
}
