import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { awsAccount } from './account.aws.ts';
import { memoryAccount } from './account.memory.ts';
import { overview } from './plan.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY = 86_400_000;
const prefix = 'sluice-demo-prod';
const named = (name: string) => Object.assign(new Error('content-free'), { name });

type Answers = Record<string, (input: Record<string, string>) => unknown>;

/** What AWS answers of a stage as it was deployed; lists a page an entry. */
const ANSWERS: Answers = {
  GetCallerIdentityCommand: () => ({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/pat' }),
  ListBackupsCommand: () => ({ BackupSummaries: [] }),
  DescribeTableCommand: () => ({
    Table: {
      DeletionProtectionEnabled: true,
      SSEDescription: { KMSMasterKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/a-key' },
    },
  }),
  DescribeContinuousBackupsCommand: ({ TableName }) => {
    const days = /Keys$/.test(TableName!) ? 7 : 35;
    return {
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: {
          RecoveryPeriodInDays: days,
          EarliestRestorableDateTime: new Date(NOW - days * DAY),
          LatestRestorableDateTime: new Date(NOW - 300_000),
        },
      },
    };
  },
  DescribeTimeToLiveCommand: ({ TableName }) => ({
    TimeToLiveDescription: TableName!.endsWith('-Index')
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresSeconds' }
      : { TimeToLiveStatus: 'DISABLED' },
  }),
  GetResourcePolicyCommand: () => ({ Policy: '{}' }),
  ListTagsOfResourceCommand: () => ({
    Tags: [
      { Key: 'program', Value: 'demo' },
      { Key: 'aws:cloudformation:stack-name', Value: 'x' },
    ],
  }),
  ListStackResourcesCommand: ({ NextToken }) =>
    NextToken
      ? {
          StackResourceSummaries: [
            { ResourceType: 'AWS::KMS::Key', LogicalResourceId: 'SubjectKeys12345678', PhysicalResourceId: 'a-key' },
          ],
        }
      : {
          NextToken: 'more',
          StackResourceSummaries: [
            {
              ResourceType: 'AWS::S3::Bucket',
              LogicalResourceId: 'Vault12345678',
              PhysicalResourceId: `${prefix}-vault`,
            },
            { ResourceType: 'AWS::IAM::Role', LogicalResourceId: 'Role', PhysicalResourceId: 'role' },
          ],
        },
  GetBucketVersioningCommand: () => ({ Status: 'Enabled' }),
  GetObjectLockConfigurationCommand: () => {
    throw named('ObjectLockConfigurationNotFoundError');
  },
  DescribeKeyCommand: () => ({ KeyMetadata: { KeyState: 'Enabled' } }),
};

function account(answers: Answers = {}) {
  const all = { ...ANSWERS, ...answers };
  const answering = <T extends { send: unknown }>(client: T): T =>
    Object.assign(client, {
      send: async (command: { constructor: { name: string }; input: Record<string, string> }) =>
        all[command.constructor.name]!(command.input),
    });
  const region = { region: 'eu-central-1' };
  return awsAccount({
    cloudformation: answering(new CloudFormationClient(region)),
    ddb: answering(new DynamoDBClient(region)),
    kms: answering(new KMSClient(region)),
    s3: answering(new S3Client(region)),
    sts: answering(new STSClient(region)),
  });
}

test('an account as it was deployed is seen as the one in memory', async () => {
  expect(await account().look(prefix)).toEqual(await memoryAccount(NOW).look(prefix));
});

test('a table that is gone is so, with the backup that was made when it went; one without recovery has no window', async () => {
  const gone = `${prefix}-Gate`;
  const seen = await account({
    DescribeTableCommand: (input) => {
      if (input.TableName === gone) throw named('ResourceNotFoundException');
      return ANSWERS.DescribeTableCommand!(input);
    },
    ListBackupsCommand: ({ TableName, ExclusiveStartBackupArn: after }) => {
      if (TableName !== gone) return { BackupSummaries: [] };
      const one = (BackupArn: string, at: number) => ({
        ...{ BackupArn, BackupType: 'SYSTEM', BackupStatus: 'AVAILABLE', BackupCreationDateTime: new Date(at) },
      });
      return after
        ? { BackupSummaries: [one('newer', NOW - DAY), { ...one('half', NOW), BackupStatus: 'CREATING' }] }
        : { BackupSummaries: [one('older', NOW - 2 * DAY)], LastEvaluatedBackupArn: 'older' };
    },
    DescribeContinuousBackupsCommand: (input) =>
      /Lanes$/.test(input.TableName!) ? {} : ANSWERS.DescribeContinuousBackupsCommand!(input),
  }).look(prefix);

  expect(seen.tables.Gate).toMatchObject({
    isThere: false,
    backups: [{ arn: 'newer', kind: 'system' }, { arn: 'older' }],
  });
  expect(overview(seen, prefix).tables.find(({ table }) => table === 'Lanes')!.says).toContain('RECOVERY IS OFF');
});

test('what may not be looked at is an error, and never taken for absent', async () => {
  const denied = () => {
    throw named('AccessDeniedException');
  };
  for (const asked of Object.keys(ANSWERS)) {
    await expect(account({ [asked]: denied }).look(prefix)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  }
});
