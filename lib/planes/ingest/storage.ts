import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { STREAM_RETENTION_DAYS } from '../../../core/disclosure/bounds.ts';
import { acknowledge } from '../../nag.ts';
import { kept } from '../../removal.ts';
import { programBucket } from '../bucket.ts';
import type { Keys } from '../keys.ts';
import type { Program } from '../program.ts';
import { programTable } from '../table.ts';

/** Sealed frames, and what is stored of them. */
export class IngestStorage extends Construct {
  readonly stream: Stream;
  readonly index: Table;
  readonly vault: Bucket;
  /** Metadata of batches that Lambda gave up: no frame is in it. */
  readonly failures: Queue;
  /** Models that read texts once more. Absent when the disclosure names none. */
  readonly models?: Bucket;

  constructor(scope: Construct, id: string, program: Program, keys: Keys, accessLogs: Bucket) {
    super(scope, id);
    const { config, disclosure, prefix } = program;
    const { vault, logs } = keys.all;
    const removalPolicy = kept(config);

    this.stream = new Stream(this, 'Stream', {
      streamName: `${prefix}-frames`,
      ...(config.stream.mode === 'provisioned'
        ? { streamMode: StreamMode.PROVISIONED, shardCount: config.stream.shards }
        : { streamMode: StreamMode.ON_DEMAND }),
      encryption: StreamEncryption.KMS,
      encryptionKey: vault,
      retentionPeriod: Duration.days(STREAM_RETENTION_DAYS),
      removalPolicy,
    });
    acknowledge(this.stream, 'AwsSolutions-KDS3', 'The key is ours on purpose: its policy says who may use it');

    this.index = programTable(this, 'Index', program, {
      partitionKey: 'subject',
      sortKey: { name: 'segment' },
      key: vault,
      ttl: 'expiresSeconds',
    });
    this.index.addGlobalSecondaryIndex({
      indexName: 'byDay',
      partitionKey: { name: 'day', type: AttributeType.STRING },
      sortKey: { name: 'segment', type: AttributeType.STRING },
      // Never `message` or `head`: the index is for finding, not for reading.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...BY_DAY],
    });

    this.vault = programBucket(this, 'Vault', program, {
      key: vault,
      accessLogs,
      lifecycleRules: [
        {
          id: 'retention-of-the-disclosure',
          // S3 counts days from midnight after the upload, so an object may live up to a day longer; reading does not.
          expiration: Duration.days(disclosure.retention.routine),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'markers-of-what-is-gone', expiredObjectDeleteMarker: true },
      ],
    });

    if (disclosure.redaction.deepPass?.by === 'model') {
      // A bucket and a key apart from the vault's, which the redactor may not read. Whoever changes a model stops it: the
      // disclosure has its digest.
      this.models = programBucket(this, 'Models', program, {
        accessLogs,
        lifecycleRules: [{ id: 'models-that-were-replaced', noncurrentVersionExpiration: Duration.days(30) }],
      });
    }

    this.failures = new Queue(this, 'Failures', {
      queueName: `${prefix}-failures`,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: logs,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy,
    });
    acknowledge(
      this.failures,
      'AwsSolutions-SQS3',
      'It is a dead-letter queue itself; an alarm watches that it is empty',
    );
  }
}

/**
 * Attributes that the index by day holds beside its keys. A list of its own: a deployed index keeps its projection, whatever the code
 * comes to show. A test holds it against what lists show (`SUMMARY`).
 */
const BY_DAY = [
  'keyId',
  'disclosure',
  'program',
  'lane',
  'devices',
  'arrivedFrom',
  'arrivedTo',
  'readableFrom',
  'expiresSeconds',
  'events',
  'kinds',
  'tier',
  'bytes',
  'object',
] as const;
