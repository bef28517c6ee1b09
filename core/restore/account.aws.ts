import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetResourcePolicyCommand,
  ListBackupsCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetBucketVersioningCommand, GetObjectLockConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { FoundBucket, FoundKey, FoundTable, RestoreAccount } from './account.ts';
import { TABLE_NAMES } from './tables.ts';

export interface AwsAccountOptions {
  cloudformation: CloudFormationClient;
  ddb: DynamoDBClient;
  kms: KMSClient;
  s3: S3Client;
  sts: STSClient;
}

/** Needs `SecurityAudit`, and `dynamodb:ListBackups`; no right on any data. */
export function awsAccount(clients: AwsAccountOptions): RestoreAccount {
  const { ddb, sts } = clients;
  return {
    async look(prefix) {
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      const where = { account: Account!, region: await ddb.config.region(), partition: Arn!.split(':')[1]! };
      const tables: Record<string, FoundTable> = {};
      for (const name of TABLE_NAMES) {
        const table = `${prefix}-${name}`;
        tables[name] = await tableOf(
          ddb,
          table,
          `arn:${where.partition}:dynamodb:${where.region}:${where.account}:table/${table}`,
        );
      }
      return { ...where, tables, ...(await ofStack(clients, `${prefix}-State`)) };
    },
  };
}

async function tableOf(ddb: DynamoDBClient, TableName: string, ResourceArn: string): Promise<FoundTable> {
  const backups = await backupsOf(ddb, TableName);
  const { Table } = (await ddb.send(new DescribeTableCommand({ TableName })).catch(absent)) ?? {};
  if (!Table) return { isThere: false, isProtected: false, hasPolicy: false, tags: [], backups };
  const [{ ContinuousBackupsDescription: continuous }, { TimeToLiveDescription: ttl }, policy, { Tags = [] }] =
    await Promise.all([
      ddb.send(new DescribeContinuousBackupsCommand({ TableName })),
      ddb.send(new DescribeTimeToLiveCommand({ TableName })),
      ddb.send(new GetResourcePolicyCommand({ ResourceArn })).catch(absent),
      ddb.send(new ListTagsOfResourceCommand({ ResourceArn })),
    ]);
  const recovery = continuous?.PointInTimeRecoveryDescription;
  const [from, to] = [recovery?.EarliestRestorableDateTime, recovery?.LatestRestorableDateTime];
  return {
    isThere: true,
    ...(from && to && { window: { from: from.getTime(), to: to.getTime() } }),
    ...(recovery?.RecoveryPeriodInDays !== undefined && { recoveryDays: recovery.RecoveryPeriodInDays }),
    ...(Table.SSEDescription?.KMSMasterKeyArn !== undefined && { key: Table.SSEDescription.KMSMasterKeyArn }),
    ...(ttl?.TimeToLiveStatus?.startsWith('ENABL') && ttl.AttributeName !== undefined && { ttl: ttl.AttributeName }),
    isProtected: Table.DeletionProtectionEnabled === true,
    hasPolicy: policy?.Policy !== undefined,
    // Of AWS's own tags nobody may set any.
    tags: Tags.flatMap(({ Key, Value }) => (Key && !Key.startsWith('aws:') ? [{ Key, Value: Value ?? '' }] : [])),
    backups,
  };
}

async function backupsOf(ddb: DynamoDBClient, TableName: string): Promise<FoundTable['backups']> {
  const backups: FoundTable['backups'][number][] = [];
  let ExclusiveStartBackupArn: string | undefined;
  do {
    const { BackupSummaries = [], LastEvaluatedBackupArn } = await ddb.send(
      new ListBackupsCommand({ TableName, BackupType: 'ALL', ExclusiveStartBackupArn }),
    );
    for (const { BackupArn, BackupCreationDateTime, BackupType, BackupStatus } of BackupSummaries) {
      if (BackupStatus !== 'AVAILABLE' || !BackupArn || !BackupCreationDateTime) continue;
      const kind = BackupType === 'SYSTEM' ? 'system' : BackupType === 'AWS_BACKUP' ? 'service' : 'user';
      backups.push({ arn: BackupArn, at: BackupCreationDateTime.getTime(), kind });
    }
    ExclusiveStartBackupArn = LastEvaluatedBackupArn;
  } while (ExclusiveStartBackupArn);
  return backups.sort((a, b) => b.at - a.at);
}

async function ofStack({ cloudformation, kms, s3 }: AwsAccountOptions, StackName: string) {
  const buckets: FoundBucket[] = [];
  const keys: FoundKey[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client: cloudformation },
    { StackName },
  )) {
    for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId: id } of StackResourceSummaries) {
      if (!id) continue;
      const of = LogicalResourceId.replace(/[0-9A-F]{8}$/, '');
      if (ResourceType === 'AWS::S3::Bucket') {
        const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: id }));
        const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: id })).catch(absent);
        const isLocked = lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled';
        buckets.push({ name: id, of, hasVersions: Status === 'Enabled', isLocked });
      }
      if (ResourceType === 'AWS::KMS::Key') {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
        const deletedAt = KeyMetadata?.DeletionDate?.getTime();
        keys.push({ id, of, state: KeyMetadata?.KeyState ?? 'unknown', ...(deletedAt !== undefined && { deletedAt }) });
      }
    }
  }
  return { buckets, keys };
}

/** How the services say that there is none. */
const ABSENT = new Set([
  'ResourceNotFoundException',
  'PolicyNotFoundException',
  'ObjectLockConfigurationNotFoundError',
  'TableNotFoundException',
]);

/** @throws the error, when it says anything else than that there is none */
function absent(error: unknown): undefined {
  if (error instanceof Error && ABSENT.has(error.name)) return undefined;
  throw error;
}
