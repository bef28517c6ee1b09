import {
  GetAccessGrantsInstanceResourcePolicyCommand,
  type ListAccessGrantEntry,
  ListAccessGrantsCommand,
  ListAccessGrantsInstancesCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { isUnread, type Row } from '../inventory.ts';
import { documentOf, field, type Place, type Reader } from './collector.ts';

/** S3 Access Grants: at most one instance a Region of an account, and whom it lets at which places. */
export const readAccessGrants: Reader<'access-grants'> = (at) => async (after) => {
  const client = at.client(S3ControlClient);
  const AccountId = at.account;
  const found = await at.must('s3:ListAccessGrantsInstances', () =>
    client.send(new ListAccessGrantsInstancesCommand({ AccountId, MaxResults: 100, ...field('NextToken', after) })),
  );
  const rows = await at.each(
    found.AccessGrantsInstancesList ?? [],
    ({ AccessGrantsInstanceArn }) => AccessGrantsInstanceArn!,
    async ({ AccessGrantsInstanceArn }): Promise<Row<'access-grants'>[]> => {
      const policy = await at.ask(
        's3:GetAccessGrantsInstanceResourcePolicy',
        () => client.send(new GetAccessGrantsInstanceResourcePolicyCommand({ AccountId })),
        'NoSuchAccessGrantsInstanceResourcePolicy',
        'NoSuchAccessGrantsResourcePolicy',
      );
      return [
        {
          row: 'access-grants',
          arn: AccessGrantsInstanceArn!,
          account: at.account,
          region: at.region,
          ...field('policy', isUnread(policy) ? policy : documentOf(policy?.Policy)),
          grants: await grantsOf(at, client),
        },
      ];
    },
  );
  return { rows, ...field('next', found.NextToken) };
};

async function grantsOf(at: Place<'access-grants'>, client: S3ControlClient): Promise<Row<'access-grants'>['grants']> {
  const grants: Exclude<Row<'access-grants'>['grants'], { unknown: string }> = [];
  for (let next: string | undefined; ; ) {
    const page = await at.ask('s3:ListAccessGrants', () =>
      client.send(
        new ListAccessGrantsCommand({ AccountId: at.account, MaxResults: 1000, ...field('NextToken', next) }),
      ),
    );
    if (isUnread(page)) return page;
    for (const one of page?.AccessGrantsList ?? []) {
      const grant = grantOf(one);
      if (!grant) return { unknown: 'a grant that the format has no word for' };
      grants.push(grant);
    }
    next = page?.NextToken;
    if (next === undefined) return grants;
  }
}

const PERMISSIONS = ['READ', 'WRITE', 'READWRITE'] as const;

function grantOf({ Grantee, GrantScope, Permission }: ListAccessGrantEntry) {
  const permission = PERMISSIONS.find((one) => one === Permission);
  const { GranteeIdentifier: grantee } = Grantee ?? {};
  if (!permission || grantee === undefined || GrantScope === undefined) return undefined;
  return { grantee, scope: GrantScope, permission };
}
