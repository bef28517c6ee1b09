import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Refused } from '../shared/errors.ts';
import { objectName, type Vault } from './vault.ts';

export interface AwsVaultOptions {
  s3: S3Client;
  bucket: string;
}

/** Needs `s3:PutObject` and, to read, `s3:GetObject` on the bucket, with `kms:GenerateDataKey` and `kms:Decrypt` on its key. */
export function awsVault({ s3, bucket }: AwsVaultOptions): Vault {
  return {
    async put(body) {
      const object = objectName();
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: object, Body: body, IfNoneMatch: '*' }));
      } catch (error) {
        // A repeat by the SDK of a put whose answer was lost meets its own object: 128 random bits are met by no other.
        if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
      }
      return object;
    },
    async get(object) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: object }));
        return await Body!.transformToByteArray();
      } catch (cause) {
        if (cause instanceof Error && cause.name === 'NoSuchKey') {
          throw new Refused('no-object', `no object ${object}`, { cause });
        }
        throw cause;
      }
    },
  };
}
