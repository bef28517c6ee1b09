import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Refused, SluiceError } from '../shared/errors.ts';
import type { Evidence } from './evidence.ts';
import { checkEvidence, evidenceLink } from './evidence-name.ts';

/**
 * The retention is the bucket's default (infrastructure sets mode and days); what was locked can be asked with
 * `lockedUntil`, and a bucket that locks nothing turns conformance red.
 */
export function awsEvidence({ s3, bucket }: { s3: S3Client; bucket: string }): Evidence {
  return {
    async put(item) {
      const link = evidenceLink(item);
      try {
        // If-None-Match: the name stands for its content, so one that is there is the one wanted.
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: link.name,
            Body: item.bytes,
            ContentType: CONTENT_TYPES[item.extension],
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256',
          }),
        );
      } catch (error) {
        if ((error as Error).name !== 'PreconditionFailed') throw error;
      }
      return link;
    },
    async get(name) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
        if (!Body) throw new SluiceError('S3 returned no body');
        return checkEvidence(name, await Body.transformToByteArray());
      } catch (error) {
        if (error instanceof NoSuchKey) throw new Refused('no-evidence', 'no such evidence', { cause: error });
        throw error;
      }
    },
    async lockedUntil(name) {
      try {
        const { ObjectLockRetainUntilDate } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: name }));
        return ObjectLockRetainUntilDate?.getTime();
      } catch (error) {
        if (error instanceof NotFound) throw new Refused('no-evidence', 'no such evidence', { cause: error });
        throw error;
      }
    },
  };
}

const CONTENT_TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  note: 'text/plain; charset=utf-8',
  /** Sealed: it is nothing to show. */
  bin: 'application/octet-stream',
} as const;
