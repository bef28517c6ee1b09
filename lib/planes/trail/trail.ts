import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Source } from '../../../core/access-log/access-log.ts';
import {
  projection,
  TRAIL_COLUMNS,
  TRAIL_FORMAT,
  TRAIL_PARTITIONS,
  TRAIL_TABLE,
  trailLocation,
} from '../../../core/access-log/athena-table.ts';
import type { TrailPlace } from '../../../core/access-log/trail-place.ts';
import type { TrailConfig } from '../../config.ts';
import { programBucket } from '../bucket.ts';
import type { Program } from '../program.ts';

export interface TrailProps {
  program: Program;
  trail: TrailConfig;
  /** Of the trail's own bucket, and of what is asked of it. */
  key: Key;
  accessLogs: Bucket;
  /** What holds content: whose data events are logged. */
  watched: {
    buckets: readonly Bucket[];
    /** ARN. */
    reader: string;
    /** Name. */
    stream: string;
  };
}

/** How many bytes a query may read: some thousand days of a large account. */
const MOST_SCANNED = 1024 ** 4;
/** Answers hold who called what: they go when they were read. */
const RESULT_DAYS = 2;
const TRAIL_DAYS = 400;

/**
 * The log of who called what at AWS, as it is asked: a table over the trail's bucket, a workgroup, and where its answers lie. The trail is one
 * that is there, or one of the program's own, with the data events of what the program keeps.
 */
export class Trail extends Construct {
  readonly place: TrailPlace;
  readonly results: Bucket;
  /** Absent: the trail is somebody else's. */
  readonly own?: Bucket;
  /** Of the trail: name of its bucket, and what stands before the accounts. */
  readonly bucketName: string;
  readonly prefix: string;

