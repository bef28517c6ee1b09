import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Outcome } from '../../../core/access-log/access-log.ts';
import { type Act, nameOf } from './acts.ts';
import type { Settings } from './cloud-account.ts';
import type { Plan } from './plan.ts';

/** An act that came out otherwise than planned: what a report is held against would be wrong. */
class NotAsPlanned extends Error {}

/** People look, each with credentials of their own; what a policy says decides what comes of it. @throws NotAsPlanned */
export async function carryOut(settings: Settings, plan: Plan, acts: readonly Act[]): Promise<void> {
  const credentials = new Map<string, Settings['credentials']>();
  for (const act of acts) {
    const name = nameOf(plan, act.who);
    const own = credentials.get(name) ?? (await credentialsOf(settings, plan, act.who));
    credentials.set(name, own);
    const outcome = await looked({ ...settings, credentials: own }, plan, act.on);
    if (outcome !== act.outcome)
      throw new NotAsPlanned(`what ${name} did was ${outcome}, and planned as ${act.outcome}`);
  }
}

/** For a session of a role; `settings` are of somebody who may take it. */
export async function sessionOf(settings: Settings, RoleArn: string, RoleSessionName: string) {
  const sts = new STSClient(settings);
  const { Credentials: of } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  sts.destroy();
  return { accessKeyId: of!.AccessKeyId!, secretAccessKey: of!.SecretAccessKey!, sessionToken: of!.SessionToken! };
}

async function credentialsOf(settings: Settings, { arn }: Plan, who: Act['who']): Promise<Settings['credentials']> {
  if ('role' in who) return sessionOf(settings, arn.role(who.role), who.session);
  const iam = new IAMClient(settings);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: who.user }));
  iam.destroy();
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

async function looked(own: Settings, plan: Plan, on: Act['on']): Promise<Outcome> {
  try {
    await ('bucket' in on ? objectRead(own, on) : personRead(own, plan, on));
    return 'done';
  } catch (error) {
    if (/AccessDenied/.test((error as Error).name)) return 'denied';
    throw error;
  }
}

async function objectRead(own: Settings, { bucket, object }: { bucket: string; object: string }): Promise<void> {
  const s3 = new S3Client({ ...own, forcePathStyle: true });
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: object }));
    await Body!.transformToByteArray();
  } finally {
    s3.destroy();
  }
}

/** Row, wrapped key, and what unwraps it. */
async function personRead(
  own: Settings,
  { prefix, program }: Plan,
  { subject, segment, keyId }: { subject: string; segment: string; keyId: string },
): Promise<void> {
  const [ddb, kms] = [new DynamoDBClient(own), new KMSClient(own)];
  try {
    await ddb.send(
      new GetItemCommand({ TableName: `${prefix}-Index`, Key: { subject: { S: subject }, segment: { S: segment } } }),
    );
    const { Item } = await ddb.send(new GetItemCommand({ TableName: `${prefix}-Keys`, Key: { keyId: { S: keyId } } }));
    const EncryptionContext = { program, key: keyId };
    await kms.send(new DecryptCommand({ CiphertextBlob: Item!.wrapped!.B!, EncryptionContext }));
  } finally {
    ddb.destroy();
    kms.destroy();
  }
}
