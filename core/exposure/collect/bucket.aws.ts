import {
  type Bucket,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type Grant,
  type LifecycleRule,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ObjectLockConfiguration,
  S3Client,
} from '@aws-sdk/client-s3';
import { isUnread, type Row, type Unread } from '../inventory.ts';
import { blockOf } from './account.aws.ts';
import { documentOf, field, type Place, type Reader, tagsOf } from './collector.ts';
import { keyArn } from './key-arn.aws.ts';
import { SAMPLE_ACTION } from './kinds.ts';

type Here = Place<'bucket'>;
type BucketRow = Row<'bucket'>;

/** All of the account's, in whatever Region they are: their names are of no Region. */
export const readBuckets: Reader<'bucket'> = (at) => async (after) => {
  const client = at.client(S3Client);
  const found = await at.must('s3:ListAllMyBuckets', () =>
    client.send(new ListBucketsCommand({ MaxBuckets: 100, ...field('ContinuationToken', after) })),
  );
  const rows = await at.each(
    found.Buckets ?? [],
    ({ Name }) => `arn:${at.partition}:s3:::${Name}`,
    async (bucket) => [await bucketRow(at, bucket)],
  );
  return { rows, ...field('next', found.ContinuationToken) };
};

async function bucketRow(at: Here, { Name, BucketRegion }: Bucket): Promise<BucketRow> {
  const Bucket = Name!;
  const region = BucketRegion ?? (await locationOf(at, Bucket));
  const client = at.client(S3Client, region);
  const policy = await at.ask(
    's3:GetBucketPolicy',
    () => client.send(new GetBucketPolicyCommand({ Bucket })),
    'NoSuchBucketPolicy',
  );
  const acl = await at.ask('s3:GetBucketAcl', () => client.send(new GetBucketAclCommand({ Bucket })));
  const owned = await at.ask(
    's3:GetBucketOwnershipControls',
    () => client.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    'OwnershipControlsNotFoundError',
  );
  const block = await at.ask(
    's3:GetBucketPublicAccessBlock',
    () => client.send(new GetPublicAccessBlockCommand({ Bucket })),
    'NoSuchPublicAccessBlockConfiguration',
  );
  const tags = await at.ask(
    's3:GetBucketTagging',
    () => client.send(new GetBucketTaggingCommand({ Bucket })),
    'NoSuchTagSet',
  );
  const sample = at.sample > 0 ? await sampleOf(at, client, Bucket) : undefined;
  const ownership = isUnread(owned) ? owned : owned?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  return {
    row: 'bucket',
    arn: `arn:${at.partition}:s3:::${Bucket}`,
    account: at.account,
    region,
    ...field('policy', isUnread(policy) ? policy : documentOf(policy?.Policy)),
    ...field('acl', isUnread(acl) ? acl : grantsOf(acl?.Grants)),
    // Buckets of before there were such controls have none, and obey ACLs.
    aclsDisabled: isUnread(ownership) ? ownership : ownership === 'BucketOwnerEnforced',
    ...field('publicAccessBlock', isUnread(block) ? block : blockOf(block?.PublicAccessBlockConfiguration)),
    ...field('key', await keyOf(at, client, Bucket, region)),
    ...field('tags', isUnread(tags) ? tags : tagsOf(tags?.TagSet)),
    ...field('retention', await retentionOf(at, client, Bucket)),
    ...field('sample', sample),
  };
}

async function locationOf(at: Here, Bucket: string): Promise<string> {
  const client = at.client(S3Client);
  const { LocationConstraint } = await at.must('s3:GetBucketLocation', () =>
    client.send(new GetBucketLocationCommand({ Bucket })),
  );
  // As S3 has it since there was one Region, and since there were two.
  if (LocationConstraint === 'EU') return 'eu-west-1';
  return LocationConstraint || 'us-east-1';
}

const GROUP = 'http://acs.amazonaws.com/groups/';
/** @returns unknown: somebody is named who cannot be told */
function grantsOf(grants: Grant[] | undefined): BucketRow['acl'] {
  const told: { grantee: string; permission: 'READ' }[] = [];
  for (const { Grantee, Permission } of grants ?? []) {
    const grantee =
      Grantee?.ID ?? (Grantee?.URI?.startsWith(GROUP) ? Grantee.URI.split('/').at(-1) : Grantee?.EmailAddress);
    if (!grantee || !Permission) return { unknown: 'the ACL names somebody in a way that is not known' };
    told.push({ grantee, permission: Permission as 'READ' });
  }
  return told.length > 0 ? told : undefined;
}

async function keyOf(at: Here, client: S3Client, Bucket: string, region: string): Promise<BucketRow['key']> {
  const found = await at.ask(
    's3:GetEncryptionConfiguration',
    () => client.send(new GetBucketEncryptionCommand({ Bucket })),
    'ServerSideEncryptionConfigurationNotFoundError',
  );
  if (isUnread(found)) return found;
  const { SSEAlgorithm, KMSMasterKeyID } =
    found?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault ?? {};
  if (!SSEAlgorithm?.startsWith('aws:kms')) return undefined;
  return keyArn(at, KMSMasterKeyID ?? 'alias/aws/s3', region);
}

async function sampleOf(at: Here, client: S3Client, Bucket: string): Promise<string[] | undefined> {
  const found = await at.ask(SAMPLE_ACTION, () =>
    client.send(new ListObjectsV2Command({ Bucket, MaxKeys: at.sample })),
  );
  const names = isUnread(found) ? [] : (found?.Contents ?? []).map(({ Key }) => Key!);
  return names.length > 0 ? names : undefined;
}

async function retentionOf(at: Here, client: S3Client, Bucket: string): Promise<BucketRow['retention']> {
  const rules = await at.ask(
    's3:GetLifecycleConfiguration',
    () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    'NoSuchLifecycleConfiguration',
  );
  const lock = await at.ask(
    's3:GetBucketObjectLockConfiguration',
    () => client.send(new GetObjectLockConfigurationCommand({ Bucket })),
    'ObjectLockConfigurationNotFoundError',
  );
  return retained(
    rules && (isUnread(rules) ? rules : rules.Rules),
    lock && (isUnread(lock) ? lock : lock.ObjectLockConfiguration),
  );
}

/** How long an object stays: as the lifecycle of the whole bucket says, and never shorter than the lock. */
function retained(
  rules: LifecycleRule[] | Unread | undefined,
  lock: ObjectLockConfiguration | Unread | undefined,
): BucketRow['retention'] {
  if (isUnread(rules)) return rules;
  const ends = (rules ?? []).filter(({ Status, ...rule }) => Status === 'Enabled' && isOfAll(rule));
  const days = ends.flatMap(({ Expiration }) => (Expiration?.Days === undefined ? [] : [Expiration.Days]));
  const dates = ends.flatMap(({ Expiration }) => (Expiration?.Date === undefined ? [] : [Expiration.Date.getTime()]));
  if (days.length === 0) return dates.length > 0 ? { until: Math.min(...dates) } : undefined;
  if (isUnread(lock)) return lock;
  const { Days = 0, Years = 0 } = lock?.Rule?.DefaultRetention ?? {};
  return { days: Math.max(Math.min(...days), Days + Years * 365) };
}

function isOfAll({ Filter, Prefix }: Pick<LifecycleRule, 'Filter' | 'Prefix'>): boolean {
  const { Prefix: filtered = '', ...others } = Filter ?? {};
  return (Prefix ?? '') === '' && filtered === '' && Object.values(others).every((one) => one === undefined);
}
