import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { SluiceError } from '../shared/errors.ts';
import type { SweepStore } from './sweep.ts';
import { OBJECT_NAME, type StoredVersion } from './vault.ts';

export interface AwsSweepOptions {
  s3: S3Client;
  bucket: string;
  documents: DynamoDBDocumentClient;
  /** The table `Index`, with its index `byDay`. */
  table: string;
}

/** As many as one DeleteObjects takes. */
const AT_ONCE = 1_000;

/**
 * Walks the table's index by day, which holds no messages, so that who sweeps can see none. It lags behind the table by seconds; what is
 * swept is a day old. Needs `s3:ListBucketVersions`, `s3:DeleteObject`, `s3:DeleteObjectVersion` on the bucket and `dynamodb:Scan` on the
 * index (with `kms:Decrypt` on its key).
 */
export function awsSweepStore({ s3, bucket, documents, table }: AwsSweepOptions): SweepStore {
  return {
    async *versions() {
      let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      while (after) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket: bucket, ...after }),
        );
        const found: StoredVersion[] = [];
        for (const { Key, VersionId, LastModified } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
          if (!OBJECT_NAME.test(Key!)) continue;
          found.push({ object: Key!, version: VersionId!, modified: LastModified!.getTime() });
        }
        yield found;
        after = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
    },

    async *referenced() {
      const scan = {
        TableName: table,
        IndexName: 'byDay',
        ProjectionExpression: '#object',
        FilterExpression: 'attribute_exists(#object)',
        ExpressionAttributeNames: { '#object': 'object' },
      };
      for await (const { Items } of paginateScan({ client: documents }, scan)) {
        yield (Items ?? []).map(({ object }) => String(object));
      }
    },

    async remove(versions) {
      for (let at = 0; at < versions.length; at += AT_ONCE) {
        const Objects = versions
          .slice(at, at + AT_ONCE)
          .map(({ object, version }) => ({ Key: object, VersionId: version }));
        const { Errors } = await s3.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors && Errors.length > 0) {
          throw new SluiceError(`${Errors.length} of ${Objects.length} objects were not deleted: ${Errors[0]!.Code}`);
        }
      }
    },
  };
}
