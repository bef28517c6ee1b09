import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FUNCTIONS } from '../functions.ts';
import { acknowledge } from '../nag.ts';
import { kept } from '../removal.ts';
import type { Keys } from './keys.ts';
import type { Program } from './program.ts';

/** Names of log groups that belong to no function. */
const OTHERS = ['api', 'workflow', 'export-workflow'];

/**
 * Log groups of everything in the Service stack, and the access logs of the buckets. They stand in the State stack so that they
 * outlive a Service stack that is destroyed and deployed again.
 */
export class Logs extends Construct {
  readonly #groups: ReadonlyMap<string, LogGroup>;
  readonly access: Bucket;

  constructor(scope: Construct, id: string, { config, prefix }: Program, keys: Keys) {
    super(scope, id);
    const removalPolicy = kept(config);
    this.#groups = new Map(
      [...FUNCTIONS, ...OTHERS].map((name) => [
        name,
        new LogGroup(this, name, {
          logGroupName: logGroupName(prefix, name),
          encryptionKey: keys.all.logs,
          retention: config.logRetentionDays as RetentionDays,
          removalPolicy,
        }),
      ]),
    );

    this.access = accessLogBucket(this, 'Access', removalPolicy);
  }

  /** Of a function, of the `api` or of a workflow. */
  groupOf(name: string): LogGroup {
    const found = this.#groups.get(name);
    if (!found) throw new Error(`no log group for ${name}`);
    return found;
  }
}

/** Where AWS and its tools look for them. */
export const logGroupName = (prefix: string, name: string): string =>
  OTHERS.includes(name) ? `/aws/vendedlogs/${prefix}-${name}` : `/aws/lambda/${prefix}-${name}`;

/** Where S3 writes who asked for what of other buckets. */
export function accessLogBucket(scope: Construct, id: string, removalPolicy: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, id, {
    // S3 cannot write its access logs under a key of ours.
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(1) }],
    removalPolicy,
  });
  acknowledge(bucket, 'AwsSolutions-S1', 'It holds the access logs; logging them into itself would never end');
  return bucket;
}
