import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  PutResourcePolicyCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient, StartStreamEncryptionCommand } from '@aws-sdk/client-kinesis';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketEncryptionCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { collectorPolicy } from '../../../core/exposure/collect/policy.ts';
import { zipOf } from '../../demo/zip.ts';
import type { Victim } from './acts.ts';
import { rootOf, type Settings, trustOf } from './cloud-account.ts';
import type { Plan } from './plan.ts';

/*
 * The program itself, in few words, as `rows.ts` has it: what holds segments and keys, who reads them, and the role that takes the inventory. The
 * stacks are not deployed: what they deny, nobody could have got around in June.
 */

const KEYS: Readonly<Record<string, readonly string[]>> = {
  Index: ['subject', 'segment'],
  Keys: ['keyId'],
  LeaseKeys: ['keyId'],
  Ledger: ['chain', 'seq'],
  Subjects: ['subject'],
};

/** Whose role collects: the deployed function's. */
export const collectorOf = ({ prefix }: Pick<Plan, 'prefix'>): string => `${prefix}-exposure`;

export async function makeProgram(settings: Settings, plan: Plan, victim: Victim): Promise<void> {
  const { prefix, program, region, account, arn } = plan;
  const [ddb, iam, kms] = [new DynamoDBClient(settings), new IAMClient(settings), new KMSClient(settings)];
  const [s3, kinesis] = [new S3Client({ ...settings, forcePathStyle: true }), new KinesisClient(settings)];
  const lambda = new LambdaClient(settings);
  const tags = { program, 'data-class': 'telemetry' };
  const listed = (of: Record<string, string>) => Object.entries(of).map(([Key, Value]) => ({ Key, Value }));
  const allowing = (...statements: [action: string | string[], resource: string | string[]][]) => ({
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
  });

  const keys: Record<string, string> = {};
  for (const name of ['subject-keys', 'vault', 'control']) {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: rootOf(plan) }, Action: 'kms:*', Resource: '*' }],
    });
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy, Tags }));
    keys[name] = KeyMetadata!.Arn!;
    await kms.send(new CreateAliasCommand({ AliasName: `alias/${prefix}/${name}`, TargetKeyId: KeyMetadata!.KeyId }));
  }

  const table = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${prefix}-${name}`;
  const make = async (
    TableName: string,
    [hash = '', range]: readonly string[],
    of: Record<string, string>,
    key?: string,
  ) => {
    const names = range === undefined ? [hash] : [hash, range];
    const type = (name: string) => (name === 'seq' ? ('N' as const) : ('S' as const));
    await ddb.send(
      new CreateTableCommand({
        ...{ TableName, BillingMode: 'PAY_PER_REQUEST', Tags: listed(of) },
        AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: type(name) })),
        KeySchema: names.map((name, at) => ({ AttributeName: name, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
        ...(key && { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } }),
      }),
    );
    await waitUntilTableExists({ client: ddb, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  };
  for (const [name, of] of Object.entries(KEYS)) {
    await make(`${prefix}-${name}`, of, tags, keys[name === 'Keys' ? 'subject-keys' : 'vault']);
  }
  // Of another stage, which anybody can ask: that one's matter.
  for (const name of ['Index', 'Ledger']) {
    const TableName = `sluice-${program}-dev-${name}`;
    const ResourceArn = `arn:aws:dynamodb:${region}:${account}:table/${TableName}`;
    await make(TableName, KEYS[name]!, { ...tags, stage: 'dev' });
    const Condition = { StringEquals: { 'aws:PrincipalAccount': account } };
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 'dynamodb:GetItem', Resource: ResourceArn, Condition },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await ddb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  }

  const vault = `${prefix}-state-ingestvault-1`;
  await s3.send(new CreateBucketCommand({ Bucket: vault }));
  await s3.send(new PutBucketTaggingCommand({ Bucket: vault, Tagging: { TagSet: listed(tags) } }));
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: keys.vault! };
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: vault,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
    }),
  );
  const StreamName = `${prefix}-frames`;
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: tags }));
  await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: keys.control! }));

  const role = async (name: string, document: object, trust: string) => {
    const RoleName = `${prefix}-${name}`;
    const PolicyDocument = JSON.stringify(document);
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `${RoleName}-boundary`, PolicyDocument }));
    await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary: Policy!.Arn! }),
    );
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'Access', PolicyDocument }));
  };
  const ofFunctions = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await role(
    'reader',
    allowing(
      ['dynamodb:GetItem', [table('Index'), table('Keys')]],
      ['s3:GetObject', `${arn.bucket(vault)}/*`],
      ['kms:Decrypt', [keys['subject-keys']!, keys.vault!]],
    ),
    ofFunctions,
  );
  await role('control', allowing(['dynamodb:PutItem', [table('Keys'), table('Subjects')]]), ofFunctions);
  await role('exposure', collectorPolicy(undefined, false), trustOf(plan));
  await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: `${prefix}-reader`, Role: arn.role(`${prefix}-reader`), Runtime: 'nodejs22.x' },
      ...{ Handler: 'index.handler', Code: { ZipFile: zipOf('index.js', 'exports.handler = async () => {};') } },
    }),
  );

  // What is stored of one person, sealed under a key of their own.
  const { subject, segment, keyId } = victim;
  const { CiphertextBlob } = await kms.send(
    new GenerateDataKeyWithoutPlaintextCommand({
      ...{ KeyId: keys['subject-keys']!, KeySpec: 'AES_256', EncryptionContext: { program, key: keyId } },
    }),
  );
  await ddb.send(
    new PutItemCommand({ TableName: `${prefix}-Index`, Item: { subject: { S: subject }, segment: { S: segment } } }),
  );
  await ddb.send(
    new PutItemCommand({ TableName: `${prefix}-Keys`, Item: { keyId: { S: keyId }, wrapped: { B: CiphertextBlob! } } }),
  );
  for (const client of [ddb, iam, kms, s3, kinesis, lambda]) client.destroy();
}
