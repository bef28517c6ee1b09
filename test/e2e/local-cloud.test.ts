/**
 * The local cloud does what AWS does, where the product depends on it: a small app with one of each resource is
 * deployed with IAM enforced, and used.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { DecryptCommand, EncryptCommand, KMSClient, ReEncryptCommand } from '@aws-sdk/client-kms';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { heldValues, type LocalCloud, startLocalCloud, until } from '../../tools/local/index.ts';

const project = join(import.meta.dirname, '../../tools/local/fixture');
const local = join(import.meta.dirname, '../../.local');
let dir: string;
let cloud: LocalCloud;
let state: Record<string, string>;
let service: Record<string, string>;
let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(local, { recursive: true });
  dir = await mkdtemp(join(local, 'e2e-'));
  cloud = await startLocalCloud({ dir, port: 0, project, quiet: true });
  state = cloud.outputs.LocalFixtureState!;
  service = cloud.outputs.LocalFixtureService!;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  settings = { endpoint: cloud.endpoint, region: cloud.region, credentials };
});

afterAll(async () => {
  await cloud?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Runs an operation inside the Reader function, under its role. */
async function asReader(
  operation: string,
  input: object = {},
): Promise<{ ok: boolean; error?: string; blob?: string }> {
  const client = new LambdaClient(settings);
  const payload = Buffer.from(JSON.stringify({ operation, ...input }));
  const answer = await client.send(new InvokeCommand({ FunctionName: service.ReaderName, Payload: payload }));
  return JSON.parse(Buffer.from(answer.Payload!).toString());
}

describe('IAM', () => {
  test('a role does what its policies allow, for the leading keys that they name, and nothing else', async () => {
    expect(await asReader('put', { pk: 'reader#1' })).toEqual({ ok: true });
    expect(await asReader('put', { pk: 'other#1' })).toEqual({ ok: false, error: 'AccessDeniedException' });
  });

  test('each item of a transaction is decided by its own leading key', async () => {
    expect(await asReader('transact', { pks: ['reader#2', 'reader#3'] })).toEqual({ ok: true });
    expect(await asReader('transact', { pks: ['reader#2', 'other#3'] })).toMatchObject({ ok: false });
  });

  test('a permissions boundary denies what the policy allows', async () => {
    expect(await asReader('remove', { pk: 'reader#1' })).toEqual({ ok: false, error: 'AccessDeniedException' });
  });

  test('a policy on the stream denies what the role may do', async () => {
    expect(await asReader('stream')).toEqual({ ok: false, error: 'AccessDeniedException' });
  });

  test('the encryption context is a condition key', async () => {
    expect(await asReader('wrap', { context: { program: 'fixture' } })).toMatchObject({ ok: true });
    expect(await asReader('wrap', { context: { program: 'another' } })).toMatchObject({ ok: false });
    expect(await asReader('wrap', {})).toMatchObject({ ok: false });
  });
});

describe('KMS', () => {
  const context = { program: 'fixture' };

  test('opens what it sealed, refuses another context, and a flipped byte', async () => {
    const sealed = await asReader('wrap', { context });
    const flipped = Buffer.from(sealed.blob!, 'base64');
    flipped[flipped.length - 1]! ^= 1;

    expect(await asReader('unwrap', { blob: sealed.blob, context })).toMatchObject({ ok: true });
    expect(await asReader('unwrap', { blob: sealed.blob, context: { ...context, more: '1' } })).toMatchObject({
      error: 'InvalidCiphertextException',
    });
    expect(await asReader('unwrap', { blob: flipped.toString('base64'), context })).toMatchObject({
      error: 'InvalidCiphertextException',
    });
  });

  test('re-encrypts under another context', async () => {
    const kms = new KMSClient(settings);
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: state.KeyName, Plaintext: Buffer.from('x'), EncryptionContext: context }),
    );
    const moved = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob,
        SourceEncryptionContext: context,
        DestinationKeyId: state.KeyName,
        DestinationEncryptionContext: { to: 'b' },
      }),
    );
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { to: 'b' } }),
    );
    expect(Buffer.from(opened.Plaintext!).toString()).toBe('x');
  });
});

