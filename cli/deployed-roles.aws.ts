import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type { Deployed, DeployedRole } from '../core/deployed/deployed.ts';
import type { Reading } from './deployed-reading.aws.ts';

/** IAM answers with documents that are encoded as in a URL. */
const parsed = (document: string | undefined): unknown => JSON.parse(decodeURIComponent(document!));

/** All roles whose name begins with the prefix, and the documents of their boundaries. */
export async function readRoles({ clients, prefix, progress }: Reading): Promise<Pick<Deployed, 'roles' | 'managed'>> {
  const client = clients.iam;
  const roles: Record<string, DeployedRole> = {};
  const managed: Record<string, unknown> = {};
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName = '' } of Roles) {
      if (!RoleName.startsWith(`${prefix}-`)) continue;
      progress(`role ${RoleName}`);
      const role = await readRole(client, RoleName);
      roles[RoleName] = role;
      if (role.boundary !== undefined) managed[role.boundary] ??= await documentOf(client, role.boundary);
    }
  }
  return { roles, managed };
}

async function readRole(client: IAMClient, RoleName: string): Promise<DeployedRole> {
  // A list of roles does not say their boundaries.
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const boundary = Role!.PermissionsBoundary?.PermissionsBoundaryArn;
  const made: DeployedRole = {
    trust: parsed(Role!.AssumeRolePolicyDocument),
    inline: {},
    attached: [],
    ...(boundary !== undefined && { boundary }),
  };
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      made.inline[PolicyName] = parsed(PolicyDocument);
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    made.attached.push(...AttachedPolicies.map(({ PolicyArn }) => PolicyArn!));
  }
  return made;
}

async function documentOf(client: IAMClient, PolicyArn: string): Promise<unknown> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const version = { PolicyArn, VersionId: Policy!.DefaultVersionId! };
  return parsed((await client.send(new GetPolicyVersionCommand(version))).PolicyVersion?.Document);
}
