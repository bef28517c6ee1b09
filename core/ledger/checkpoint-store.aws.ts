import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SluiceError } from '../shared/errors.ts';
import type { CheckpointStore, KeptCheckpoint } from './checkpoint-store.ts';

/** By number, so that a list begins anywhere, and that a number is taken once. */
const NUMBERED = 'checkpoints/numbered/';
const keyOf = (number: number): string => `${NUMBERED}${String(number).padStart(12, '0')}.note`;
const KEY = /^checkpoints\/numbered\/(\d{12})\.note$/;

/** Releases before 0.2.0 kept a copy of the newest under this name; each version of it is locked. */
const UNNUMBERED = 'checkpoints/latest.note';

/** Versions after which a list ends: nobody asks for more than a few. */
const ENOUGH = 500;

/** Somebody else was first, or is at it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const TAKEN: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/**
 * Reads versions, never names: a delete marker, which no lock prevents, hides nothing. Needs `s3:PutObject` and `s3:GetObjectVersion` on
 * `checkpoints/`, and `s3:ListBucketVersions`.
 */
export function awsCheckpoints({ s3, bucket }: { s3: S3Client; bucket: string }): CheckpointStore {
  const read = async (Key: string, VersionId: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
    if (!Body) throw new SluiceError('S3 returned no body');
    return Body.transformToString();
  };
  return {
    async keep(note, number) {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(number),
            Body: Buffer.from(note),
            ContentType: 'text/plain; charset=utf-8',
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256',
          }),
        );
        return true;
      } catch (error) {
        if (TAKEN.has((error as Error).name)) return false;
        throw error;
      }
    },
    async from(number) {
      const found: KeptCheckpoint[] = [];
      let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined =
        number > 1 ? { KeyMarker: keyOf(number - 1) } : {};
      while (after && found.length < ENOUGH) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: NUMBERED, ...after }),
        );
        for (const { Key, VersionId } of page.Versions ?? []) {
          const match = KEY.exec(Key!);
          if (match) found.push({ number: Number(match[1]), version: VersionId! });
        }
        after = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
      return found.filter((kept) => kept.number >= number);
    },
    read: ({ number, version }) => read(keyOf(number), version),
    async unnumbered() {
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: UNNUMBERED }));
      const [newest] = Versions.filter(({ Key }) => Key === UNNUMBERED).sort(
        (a, b) => b.LastModified!.getTime() - a.LastModified!.getTime(),
      );
      return newest && read(UNNUMBERED, newest.VersionId!);
    },
  };
}