describe('Kinesis event source', () => {
  const put = async (text: string) =>
    new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() }).send(
      new PutRecordCommand({ StreamName: state.StreamName, PartitionKey: 'one', Data: Buffer.from(text) }),
    );
  const count = async (text: string) => {
    const key = { pk: { S: 'record' }, sk: { S: text } };
    const { Item } = await new DynamoDBClient(settings).send(
      new GetItemCommand({ TableName: state.TableName, Key: key, ConsistentRead: true }),
    );
    return Number(Item?.count?.N ?? 0);
  };

  test('a partial batch response is repeated from the failed record on; none is lost, none done twice', async () => {
    for (const text of ['a1', 'a2', 'once-a3', 'a4', 'a5']) await put(text);

    expect(await until(async () => (await count('a5')) > 0, 120_000, 100)).toBe(true);
    expect(await Promise.all(['a1', 'a2', 'once-a3', 'a4', 'a5'].map(count))).toEqual([1, 1, 1, 1, 1]);
  });

  test('a record that always fails is discarded after its retries, and its metadata sent to the queue', async () => {
    for (const text of ['b1', 'fail-b2', 'b3']) await put(text);

    expect(await until(async () => (await count('b3')) > 0, 120_000, 100)).toBe(true);
    const queue = new SQSClient(settings);
    const message = await until(async () => {
      const { Messages } = await queue.send(new ReceiveMessageCommand({ QueueUrl: service.FailuresName }));
      return Messages?.[0]?.Body;
    }, 120_000);
    const document = JSON.parse(message!);
    expect(document.requestContext.condition).toBe('RetryAttemptsExhausted');
    expect(document.KinesisBatchInfo.batchSize).toBe(1);
    expect(message).not.toContain('fail-b2');
    expect(message).not.toContain(Buffer.from('fail-b2').toString('base64'));
  });

  test('the stream is read as the function role', async () => {
    const reads = (await cloud.trail()).filter((record) => record.eventName === 'GetRecords');
    expect(reads.length).toBeGreaterThan(0);
    expect(new Set(reads.map((record) => record.userIdentity.sessionContext?.sessionIssuer.userName))).toEqual(
      new Set([expect.stringMatching(/Consumer/)]),
    );
  });
});

test('a function answers as many calls at a time as are reserved for it, and refuses the others', async () => {
  const lambda = new LambdaClient({ ...settings, maxAttempts: 1 });
  const call = () =>
    lambda
      .send(new InvokeCommand({ FunctionName: service.ReaderName, Payload: Buffer.from('{"operation":"none"}') }))
      .then(() => 'answered')
      .catch((error: Error) => error.name);

  const answers = await Promise.all(Array.from({ length: 30 }, call));

  expect(new Set(answers)).toEqual(new Set(['answered', 'TooManyRequestsException']));
  expect(answers.filter((answer) => answer === 'answered').length).toBeGreaterThanOrEqual(5);
  expect(await call()).toBe('answered');
});

describe('logs', () => {
  test('a function that throws logs the error under its name, in the log group that it was given', async () => {
    const lambda = new LambdaClient(settings);
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: service.ReaderName, Payload: Buffer.from('{"operation":"none"}') }),
    );
    expect(JSON.parse(Buffer.from(answer.Payload!).toString())).toEqual({ ok: false, error: 'TypeError' });
    const failed = await lambda.send(
      new InvokeCommand({ FunctionName: service.ReaderName, Payload: Buffer.from('null') }),
    );
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(Buffer.from(failed.Payload!).toString())).toMatchObject({
      errorType: 'TypeError',
      errorMessage: expect.any(String),
      trace: expect.any(Array),
    });

    const lines = await cloud.logs(service.ReaderName!);
    expect(lines.filter((line) => line.includes('Invoke Error'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^REPORT/);
  });
});

describe('Step Functions', () => {
  async function run(input: object): Promise<{ status: string; states: unknown }> {
    const client = new SFNClient(settings);
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: service.MachineName, input: JSON.stringify(input) }),
    );
    const ended = await until(async () => {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status !== 'RUNNING' && execution;
    }, 120_000);
    return { status: ended?.status ?? 'never ended', states: ended?.error };
  }

  test('a task token is answered', async () => {
    expect(await run({ fail: '' })).toEqual({ status: 'SUCCEEDED', states: undefined });
  });

  test('a function that fails while its token is waited for fails the task, under its own name', async () => {
    expect(await run({ fail: 'ApprovalRefused' })).toMatchObject({ status: 'SUCCEEDED' }); // caught by that name
    expect(await run({ fail: 'SomethingElse' })).toMatchObject({ status: 'FAILED', states: 'SomethingElse' });
  });

  test('what it invokes is recorded under the role of the state machine', async () => {
    const invoked = (await cloud.trail()).filter((record) => record.userIdentity.invokedBy === 'states.amazonaws.com');
    expect(invoked.length).toBeGreaterThan(0);
    expect(invoked[0]).toMatchObject({
      eventName: 'Invoke',
      additionalEventData: { iam: [{ action: 'lambda:InvokeFunction', decision: 'allowed' }] },
    });
  });
});

