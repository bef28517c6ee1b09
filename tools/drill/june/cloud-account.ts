import { BatchDeleteTableCommand, CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { parallel } from '../../../core/shared/parallel.ts';
import { FINANCE, type Plan, POLICIES, type StageName } from './plan.ts';

/*
 * The plan as things of an account: users and groups, roles, buckets, a key, and tables in the catalog, made and changed by calls as people make
 * and change them.
 */

/** Of an account's administrator. */
export interface Settings {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export interface Account {
  /** Everything as it is at this stage; what is so already is left. */
  change(stage: StageName): Promise<void>;
  close(): void;
}

/** Calls at a time. */
const WIDTH = 8;
/** Tables after which it is told how far it is. */
const TOLD_EVERY = 5_000;
/** As Glue lets delete in one call. */
const DROPPED_AT_ONCE = 100;
const DAYS = 90;

export const rootOf = ({ account }: Pick<Plan, 'account'>): string => `arn:aws:iam::${account}:root`;
/** Roles of the drill are taken by the account's root; a right to take them nobody else has. */
export const trustOf = (plan: Pick<Plan, 'account'>): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: rootOf(plan) }, Action: 'sts:AssumeRole' }],
  });

export async function accountOf(settings: Settings, plan: Plan, progress: (line: string) => void): Promise<Account> {
  const iam = new IAMClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const glue = new GlueClient(settings);
  const kms = new KMSClient(settings);
  const { buckets, databases } = plan;
  const groups = { staff: `${plan.name}-staff`, contractors: `${plan.name}-contractors` };

  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Policy: JSON.stringify(plan.at('before', '*').keyPolicy) }),
  );
  const key = KeyMetadata!.Arn!;

  async function people(): Promise<void> {
    for (const [kind, names] of [
      [groups.staff, plan.staff],
      [groups.contractors, plan.contractors],
    ] as const) {
      await iam.send(new CreateGroupCommand({ GroupName: kind }));
      await parallel(names, WIDTH, async (UserName) => {
        await iam.send(new CreateUserCommand({ UserName }));
        await iam.send(new AddUserToGroupCommand({ GroupName: kind, UserName }));
      });
    }
    const PolicyDocument = JSON.stringify(plan.denies);
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: groups.contractors, PolicyName: 'no-storage', PolicyDocument }),
    );
    await parallel([...plan.analysts, plan.copier, plan.ops], WIDTH, (RoleName) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustOf(plan) })),
    );
  }

  async function bucket(Bucket: string, { keyed = false, ours = true } = {}): Promise<void> {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
    );
    if (!ours) return;
    const tags = { program: plan.program, 'data-class': 'derived' };
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'end', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: DAYS } }],
        },
      }),
    );
    if (keyed) {
      const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: key };
      await s3.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
        }),
      );
    }
  }

  async function storage(): Promise<void> {
    await bucket(buckets.derived, { keyed: true });
    await bucket(buckets.copy);
    await bucket(buckets.finance, { ours: false });
    await s3.send(new PutBucketPolicyCommand({ Bucket: buckets.finance, Policy: JSON.stringify(plan.financePolicy) }));
    for (const { bucket: Bucket, object: Key } of plan.objects) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: '{"time":1}\n' }));
    }
  }

  async function catalog(): Promise<void> {
    for (const Name of Object.values(databases)) {
      await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
    }
    const table = (DatabaseName: string, Name: string, place: string, columns: readonly string[]) =>
      glue.send(
        new CreateTableCommand({
          DatabaseName,
          TableInput: {
            Name,
            TableType: 'EXTERNAL_TABLE',
            StorageDescriptor: {
              Location: `s3://${place}/${Name}/`,
              Columns: columns.map((column) => ({ Name: column, Type: 'string' })),
            },
          },
        }),
      );
    await table(databases.finance, FINANCE, buckets.finance, ['salary']);
    let made = 0;
    await parallel(plan.tables, WIDTH, async ({ name, bucket: place, columns }) => {
      await table(databases.derived, name, place, columns);
      if (++made % TOLD_EVERY === 0) progress(`${made} of ${plan.tables.length} tables`);
    });
  }

  /** What of the catalog and of storage a stage has no more. */
  async function dropped(stage: StageName): Promise<void> {
    const { tables, isCopied } = plan.at(stage, key);
    const kept = new Set(tables);
    const names = plan.tables.filter((one) => !kept.has(one)).map(({ name }) => name);
    for (let at = 0; at < names.length; at += DROPPED_AT_ONCE) {
      const TablesToDelete = names.slice(at, at + DROPPED_AT_ONCE);
      await glue.send(new BatchDeleteTableCommand({ DatabaseName: databases.derived, TablesToDelete }));
    }
    if (isCopied) return;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: buckets.copy }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: buckets.copy, Key }));
    await s3.send(new DeleteBucketCommand({ Bucket: buckets.copy }));
  }

  const text = (document: object) => JSON.stringify(document);
  /** @param document none: it is taken away */
  async function ofRole(RoleName: string, PolicyName: string, document: object | undefined): Promise<void> {
    await (document
      ? iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text(document) }))
      : iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
  }
  async function ofStaff(document: object | undefined, was: object | undefined): Promise<void> {
    const named = { GroupName: groups.staff, PolicyName: POLICIES.staff };
    if (document) await iam.send(new PutGroupPolicyCommand({ ...named, PolicyDocument: text(document) }));
    else if (was) await iam.send(new DeleteGroupPolicyCommand(named));
  }
  async function ofDerived(document: object | undefined, was: object | undefined): Promise<void> {
    const Bucket = buckets.derived;
    if (document) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text(document) }));
    else if (was) await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  }

  let now: ReturnType<Plan['at']> | undefined;
  return {
    async change(stage) {
      const next = plan.at(stage, key);
      if (!now) {
        await people();
        await storage();
        await catalog();
      } else if (next.tables.length < now.tables.length) await dropped(stage);
      if (!isSame(now?.staffPolicy, next.staffPolicy)) await ofStaff(next.staffPolicy, now?.staffPolicy);
      if (!isSame(now?.derivedPolicy, next.derivedPolicy)) await ofDerived(next.derivedPolicy, now?.derivedPolicy);
      if (!isSame(now?.keyPolicy, next.keyPolicy)) {
        await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: text(next.keyPolicy) }));
      }
      if (!isSame(now?.copierPolicy, next.copierPolicy)) await ofRole(plan.copier, POLICIES.copier, next.copierPolicy);
      if (!isSame(now?.opsPolicy, next.opsPolicy)) await ofRole(plan.ops, POLICIES.ops, next.opsPolicy);
      now = next;
    },
    close() {
      for (const client of [iam, s3, glue, kms]) client.destroy();
    },
  };
}

const isSame = (a: object | undefined, b: object | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