  constructor(scope: Construct, id: string, { program, trail, key, accessLogs, watched }: TrailProps) {
    super(scope, id);
    const { prefix } = program;
    const { region } = Stack.of(this);
    this.prefix = trail.prefix ?? 'AWSLogs';
    this.results = programBucket(this, 'Results', program, {
      key,
      accessLogs,
      lifecycleRules: [
        { expiration: Duration.days(RESULT_DAYS), noncurrentVersionExpiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    if (trail.bucket === undefined) this.own = this.#ownTrail(program, key, accessLogs, watched);
    this.bucketName = this.own?.bucketName ?? trail.bucket!;
    this.place = {
      database: `${prefix.replaceAll('-', '_')}_trail`,
      table: TRAIL_TABLE,
      workgroup: prefix,
      accounts: trail.accounts ?? [Aws.ACCOUNT_ID],
      // What is global is logged there.
      regions: trail.regions ?? [...new Set([region, 'us-east-1'])],
      logs: this.own ? logsOf(prefix, watched) : (trail.logs ?? ['management' as const]).map((source) => ({ source })),
    };
    this.#table(trail);
    new CfnWorkGroup(this, 'Workgroup', {
      name: this.place.workgroup,
      description: `${prefix}: asks the trail who read`,
      recursiveDeleteOption: program.config.destroyable,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MOST_SCANNED,
        resultConfiguration: {
          outputLocation: `s3://${this.results.bucketName}/answers/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
          expectedBucketOwner: Aws.ACCOUNT_ID,
        },
      },
    });
  }

  #table({ since }: TrailConfig): void {
    const place = { ...this.place, bucket: this.bucketName, prefix: this.prefix, since };
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.place.database, description: 'Who called what at AWS' },
    });
    const table = new CfnTable(this, 'Table', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.place.database,
      tableInput: {
        name: this.place.table,
        tableType: 'EXTERNAL_TABLE',
        parameters: projection(place),
        partitionKeys: TRAIL_PARTITIONS.map((name) => ({ name, type: 'string' })),
        storageDescriptor: {
          columns: TRAIL_COLUMNS.map(([name, type]) => ({ name, type })),
          location: trailLocation(place),
          inputFormat: TRAIL_FORMAT.inputFormat,
          outputFormat: TRAIL_FORMAT.outputFormat,
          serdeInfo: { serializationLibrary: TRAIL_FORMAT.serde },
        },
      },
    });
    table.addResourceDependency(database);
  }

  /** In every Region, with digests, locked: whoever read cannot take it back. */
  #ownTrail(program: Program, key: Key, accessLogs: Bucket, watched: TrailProps['watched']): Bucket {
    const { prefix } = program;
    const name = `${prefix}-calls`;
    const arn = `arn:${Aws.PARTITION}:cloudtrail:${Stack.of(this).region}:${Aws.ACCOUNT_ID}:trail/${name}`;
    const bucket = programBucket(this, 'Calls', program, {
      key,
      accessLogs,
      locked: Duration.days(program.config.destroyable ? 1 : TRAIL_DAYS - 35),
      lifecycleRules: [
        { expiration: Duration.days(TRAIL_DAYS), noncurrentVersionExpiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    const service = new ServicePrincipal('cloudtrail.amazonaws.com');
    const ofTrail = { StringEquals: { 'aws:SourceArn': arn } };
    const allow = (sid: string, actions: string[], resources: string[], more: Record<string, string> = {}) =>
      new PolicyStatement({
        ...{ sid, effect: Effect.ALLOW, principals: [service], actions, resources },
        conditions: { StringEquals: { ...ofTrail.StringEquals, ...more } },
      });
    bucket.addToResourcePolicy(allow('TrailLooks', ['s3:GetBucketAcl'], [bucket.bucketArn]));
    bucket.addToResourcePolicy(
      allow('TrailWrites', ['s3:PutObject'], [bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)], {
        's3:x-amz-acl': 'bucket-owner-full-control',
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        ...{ sid: 'TrailOfThisProgram', effect: Effect.ALLOW, principals: [service], resources: ['*'] },
        actions: ['kms:GenerateDataKey', 'kms:DescribeKey'],
        conditions: ofTrail,
      }),
    );
    const trail = new CfnTrail(this, 'Trail', {
      trailName: name,
      s3BucketName: bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: key.keyArn,
      advancedEventSelectors: selectors(prefix, watched),
    });
    if (bucket.policy) trail.node.addDependency(bucket.policy);
    return bucket;
  }
}

/** By name: so another stack that is told where the log is asked needs nothing more of this one. */
const arnOf = ({ bucketName }: Bucket): string => `arn:${Aws.PARTITION}:s3:::${bucketName}`;
const streamArn = (name: string): string =>
  `arn:${Aws.PARTITION}:kinesis:${Aws.REGION}:${Aws.ACCOUNT_ID}:stream/${name}`;

const tables = (prefix: string): string =>
  `arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/${prefix}-`;

/** What the trail of the program's own has, as `sluice investigate` counts on it. */
const logsOf = (prefix: string, { buckets, reader, stream }: TrailProps['watched']): TrailPlace['logs'] => [
  ...(['management', 'kms'] as const).map((source: Source) => ({ source })),
  { source: 's3', resources: buckets.map((one) => `${arnOf(one)}*`) },
  { source: 'dynamodb', resources: [`${tables(prefix)}*`] },
  { source: 'lambda', resources: [reader] },
  { source: 'kinesis', resources: [streamArn(stream)] },
];

/**
 * Management events, KMS among them, and the data events of what is kept. Of the stream reads alone: what devices put is counted in the books,
 * and would be most of the log.
 */
function selectors(
  prefix: string,
  { buckets, reader, stream }: TrailProps['watched'],
): CfnTrail.AdvancedEventSelectorProperty[] {
  const data = (name: string, type: string, about: object, more: object[] = []) => ({
    name,
    fieldSelectors: [
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [type] },
      { field: 'resources.ARN', ...about },
      ...more,
    ] as CfnTrail.AdvancedFieldSelectorProperty[],
  });
  return [
    { name: 'changes, and keys used', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] },
    data('objects', 'AWS::S3::Object', { startsWith: buckets.map((one) => `${arnOf(one)}/`) }),
    data('items', 'AWS::DynamoDB::Table', { startsWith: [tables(prefix)] }),
    data('the reader', 'AWS::Lambda::Function', { equalTo: [reader] }),
    data('frames that are read', 'AWS::Kinesis::Stream', { equalTo: [streamArn(stream)] }, [
      { field: 'readOnly', equalTo: ['true'] },
    ]),
  ];
}
