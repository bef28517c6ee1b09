import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateBackupCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { CreateGrantCommand, GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  GetBucketPolicyCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Deployment } from '../../demo/deployment.ts';

/** A change that an administrator makes to something of the program, outside a deploy. */
export interface Change {
  /** As IAM names it. */
  action: string;
  make(): Promise<unknown>;
}

const ANYBODY = { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' };
const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
/** An empty zip file: the function that is made under a role of the program is never called. */
const EMPTY_ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

/**
 * One round, in an order in which each can be made again in the next: most put back what is there, which is a change for whoever watches.
 * @param round makes names that AWS takes once
 */
export function changes({ clientConfig, outputs }: Deployment, round: number): Change[] {
  const kms = new KMSClient(clientConfig);
  const dynamodb = new DynamoDBClient(clientConfig);
  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
  const kinesis = new KinesisClient(clientConfig);
  const iam = new IAMClient(clientConfig);
  const lambda = new LambdaClient(clientConfig);
  const pools = new CognitoIdentityProviderClient(clientConfig);
  const output = (name: string) => outputs[name]!;
  const prefix = output('GateTable').replace(/-Gate$/, '');
  const [KeyId, StreamName, Bucket] = [output('SigningKeyId'), output('StreamName'), output('VaultBucket')];
  const [reader, sweep, UserPoolId] = [`${prefix}-reader`, `${prefix}-sweep`, output('UserPoolId')];
  const tableArn = async () => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    const [, , , region, account] = StreamDescriptionSummary!.StreamARN!.split(':');
    return `arn:aws:dynamodb:${region}:${account}:table/${output('IndexTable')}`;
  };
  const roleOf = async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role!;
  const more = { RoleName: reader, PolicyName: 'more' };
  const attached = { RoleName: reader, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const permission = { FunctionName: sweep, StatementId: `more-${round}` };

  return [
    {
      action: 'kms:PutKeyPolicy',
      async make() {
        const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
        await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
      },
    },
    {
      action: 'kms:CreateGrant',
      make: async () =>
        kms.send(
          new CreateGrantCommand({ KeyId, GranteePrincipal: (await roleOf(reader)).Arn!, Operations: ['DescribeKey'] }),
        ),
    },
    {
      action: 'dynamodb:PutResourcePolicy',
      async make() {
        const ResourceArn = await tableArn();
        const { Policy } = await dynamodb.send(new GetResourcePolicyCommand({ ResourceArn }));
        await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
      },
    },
    {
      action: 'dynamodb:UpdateTable',
      make: () =>
        dynamodb.send(new UpdateTableCommand({ TableName: output('IndexTable'), DeletionProtectionEnabled: false })),
    },
    {
      action: 'dynamodb:UpdateContinuousBackups',
      make: () =>
        dynamodb.send(
          new UpdateContinuousBackupsCommand({
            TableName: output('IndexTable'),
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ),
    },
    {
      action: 'dynamodb:CreateBackup',
      make: () =>
        dynamodb.send(new CreateBackupCommand({ TableName: output('KeysTable'), BackupName: `taken-${round}` })),
    },
    {
      action: 'dynamodb:RestoreTableToPointInTime',
      make: () =>
        dynamodb.send(
          new RestoreTableToPointInTimeCommand({
            SourceTableName: output('KeysTable'),
            TargetTableName: `copy-of-keys-${round}`,
            UseLatestRestorableTime: true,
          }),
        ),
    },
    {
      action: 's3:PutBucketPolicy',
      async make() {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
        await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      },
    },
    {
      action: 's3:PutBucketVersioning',
      make: () => s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    },
    {
      action: 's3:PutBucketNotification',
      make: () => s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
    },
    {
      action: 's3:PutBucketPublicAccessBlock',
      make: () =>
        s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } })),
    },
    {
      action: 'kinesis:RegisterStreamConsumer',
      async make() {
        const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
        const StreamARN = StreamDescriptionSummary!.StreamARN!;
        await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: `listener-${round}` }));
      },
    },
    {
      action: 'kinesis:IncreaseStreamRetentionPeriod',
      make: () => kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 8_760 })),
    },
    {
      action: 'kinesis:DecreaseStreamRetentionPeriod',
      make: () => kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 168 })),
    },
    {
      action: 'iam:UpdateAssumeRolePolicy',
      async make() {
        const { AssumeRolePolicyDocument } = await roleOf(reader);
        const PolicyDocument = decodeURIComponent(AssumeRolePolicyDocument!);
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: reader, PolicyDocument }));
      },
    },
    {
      action: 'iam:PutRolePolicy',
      make: () => iam.send(new PutRolePolicyCommand({ ...more, PolicyDocument: document(ANYBODY) })),
    },
    { action: 'iam:DeleteRolePolicy', make: () => iam.send(new DeleteRolePolicyCommand(more)) },
    { action: 'iam:AttachRolePolicy', make: () => iam.send(new AttachRolePolicyCommand(attached)) },
    { action: 'iam:DetachRolePolicy', make: () => iam.send(new DetachRolePolicyCommand(attached)) },
    {
      action: 'iam:PutRolePermissionsBoundary',
      async make() {
        const { PermissionsBoundary } = await roleOf(reader);
        const boundary = PermissionsBoundary!.PermissionsBoundaryArn!;
        await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: reader, PermissionsBoundary: boundary }));
      },
    },
    {
      action: 'iam:PassRole',
      make: async () =>
        lambda.send(
          new CreateFunctionCommand({
            FunctionName: `borrowed-${round}`,
            Role: (await roleOf(reader)).Arn,
            Runtime: 'nodejs22.x',
            Handler: 'index.handler',
            Code: { ZipFile: EMPTY_ZIP },
          }),
        ),
    },
    {
      action: 'lambda:UpdateFunctionConfiguration',
      make: () =>
        lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: sweep, Description: `of round ${round}` })),
    },
    {
      action: 'lambda:AddPermission',
      make: () =>
        lambda.send(
          new AddPermissionCommand({ ...permission, Action: 'lambda:InvokeFunction', Principal: '999999999999' }),
        ),
    },
    { action: 'lambda:RemovePermission', make: () => lambda.send(new RemovePermissionCommand(permission)) },
    {
      action: 'lambda:PutFunctionConcurrency',
      make: () =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: sweep, ReservedConcurrentExecutions: round })),
    },
    {
      action: 'lambda:UpdateEventSourceMapping',
      async make() {
        const { EventSourceMappings } = await lambda.send(
          new ListEventSourceMappingsCommand({ FunctionName: `${prefix}-redactor` }),
        );
        const { UUID, BatchSize } = EventSourceMappings![0]!;
        await lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize }));
      },
    },
    { action: 'cognito-idp:UpdateUserPool', make: () => pools.send(new UpdateUserPoolCommand({ UserPoolId })) },
    {
      action: 'cognito-idp:CreateUserPoolClient',
      make: () => pools.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: `other-${round}` })),
    },
  ];
}
