import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { roleArn } from '../../access/arns.ts';
import { deny, LOCK_CHANGES, OBJECT_DELETES, OBJECT_WRITES, SIGNATURES } from '../../access/denies.ts';
import { kept } from '../../removal.ts';
import type { WitnessConfig } from '../../witness-config.ts';
import { programBucket } from '../bucket.ts';
import { allowServices } from '../keys.ts';
import { accessLogBucket, logGroupName } from '../logs.ts';
import { programTable } from '../table.ts';

/** The witness's function, role and log group. */
export const WITNESS = 'witness';

/** All that a witness keeps, and its keys. Who has the account may read it; nobody changes what is locked. */
export class WitnessStorage extends Construct {
  /** Of state, logs and alarms. What lies in the bucket is no secret: hashes, numbers, signatures. */
  readonly key: Key;
  readonly signing: Key;
  readonly kept: Bucket;
  readonly table: Table;
  readonly logs: LogGroup;
  readonly alerts: Topic;

  constructor(scope: Construct, id: string, config: WitnessConfig & { prefix: string }) {
    super(scope, id);
    const { prefix, destroyable, days } = config;
    const removalPolicy = kept(config);
    this.key = new Key(this, 'Key', {
      alias: `${prefix}/witness`,
      description: `${prefix}: state, logs and alarms of the witness`,
      enableKeyRotation: true,
      removalPolicy,
    });
    allowServices(this.key, prefix);
    this.signing = new Key(this, 'Signing', {
      alias: `${prefix}/witness-signing`,
      description: `${prefix}: signs the statements of the witness`,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
    const locked = Duration.days(destroyable ? 1 : days);
    this.kept = programBucket(
      this,
      'Kept',
      { config },
      {
        accessLogs: accessLogBucket(this, 'Access', removalPolicy),
        locked,
        lifecycleRules: [
          {
            id: 'versions-that-were-written-over',
            noncurrentVersionExpiration: Duration.days(locked.toDays() + 1),
            abortIncompleteMultipartUploadAfter: Duration.days(1),
          },
        ],
      },
    );
    this.table = programTable(this, 'Witness', { config, prefix }, { partitionKey: 'item', key: this.key });
    this.logs = new LogGroup(this, 'Log', {
      logGroupName: logGroupName(prefix, WITNESS),
      encryptionKey: this.key,
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy,
    });
    this.alerts = new Topic(this, 'Alerts', {
      topicName: `${prefix}-witness-alerts`,
      masterKey: this.key,
      enforceSSL: true,
    });
    if (config.alarmEmail) this.alerts.addSubscription(new EmailSubscription(config.alarmEmail));
    this.#denies(roleArn({ prefix, path: config.iamPath }, WITNESS));
  }

  /** Everybody of this account reads; only the function writes and signs; nobody deletes or unlocks. */
  #denies(role: string): void {
    const resources = [this.kept.arnForObjects('*')];
    for (const [sid, actions, but] of [
      ['NobodyElseWrites', OBJECT_WRITES, [role]],
      ['NobodyDeletes', OBJECT_DELETES, []],
      ['NobodyUnlocks', LOCK_CHANGES, []],
    ] as const) {
      this.kept.addToResourcePolicy(deny({ sid, actions, resources, but }));
    }
    this.signing.addToResourcePolicy(
      deny({ sid: 'NobodyElseSigns', actions: SIGNATURES, resources: ['*'], but: [role], directOnly: true }),
    );
  }
}
