import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { SluiceError } from '../shared/errors.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { awsEvidence } from './evidence.aws.ts';

/** A copy under a fixed name, so that nobody has to list. Each version of it is locked like everything in the bucket. */
const LATEST = 'checkpoints/latest.note';

/** Needs `s3:PutObject` and `s3:GetObject` on `checkpoints/`. */
export function awsCheckpoints({ s3, bucket }: { s3: S3Client; bucket: string }): CheckpointStore {
  const evidence = awsEvidence({ s3, bucket });
  return {
    async keep(note, at) {
      const bytes = Buffer.from(note);
      const stem = new Date(at).toISOString();
      await evidence.put({ folder: 'checkpoints', stem, extension: 'note', bytes });
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: LATEST,
          Body: bytes,
          ContentType: 'text/plain; charset=utf-8',
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    },
    async latest() {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: LATEST }));
        if (!Body) throw new SluiceError('S3 returned no body');
        return await Body.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
