import { CloudFormationClient, GetTemplateCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, GetResourcePolicyCommand as StreamPolicyCommand } from '@aws-sdk/client-kinesis';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { STACKS } from '../core/deployed/assembly.ts';
import type { Deployed } from '../core/deployed/deployed.ts';
import { templateSchema } from '../core/deployed/template.ts';
import type { GlobalOptions } from './context.ts';
import { readFunctions } from './deployed-functions.aws.ts';
import { absent, type Reading } from './deployed-reading.ts';
import { readRoles } from './deployed-roles.aws.ts';

/**
 * Reads what runs as a stage. Changes nothing.
 * @throws what AWS answers; nothing is left out for want of a right
 */
export async function readDeployed(
  prefix: string,
  { region, profile, endpointUrl }: GlobalOptions,
  progress: (line: string) => void,
): Promise<Deployed> {
  const settings = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  };
  const reading: Reading = { settings, prefix, progress };
  const sts = new STSClient(settings);
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  const where = await sts.config.region();
  sts.destroy();
  progress('stacks');
  const { stacks, types } = await readStacks(reading);
  const { functions } = await readFunctions(reading);
  const { roles, managed } = await readRoles(reading);
  progress('policies of keys, tables, buckets and the stream');
  return {
    version: 1,
    readAt: Date.now(),
    prefix,
    account: Account!,
    region: where,
    partition: Arn!.split(':')[1]!,
    stacks,
    functions,
    roles,
    managed,
    policies: await readPolicies(reading, types),
  };
}

interface Placed {
  /** Logical id. */
  id: string;
  type: string;
  physical: string;
}

async function readStacks({ settings, prefix }: Reading): Promise<{ stacks: Deployed['stacks']; types: Placed[] }> {
  const client = new CloudFormationClient(settings);
  const stacks: Deployed['stacks'] = {};
  const types: Placed[] = [];
  try {
    for (const StackName of STACKS.map((name) => `${prefix}-${name}`)) {
      const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }));
      const resources: Record<string, string> = {};
      for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
        for (const {
          LogicalResourceId: id,
          PhysicalResourceId: physical,
          ResourceType: type,
        } of StackResourceSummaries) {
          if (!id || !physical || !type) continue;
          resources[id] = physical;
          types.push({ id, type, physical });
        }
      }
      stacks[StackName] = { template: templateSchema.parse(JSON.parse(TemplateBody!)), resources };
    }
    return { stacks, types };
  } finally {
    client.destroy();
  }
}

/** By logical id; null where there is none. */
async function readPolicies({ settings }: Reading, placed: readonly Placed[]): Promise<Deployed['policies']> {
  const kms = new KMSClient(settings);
  const ddb = new DynamoDBClient(settings);
  const s3 = new S3Client({ ...settings, ...(settings.endpoint !== undefined && { forcePathStyle: true }) });
  const kinesis = new KinesisClient(settings);
  const sts = new STSClient(settings);
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  const arn = async (service: string, rest: string) =>
    `arn:${Arn!.split(':')[1]}:${service}:${await sts.config.region()}:${Account}:${rest}`;
  const readers: Readonly<Record<string, (physical: string) => Promise<string | undefined>>> = {
    'AWS::KMS::Key': async (KeyId) =>
      (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
    'AWS::DynamoDB::Table': async (table) =>
      (await ddb.send(new GetResourcePolicyCommand({ ResourceArn: await arn('dynamodb', `table/${table}`) }))).Policy,
    'AWS::S3::Bucket': async (Bucket) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
    'AWS::Kinesis::Stream': async (stream) =>
      (await kinesis.send(new StreamPolicyCommand({ ResourceARN: await arn('kinesis', `stream/${stream}`) }))).Policy,
  };
  const policies: Deployed['policies'] = {};
  try {
    for (const { id, type, physical } of placed) {
      const policy = await readers[type]?.(physical).catch(absent);
      if (readers[type]) policies[id] = policy ? JSON.parse(policy) : null;
    }
    return policies;
  } finally {
    for (const client of [kms, ddb, s3, kinesis, sts]) client.destroy();
  }
}
