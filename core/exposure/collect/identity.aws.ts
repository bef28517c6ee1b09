import {
  type AttachedPolicy,
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  type ManagedPolicyDetail,
} from '@aws-sdk/client-iam';
import { type Attached, isUnread, type Row } from '../inventory.ts';
import { documentOf, field, type Page, type Place, type Reader, tagsOf } from './collector.ts';

/** Users, groups, roles and policies: one call of IAM gives them with all their documents. */

type Details = GetAccountAuthorizationDetailsCommandOutput;
/** The kinds that the one call answers for. */
type Kinds = 'group' | 'user' | 'role' | 'policy';

function details(at: Place<Kinds>, Filter: EntityType[], Marker: string | undefined): Promise<Details> {
  const client = at.client(IAMClient);
  return at.must('iam:GetAccountAuthorizationDetails', () =>
    client.send(new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: 100, ...field('Marker', Marker) })),
  );
}

const pageOf = (rows: Page['rows'], { IsTruncated, Marker }: Details): Page => ({
  rows,
  ...(IsTruncated && field('next', Marker)),
});

type Inline = { PolicyName?: string | undefined; PolicyDocument?: string | undefined };
const policiesOf = (inline: Inline[] | undefined, attached: AttachedPolicy[] | undefined): Attached[] => [
  ...(inline ?? []).map(({ PolicyName, PolicyDocument }) => ({
    ...field('name', PolicyName),
    document: documentOf(PolicyDocument, true) ?? '',
  })),
  ...(attached ?? []).map(({ PolicyArn }) => ({ ref: PolicyArn! })),
];

const boundaryOf = (boundary: { PermissionsBoundaryArn?: string | undefined } | undefined) =>
  boundary?.PermissionsBoundaryArn === undefined ? {} : { boundary: { ref: boundary.PermissionsBoundaryArn } };

export const readGroups: Reader<'group'> = (at) => async (after) => {
  const found = await details(at, ['Group'], after);
  const rows = (found.GroupDetailList ?? []).map(
    ({ Arn, GroupPolicyList, AttachedManagedPolicies }): Row<'group'> => ({
      row: 'group',
      arn: Arn!,
      account: at.account,
      policies: policiesOf(GroupPolicyList, AttachedManagedPolicies),
    }),
  );
  return pageOf(rows, found);
};

export const readUsers: Reader<'user'> = (at) => {
  // A user names groups without their paths.
  let arns: Promise<ReadonlyMap<string, string>> | undefined;
  return async (after) => {
    const found = await details(at, ['User'], after);
    arns ??= groupArns(at);
    const known = await arns;
    const rows = (found.UserDetailList ?? []).map((user): Row<'user'> => {
      const groups = user.GroupList ?? [];
      const lost = groups.find((name) => !known.has(name));
      return {
        row: 'user',
        arn: user.Arn!,
        account: at.account,
        ...field('id', user.UserId),
        policies: policiesOf(user.UserPolicyList, user.AttachedManagedPolicies),
        groups:
          lost === undefined ? groups.map((name) => known.get(name)!) : { unknown: `group ${lost} was not found` },
        ...boundaryOf(user.PermissionsBoundary),
        ...field('tags', tagsOf(user.Tags)),
      };
    });
    return pageOf(rows, found);
  };
};

async function groupArns(at: Place<'user'>): Promise<ReadonlyMap<string, string>> {
  const arns = new Map<string, string>();
  let after: string | undefined;
  do {
    const found = await details(at, ['Group'], after);
    for (const { GroupName, Arn } of found.GroupDetailList ?? []) arns.set(GroupName!, Arn!);
    after = found.IsTruncated ? found.Marker : undefined;
  } while (after !== undefined);
  return arns;
}

export const readRoles: Reader<'role'> = (at) => async (after) => {
  const found = await details(at, ['Role'], after);
  const rows = (found.RoleDetailList ?? []).map(
    (role): Row<'role'> => ({
      row: 'role',
      arn: role.Arn!,
      account: at.account,
      ...field('id', role.RoleId),
      trust: documentOf(role.AssumeRolePolicyDocument, true) ?? { unknown: 'IAM gave no trust policy' },
      policies: policiesOf(role.RolePolicyList, role.AttachedManagedPolicies),
      ...boundaryOf(role.PermissionsBoundary),
      ...field('tags', tagsOf(role.Tags)),
    }),
  );
  return pageOf(rows, found);
};

/** Those of the account, those of AWS that are in use, and then by name whatever is referred to and was in neither. */
export const readPolicies: Reader<'policy'> = (at) => async (after) => {
  if (after === REFERRED) return { rows: await referred(at) };
  const found = await details(at, ['LocalManagedPolicy', 'AWSManagedPolicy'], after);
  const page = pageOf((found.Policies ?? []).map(policyRow), found);
  return { rows: page.rows, next: page.next ?? REFERRED };
};

const REFERRED = 'referred';

function policyRow({ Arn, PolicyName, PolicyVersionList = [], DefaultVersionId }: ManagedPolicyDetail): Row<'policy'> {
  const version = PolicyVersionList.find(
    ({ IsDefaultVersion, VersionId }) => IsDefaultVersion === true || VersionId === DefaultVersionId,
  );
  return {
    row: 'policy',
    id: Arn!,
    ...field('name', PolicyName),
    document: documentOf(version?.Document, true) ?? { unknown: 'IAM gave no default version' },
  };
}

function referred(at: Place<'policy'>): Promise<Page['rows']> {
  const client = at.client(IAMClient);
  return at.each(
    at.missingPolicies(),
    (arn) => arn,
    async (PolicyArn): Promise<Row<'policy'>[]> => {
      const { Policy } = await at.must('iam:GetPolicy', () => client.send(new GetPolicyCommand({ PolicyArn })));
      const VersionId = Policy!.DefaultVersionId!;
      const version = await at.ask('iam:GetPolicyVersion', () =>
        client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
      );
      const document = isUnread(version) ? version : documentOf(version?.PolicyVersion?.Document, true);
      return [
        {
          row: 'policy',
          id: PolicyArn,
          ...field('name', Policy!.PolicyName),
          document: document ?? { unknown: 'IAM gave no document' },
        },
      ];
    },
  );
}