describe('HTTP API', () => {
  test('a token of the user pool is let in, none and another are not, and CORS is answered', async () => {
    const users = new CognitoIdentityProviderClient(settings);
    const user = { UserPoolId: state.PoolName, Username: 'ada' };
    await users.send(new AdminCreateUserCommand(user));
    await users.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Correct-horse-7', Permanent: true }));
    const { AuthenticationResult } = await users.send(
      new AdminInitiateAuthCommand({
        UserPoolId: state.PoolName,
        ClientId: state.ClientName,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'Correct-horse-7' },
      }),
    );
    const ask = (token?: string) =>
      fetch(`${service.ApiName}/who`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
    const token = AuthenticationResult!.IdToken!;

    const good = await ask(token);
    expect([good.status, (await ask()).status, (await ask(`${token.slice(0, -8)}AAAAAAAA`)).status]).toEqual([
      200, 401, 401,
    ]);
    expect(await good.json()).toHaveProperty('user');
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'GET' };
    const preflight = await fetch(`${service.ApiName}/who`, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.org');
  });
});

describe('the trail', () => {
  test('names what is changed as CloudTrail does, also where the emulator knows no action for it', async () => {
    const lambda = new LambdaClient(settings);
    const UUID = '12345678-1234-1234-1234-123456789012';
    const Role = 'arn:aws:iam::000000000000:role/somebody';
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 })).catch(() => undefined);
    const Code = { ZipFile: Buffer.from('504b0506000000000000000000000000000000000000', 'hex') };
    const made = { FunctionName: 'borrowed', Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code } as const;
    // Refused, since there is no such role: attempts are told as well.
    await lambda.send(new CreateFunctionCommand(made)).catch(() => undefined);
    lambda.destroy();

    const named = (await cloud.trail()).map(({ eventName, requestParameters }) => ({ eventName, requestParameters }));

    expect(named).toContainEqual({ eventName: 'UpdateEventSourceMapping', requestParameters: { uUID: UUID } });
    expect(named).toContainEqual({
      eventName: 'CreateFunction',
      requestParameters: { functionName: 'borrowed', role: Role },
    });
  });

  test('names caller, action, resources and decision, and holds no content', async () => {
    const secret = 'content-of-an-item';
    const item = { pk: { S: 'trail' }, sk: { S: 'x' }, text: { S: secret } };
    await new DynamoDBClient(settings).send(new PutItemCommand({ TableName: state.TableName, Item: item }));
    await asReader('put', { pk: 'other#9' });

    const records = await cloud.trail();
    const mine = records.findLast((record) => record.eventName === 'PutItem' && record.userIdentity.type === 'Root');
    expect(mine).toMatchObject({
      eventSource: 'dynamodb.amazonaws.com',
      requestParameters: { tableName: state.TableName },
      eventCategory: 'Data',
    });
    const denied = records.findLast((record) => record.eventName === 'PutItem' && record.errorCode !== undefined);
    expect(denied).toMatchObject({
      errorCode: 'AccessDeniedException',
      userIdentity: {
        type: 'AssumedRole',
        sessionContext: { sessionIssuer: { userName: expect.stringMatching(/Reader/) } },
      },
      additionalEventData: {
        iam: [{ action: 'dynamodb:PutItem', resource: expect.stringContaining(state.TableName!), decision: 'denied' }],
      },
    });
    expect(JSON.stringify(records)).not.toContain(secret);
  });
});

