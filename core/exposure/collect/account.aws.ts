import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  OrganizationsClient,
  type PolicyType,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { type Attached, isUnread, type Row, type Unread } from '../inventory.ts';
import { documentOf, field, type Place, type Reader } from './collector.ts';

type Here = Place<'account'>;
type Account = Row<'account'>;

/** The account, its place in the organization, and what the organization says about it where that may be asked. */
export const readAccount: Reader<'account'> = (at) => async () => {
  const iam = at.client(IAMClient);
  const s3 = at.client(S3Client);
  const control = at.client(S3ControlClient);
  const aliases = await at.ask('iam:ListAccountAliases', () => iam.send(new ListAccountAliasesCommand({})));
  const buckets = await at.ask('s3:ListAllMyBuckets', () => s3.send(new ListBucketsCommand({ MaxBuckets: 1 })));
  const block = await at.ask(
    's3:GetAccountPublicAccessBlock',
    () => control.send(new GetPublicAccessBlockCommand({ AccountId: at.account })),
    'NoSuchPublicAccessBlockConfiguration',
  );
  const row: Account = {
    row: 'account',
    id: at.account,
    ...(aliases && !isUnread(aliases) && field('name', aliases.AccountAliases?.[0])),
    ...(buckets && !isUnread(buckets) && field('canonicalId', buckets.Owner?.ID)),
    ...field('publicAccessBlock', isUnread(block) ? block : blockOf(block?.PublicAccessBlockConfiguration)),
    ...(await organizationOf(at)),
  };
  return { rows: [row] };
};

export const blockOf = (
  block: { IgnorePublicAcls?: boolean | undefined; RestrictPublicBuckets?: boolean | undefined } | undefined,
): { ignoreAcls: boolean; restrictBuckets: boolean } | undefined =>
  block && { ignoreAcls: block.IgnorePublicAcls === true, restrictBuckets: block.RestrictPublicBuckets === true };

async function organizationOf(at: Here): Promise<Pick<Account, 'organization' | 'serviceControl' | 'resourceControl'>> {
  const client = at.client(OrganizationsClient);
  const found = await at.ask(
    'organizations:DescribeOrganization',
    () => client.send(new DescribeOrganizationCommand({})),
    'AWSOrganizationsNotInUseException',
  );
  if (found === undefined) return {};
  // Whether there is one is itself unknown, and with it what it forbids.
  if (isUnread(found)) return { serviceControl: found, resourceControl: found };
  const { Id, MasterAccountId } = found.Organization ?? {};
  const isManagement = MasterAccountId === at.account;
  const levels = await levelsOf(at, client);
  const path = isUnread(levels) ? undefined : `${[Id, ...levels.slice(0, -1)].join('/')}/`;
  const attached = async (kind: PolicyType) => (isUnread(levels) ? levels : policiesOn(at, client, levels, kind));
  return {
    organization: { id: Id!, ...field('path', path), ...(isManagement && { management: true }) },
    serviceControl: await attached('SERVICE_CONTROL_POLICY'),
    resourceControl: await attached('RESOURCE_CONTROL_POLICY'),
  };
}

/** Root, units, account: ids. */
async function levelsOf(at: Here, client: OrganizationsClient): Promise<string[] | Unread> {
  const levels = [at.account];
  for (;;) {
    const child = levels[0]!;
    const answer = await at.ask('organizations:ListParents', () =>
      client.send(new ListParentsCommand({ ChildId: child })),
    );
    if (isUnread(answer)) return answer;
    const parent = answer?.Parents?.[0];
    if (!parent?.Id) return levels;
    levels.unshift(parent.Id);
    if (parent.Type === 'ROOT') return levels;
  }
}

async function policiesOn(
  at: Here,
  client: OrganizationsClient,
  levels: readonly string[],
  Filter: PolicyType,
): Promise<Attached[][] | Unread> {
  const all: Attached[][] = [];
  for (const TargetId of levels) {
    const ids = await at.ask('organizations:ListPoliciesForTarget', async () => {
      const found: { id: string; name: string }[] = [];
      for await (const { Policies = [] } of paginateListPoliciesForTarget({ client }, { TargetId, Filter })) {
        for (const { Id, Name } of Policies) found.push({ id: Id!, name: Name ?? Id! });
      }
      return found;
    });
    if (isUnread(ids)) return ids;
    const level: Attached[] = [];
    for (const { id, name } of ids ?? []) {
      const answer = await at.ask('organizations:DescribePolicy', () =>
        client.send(new DescribePolicyCommand({ PolicyId: id })),
      );
      level.push({ name, document: isUnread(answer) ? answer : (documentOf(answer?.Policy?.Content) ?? '') });
    }
    all.push(level);
  }
  return all;
}
