import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeLimitsCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetAccountSettingsCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Facts, Looked, Stack } from '../core/doctor/diagnose.ts';
import { lookAtIssuer } from '../core/doctor/issuer.ts';
import { KINDS, type Kind, type Plan } from '../core/doctor/plan.ts';
import type { GlobalOptions } from './context.ts';

/** How services say that something is not there. */
const ABSENT = /^(ResourceNotFoundException|NoSuchEntity(Exception)?|NotFoundException)$/;

/** Looks at what a deploy of a stage would meet. Reads only. */
export async function lookAt(plan: Plan, options: Pick<GlobalOptions, 'profile' | 'endpointUrl'>): Promise<Facts> {
  const settings = {
    region: plan.region,
    maxAttempts: 2,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(options.endpointUrl !== undefined && { endpoint: options.endpointUrl }),
  };
  const clients = {
    cloudformation: new CloudFormationClient(settings),
    ddb: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    kinesis: new KinesisClient(settings),
    kms: new KMSClient(settings),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    s3: new S3Client(settings),
    sfn: new SFNClient(settings),
    sts: new STSClient(settings),
  };
  const silent = new Set<string>();
  const looking = <T>(service: string, look: () => Promise<T>) => looked(look, () => silent.add(service));
  try {
    const account = await looking('STS', async () => {
      const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
      return Account!;
    });
    const isTheirs = 'found' in account && account.found === plan.account;
    if (!isTheirs) return unasked(account);
    const [bootstrap, stacks, taken, lambda, kinesis] = await Promise.all([
      looking('CloudFormation', () => bootstrapOf(clients.cloudformation)),
      looking('CloudFormation', () => stacksOf(clients.cloudformation, plan.prefix)),
      looking('what has names', () => takenOf(clients, plan)),
      looking('Lambda', async () => {
        const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
        const { ConcurrentExecutions: concurrent = 0, UnreservedConcurrentExecutions: unreserved = concurrent } =
          AccountLimit ?? {};
        return { concurrent, unreserved };
      }),
      looking('Kinesis', async () => {
        const limits = await clients.kinesis.send(new DescribeLimitsCommand({}));
        return {
          ...{ shards: limits.OpenShardCount ?? 0, shardLimit: limits.ShardLimit ?? 0 },
          ...{
            onDemand: limits.OnDemandStreamCount ?? 0,
            onDemandLimit: limits.OnDemandStreamCountLimit ?? Number.POSITIVE_INFINITY,
          },
        };
      }),
      looking('EventBridge', () => clients.events.send(new ListRulesCommand({ Limit: 1 }))),
      looking('S3', () => clients.s3.send(new ListBucketsCommand({ MaxBuckets: 1 }))),
      looking('Step Functions', () => clients.sfn.send(new ListStateMachinesCommand({ maxResults: 1 }))),
    ]);
    const names = 'found' in taken ? (taken.found.table ?? []) : [];
    const tables = await looking('DynamoDB', () => madeAtOf(clients.ddb, names));
    const issuer = plan.issuer === undefined ? {} : { issuer: await lookAtIssuer(plan.issuer) };
    return { account, bootstrap, stacks, taken, tables, lambda, kinesis, ...issuer, silent: [...silent] };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** In another account nothing is of this stage. */
function unasked(account: Facts['account']): Facts {
  const failed = { failed: 'not asked' };
  return {
    account,
    bootstrap: failed,
    stacks: failed,
    taken: failed,
    tables: failed,
    lambda: failed,
    kinesis: failed,
    silent: [],
  };
}

async function looked<T>(look: () => Promise<T>, isSilent: () => void): Promise<Looked<T>> {
  try {
    return { found: await look() };
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    if (code === 'ENOTFOUND' || code === 'ECONNREFUSED' || name === 'TimeoutError') isSilent();
    return { failed: `${name}: ${message}` };
  }
}

/** Whether what an answer is of is there. */
async function isThere(ask: Promise<unknown>): Promise<boolean> {
  try {
    await ask;
    return true;
  } catch (error) {
    if (ABSENT.test((error as Error).name)) return false;
    throw error;
  }
}

async function bootstrapOf(client: CloudFormationClient): Promise<number> {
  const found = await stackOf(client, 'CDKToolkit');
  const version = found?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue;
  return Number(version ?? 0);
}

async function stacksOf(client: CloudFormationClient, prefix: string): Promise<Record<string, Stack>> {
  const names = ['State', 'Service'].map((stack) => `${prefix}-${stack}`);
  const found = await Promise.all(names.map((name) => stackOf(client, name)));
  return Object.fromEntries(
    found.flatMap((one) =>
      one
        ? [
            [
              one.StackName!,
              {
                status: one.StackStatus!,
                isProtected: one.EnableTerminationProtection === true,
                createdAt: one.CreationTime?.getTime() ?? 0,
              },
            ],
          ]
        : [],
    ),
  );
}

/** CloudFormation has no error of its own for a stack that is not there. */
async function stackOf(client: CloudFormationClient, StackName: string) {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

interface Asked {
  ddb: DynamoDBClient;
  iam: IAMClient;
  kinesis: KinesisClient;
  kms: KMSClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
}

async function takenOf(
  clients: Asked,
  { names, account, prefix }: Plan,
): Promise<Facts['taken'] extends Looked<infer T> ? T : never> {
  const { ddb, iam, kinesis, kms, lambda, logs } = clients;
  const groups = await logGroups(
    logs,
    ['lambda', 'vendedlogs'].map((kind) => `/aws/${kind}/${prefix}-`),
  );
  const asks: Record<Kind, (name: string) => Promise<boolean>> = {
    table: (TableName) => isThere(ddb.send(new DescribeTableCommand({ TableName }))),
    stream: (StreamName) => isThere(kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))),
    role: (RoleName) => isThere(iam.send(new GetRoleCommand({ RoleName }))),
    policy: (name) => isThere(iam.send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/${name}` }))),
    'log group': async (name) => groups.has(name),
    function: (FunctionName) => isThere(lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))),
    'key alias': (KeyId) => isThere(kms.send(new DescribeKeyCommand({ KeyId }))),
  };
  const found = await Promise.all(
    KINDS.map(async (kind) => {
      const taken: string[] = [];
      for (const name of names[kind]) if (await asks[kind](name)) taken.push(name);
      return [kind, taken] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, taken]) => taken.length > 0));
}

async function logGroups(client: CloudWatchLogsClient, prefixes: readonly string[]): Promise<Set<string>> {
  const answers = await Promise.all(
    prefixes.map((logGroupNamePrefix) => client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, limit: 50 }))),
  );
  return new Set(answers.flatMap(({ logGroups = [] }) => logGroups.map(({ logGroupName }) => logGroupName!)));
}

async function madeAtOf(client: DynamoDBClient, tables: readonly string[]): Promise<Record<string, number>> {
  const made = await Promise.all(
    tables.map(async (TableName) => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      return [TableName, Table!.CreationDateTime!.getTime()] as const;
    }),
  );
  return Object.fromEntries(made);
}
