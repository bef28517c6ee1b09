import type { AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { awsAgentCredentials } from './agent-credentials.aws.ts';

const UNTIL = Date.UTC(2026, 10, 25, 12);
const WHOLE = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret',
  SessionToken: 'token',
  Expiration: new Date(UNTIL + 900_000),
};
const ann = 'abcdefghijklmnopqrstuvwxyz';

/** STS that answers one thing, and keeps what it was asked. */
function setup({
  answer = { Credentials: WHOLE },
  partition = 'aws',
  push,
}: {
  answer?: object;
  partition?: string;
  push?: { topic: string; clients: string };
} = {}) {
  const asked: AssumeRoleCommandInput[] = [];
  const send = async ({ input }: { input: AssumeRoleCommandInput }) => {
    asked.push(input);
    return answer;
  };
  const credentials = awsAgentCredentials({
    sts: { send } as unknown as STSClient,
    role: `arn:${partition}:iam::123456789012:role/program-agent`,
    stream: 'frames',
    region: 'eu-central-1',
    push,
  });
  return { credentials, asked };
}

test.each(['aws', 'aws-cn', 'aws-us-gov'])(
  'a session may put on the one stream, by a data key of Kinesis, and do nothing else (%s)',
  async (partition) => {
    const { credentials, asked } = setup({ partition });
    await credentials.issue(ann, 'laptop', UNTIL, 0);

    expect(JSON.parse(asked[0]!.Policy!)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kinesis:PutRecord', 'kinesis:PutRecords'],
          Resource: `arn:${partition}:kinesis:eu-central-1:123456789012:stream/frames`,
        },
        {
          Effect: 'Allow',
          Action: 'kms:GenerateDataKey',
          Resource: '*',
          Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-central-1.amazonaws.com' } },
        },
      ],
    });
  },
);

test('and to listen, where agents are told: connect as one, subscribe to the topic and hear it, and say nothing', async () => {
  const { credentials, asked } = setup({ push: { topic: 'program/gate', clients: 'program-agent-' } });
  await credentials.issue(ann, 'laptop', UNTIL, 0);
  expect(JSON.parse(asked[0]!.Policy!).Statement.slice(2)).toEqual(
    [
      ['iot:Connect', 'client/program-agent-*'],
      ['iot:Subscribe', 'topicfilter/program/gate'],
      ['iot:Receive', 'topic/program/gate'],
    ].map(([Action, name]) => ({
      ...{ Effect: 'Allow', Action },
      Resource: `arn:aws:iot:eu-central-1:123456789012:${name}`,
    })),
  );
});

test('is of the role of agents, for 15 minutes, under a name of nobody, another each time', async () => {
  const { credentials, asked } = setup();

  const issued = await credentials.issue(ann, 'laptop', UNTIL, 0);
  await credentials.issue(ann, 'laptop', UNTIL, 0);

  expect(issued).toEqual({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: UNTIL + 900_000,
  });
  const RoleArn = 'arn:aws:iam::123456789012:role/program-agent';
  const name = expect.stringMatching(/^agent-[0-9a-f]{24}$/);
  const order = { RoleArn, RoleSessionName: name, DurationSeconds: 900, Policy: expect.any(String) };
  expect(asked).toEqual([order, order]);
  expect(asked[1]!.RoleSessionName).not.toBe(asked[0]!.RoleSessionName);
});

test.each([
  ['nothing at all', undefined],
  ['no key id', { ...WHOLE, AccessKeyId: undefined }],
  ['no secret', { ...WHOLE, SecretAccessKey: undefined }],
  ['no token: keys of somebody, for good', { ...WHOLE, SessionToken: undefined }],
  ['no end', { ...WHOLE, Expiration: undefined }],
])('an answer with %s is none', async (_, Credentials) => {
  const { credentials } = setup({ answer: { Credentials } });
  await expect(credentials.issue(ann, 'laptop', UNTIL, 0)).rejects.toThrow('STS gave no credentials');
});
