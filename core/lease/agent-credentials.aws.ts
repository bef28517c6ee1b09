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
}

/** Needs `sts:AssumeRole` on the role. The session may do what the role may, and of that only puts on the stream. */
export function awsAgentCredentials({ sts, role, stream, region }: AwsAgentCredentialsOptions): AgentCredentials {
  const [, partition, , , account] = role.split(':');
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
