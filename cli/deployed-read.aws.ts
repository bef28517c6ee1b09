import { DescribeStacksCommand, GetTemplateCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { GetResourcePolicyCommand as StreamPolicyCommand } from '@aws-sdk/client-kinesis';
import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Deployed } from '../core/deployed/deployed.ts';
import { STACKS, templateSchema } from '../core/deployed/template.ts';
import { readFunctions } from './deployed-functions.aws.ts';
import { absent, type Reading } from './deployed-reading.aws.ts';
import { readRoles } from './deployed-roles.aws.ts';

/**
 * Reads what runs as a stage. Changes nothing.
 * @throws what AWS answers; nothing is left out for want of a right
 */
export async function readDeployed(reading: Reading): Promise<Deployed> {
  const { clients, prefix, progress } = reading;
  const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const where = { account: Account!, region: await clients.sts.config.region(), partition: Arn!.split(':')[1]! };
  progress('stacks');
  const { stacks, placed } = await readStacks(reading);
  const functions = await readFunctions(reading);
  const { roles, managed } = await readRoles(reading);
  progress('policies of keys, tables, buckets and the stream');
  const policies = await readPolicies(reading, placed, where);
  return { version: 1, readAt: Date.now(), prefix, ...where, stacks, functions, roles, managed, policies };
}

interface Placed {
  /** Logical id. */
  id: string;
  type: string;
  physical: string;
}

async function readStacks({ clients, prefix }: Reading): Promise<{ stacks: Deployed['stacks']; placed: Placed[] }> {
  const client = clients.cloudformation;
  const stacks: Deployed['stacks'] = {};
  const placed: Placed[] = [];
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
        placed.push({ id, type, physical });
      }
    }
    const { Stacks: [{ Outputs = [] } = {}] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]));
    stacks[StackName] = { template: templateSchema.parse(JSON.parse(TemplateBody!)), resources, outputs };
  }
  return { stacks, placed };
}

/** By logical id; null where there is none. */
async function readPolicies(
  { clients: { ddb, kinesis, kms, s3 } }: Reading,
  placed: readonly Placed[],
  { account, region, partition }: Pick<Deployed, 'account' | 'region' | 'partition'>,
): Promise<Deployed['policies']> {
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const readers: Readonly<Record<string, (physical: string) => Promise<string | undefined>>> = {
    'AWS::KMS::Key': async (KeyId) =>
      (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
    'AWS::DynamoDB::Table': async (table) =>
      (await ddb.send(new GetResourcePolicyCommand({ ResourceArn: arn('dynamodb', `table/${table}`) }))).Policy,
    'AWS::S3::Bucket': async (Bucket) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
    'AWS::Kinesis::Stream': async (stream) =>
      (await kinesis.send(new StreamPolicyCommand({ ResourceARN: arn('kinesis', `stream/${stream}`) }))).Policy,
  };
  const policies: Deployed['policies'] = {};
  for (const { id, type, physical } of placed) {
    const policy = await readers[type]?.(physical).catch(absent);
    // A stream that has none is told an empty document.
    if (readers[type]) policies[id] = policy && policy !== '{}' ? JSON.parse(policy) : null;
  }
  return policies;
}
