import { randomBytes } from 'node:crypto';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { SluiceError } from '../shared/errors.ts';
import { type AgentCredentials, SESSION_SECONDS } from './agent-credentials.ts';

export interface AwsAgentCredentialsOptions {
  sts: STSClient;
  /** ARN of the role that agents take. */
  role: string;
  stream: string;
  region: string;
  /** What agents are told on, and what the names of their connections begin with. @default they are not told */
  push?: { topic: string; clients: string } | undefined;
}

/** Needs `sts:AssumeRole` on the role. The session may do what the role may, and of that only puts on the stream and listens to the topic. */
export function awsAgentCredentials({ sts, role, stream, region, push }: AwsAgentCredentialsOptions): AgentCredentials {
  const [, partition, , , account] = role.split(':');
  const iot = `arn:${partition}:iot:${region}:${account}`;
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['kinesis:PutRecord', 'kinesis:PutRecords'],
        Resource: `arn:${partition}:kinesis:${region}:${account}:stream/${stream}`,
      },
      {
        // The stream is encrypted: who puts needs a data key of its KMS key, through Kinesis alone. Which key that is, the
        // role's own policy says.
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': `kinesis.${region}.amazonaws.com` } },
      },
      ...(push
        ? [
            { Effect: 'Allow', Action: 'iot:Connect', Resource: `${iot}:client/${push.clients}*` },
            { Effect: 'Allow', Action: 'iot:Subscribe', Resource: `${iot}:topicfilter/${push.topic}` },
            { Effect: 'Allow', Action: 'iot:Receive', Resource: `${iot}:topic/${push.topic}` },
          ]
        : []),
    ],
  });
  return {
    async issue() {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: role,
          // CloudTrail shows it beside the address of each call: of nobody, so that the one tells nothing of the other.
          RoleSessionName: `agent-${randomBytes(12).toString('hex')}`,
          DurationSeconds: SESSION_SECONDS,
          Policy: policy,
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
        throw new SluiceError('STS gave no credentials');
      }
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration.getTime(),
      };
    },
  };
}
