import type { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { kept } from '../removal.ts';
import type { Program } from './program.ts';

export interface ProgramBucketOptions {
  /** @default S3's own: for what is no secret */
  key?: IKey;
  /** Where S3 writes who asked for what. */
  accessLogs: Bucket;
  lifecycleRules: LifecycleRule[];
  /** Every object is locked for so long. @default no lock */
  locked?: Duration;
}

/** A bucket as all buckets of a program are: not public, TLS only, encrypted, versioned. */
export function programBucket(
  scope: Construct,
  name: string,
  { config }: { config: Pick<Program['config'], 'destroyable'> },
  { key, accessLogs, lifecycleRules, locked }: ProgramBucketOptions,
): Bucket {
  return new Bucket(scope, name, {
    ...(key
      ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    // CDK's types are not written for `exactOptionalPropertyTypes`.
    serverAccessLogsBucket: accessLogs as IBucket,
    serverAccessLogsPrefix: `${name.toLowerCase()}/`,
    lifecycleRules,
    ...(locked && {
      objectLockEnabled: true,
      objectLockDefaultRetention: config.destroyable
        ? ObjectLockRetention.governance(locked)
        : ObjectLockRetention.compliance(locked),
    }),
    removalPolicy: kept(config),
  });
}