describe('faults', () => {
  const dynamodb = () => new DynamoDBClient({ ...settings, maxAttempts: 1 });
  const transaction = () =>
    dynamodb().send(
      new TransactWriteItemsCommand({
        TransactItems: ['f1', 'f2'].map((pk) => ({
          Put: { TableName: state.TableName, Item: { pk: { S: pk }, sk: { S: 'x' } } },
        })),
      }),
    );

  test('a transaction meets a conflict on the item that the rule names, on its second call', async () => {
    await cloud.faults({
      seed: 1,
      rules: [
        { match: { service: 'dynamodb', action: 'TransactWriteItems' }, when: { nth: [2] }, effect: { conflict: [1] } },
      ],
    });

    await transaction();
    await expect(transaction()).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    await transaction();
    expect(await cloud.faultCounts()).toEqual([{ matched: 3, struck: 1 }]);
  });

  test('a connection is closed before or after the call was executed', async () => {
    const drop = async (when: 'before' | 'after', pk: string) => {
      await cloud.faults({ rules: [{ match: { action: 'PutItem' }, times: 1, effect: { drop: when } }] });
      const put = new PutItemCommand({ TableName: state.TableName, Item: { pk: { S: pk }, sk: { S: 'x' } } });
      await expect(dynamodb().send(put)).rejects.toThrow(/socket hang up|ECONNRESET/);
      const get = new GetItemCommand({ TableName: state.TableName, Key: { pk: { S: pk }, sk: { S: 'x' } } });
      return (await dynamodb().send(get)).Item !== undefined;
    };

    expect(await drop('before', 'dropped-1')).toBe(false);
    expect(await drop('after', 'dropped-2')).toBe(true);
  });

  test('throttling and server errors have the names that the SDK repeats; a typo is refused', async () => {
    await cloud.faults({ rules: [{ match: { service: 'kms' }, effect: { throttle: true } }] });
    const kms = new KMSClient({ ...settings, maxAttempts: 1 });
    await expect(
      kms.send(new EncryptCommand({ KeyId: state.KeyName, Plaintext: Buffer.from('x') })),
    ).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await expect(cloud.faults({ rules: [{ effect: { throtle: true } as object }] })).rejects.toThrow(/throtle/);
    await cloud.faults({ rules: [] });
  });
});

describe('CloudFormation', () => {
  const topic = { Type: 'AWS::SNS::Topic', Properties: {} };
  const policy = (ManagedPolicyName: string) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName,
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }] },
    },
  });
  const gives = (Name: string) => ({ Outputs: { Given: { Value: 'a value', Export: { Name } } } });

  test.each([
    [
      'an export that another stack imports',
      { Resources: { Topic: topic }, ...gives('given') },
      { Resources: { Topic: topic } },
      'Export given cannot be deleted as it is in use by takes',
    ],
    [
      'a name of a policy that another resource of the stack has, until that one is gone',
      { Resources: { Plane: policy('named') }, ...gives('given') },
      { Resources: { Role: policy('named') }, ...gives('given') },
      'A policy called named already exists',
    ],
  ])('an update cannot take %s', async (_what, before, after, why) => {
    const client = new CloudFormationClient(settings);
    const named = { StackName: 'gives' };
    const body = (of: object) => JSON.stringify(of);
    await client.send(
      new CreateStackCommand({ ...named, TemplateBody: body(before), Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    );
    await settled(client, 'gives');
    const taking = { ...topic, Properties: { DisplayName: { 'Fn::ImportValue': 'given' } } };
    await client.send(
      new CreateStackCommand({ StackName: 'takes', TemplateBody: body({ Resources: { Topic: taking } }) }),
    );
    await settled(client, 'takes');

    await client.send(
      new UpdateStackCommand({ ...named, TemplateBody: body(after), Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    );

    expect(await settled(client, 'gives')).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { StackEvents } = await client.send(new DescribeStackEventsCommand(named));
    expect(StackEvents!.map(({ ResourceStatusReason }) => ResourceStatusReason).join('\n')).toContain(why);
    for (const StackName of ['takes', 'gives']) {
      await client.send(new DeleteStackCommand({ StackName }));
      await settled(client, StackName);
    }
  });

  const settled = (client: CloudFormationClient, StackName: string) =>
    until(
      async () => {
        const { Stacks = [] } = await client.send(new DescribeStacksCommand({})).catch(() => ({ Stacks: [] }));
        const status = Stacks.find((one) => one.StackName === StackName)?.StackStatus ?? 'DELETE_COMPLETE';
        return !status.endsWith('_IN_PROGRESS') && status;
      },
      20_000,
      100,
    );
});

describe('a snapshot', () => {
  test('holds what was stored, what waits in queues, and what was logged', async () => {
    const marker = `marker-${process.pid}`;
    const put = new PutItemCommand({ TableName: state.TableName, Item: { pk: { S: marker }, sk: { S: 'x' } } });
    await new DynamoDBClient(settings).send(put);
    const target = join(dir, 'snapshot');

    await cloud.snapshot(target);

    const found = new Set<string>();
    for await (const value of heldValues(target)) {
      if (value.bytes.includes(marker)) found.add(value.path.split('/').at(-1)!.split('.')[0]!);
      if (value.bytes.includes('Invoke Error')) found.add('log');
    }
    expect([...found].sort()).toEqual(expect.arrayContaining(['dynamodb', 'log', 'memory:dynamodb']));
  });
});
