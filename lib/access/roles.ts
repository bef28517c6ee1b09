import { Aws, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  type IPrincipal,
  type IRole,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge, nagName } from '../nag.ts';
import { pascal } from '../names.ts';
import type { Grant, PlaneAccess, RoleAccess } from './access.ts';
import { boundaryName, type Placed } from './arns.ts';
import { type Deny, lengthOf, MOST_CHARACTERS } from './boundary-denies.ts';
import { isFunction } from './functions.ts';
import type { Resources } from './resources.ts';
import { resourcesOf, statementsOf } from './statements.ts';

export interface PlaneRolesProps {
  access: PlaneAccess;
  resources: Pick<Resources, 'logGroup' | 'anything'>;
  /** Where they stand. */
  placed: Placed;
  /** What none of them ever does, in the company's words. @default nothing more */
  denies?: readonly Deny[];
  /** Roles of other planes that are trusted by roles of this one, by name. */
  others: Readonly<Record<string, IRole>>;
}

/** X-Ray knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * The roles of one plane, each with a boundary of its own that says the same as its policy: whatever policy somebody attaches to a role
 * later gives it nothing more. Who would widen one has to change both, and each is a door that is watched.
 */
export class PlaneRoles extends Construct {
  readonly roles: Readonly<Record<string, Role>>;

  constructor(scope: Construct, id: string, { access, ...of }: PlaneRolesProps) {
    super(scope, id);
    const roles: Record<string, Role> = {};
    for (const [name, role] of Object.entries<RoleAccess>(access.roles)) {
      roles[name] = this.#role(name, role, of);
    }
    this.roles = roles;
  }

  #role(
    name: string,
    role: RoleAccess,
    { resources, placed, others, denies = [] }: Omit<PlaneRolesProps, 'access'>,
  ): Role {
    const traced = role.traces ?? isFunction(role);
    const grants: Grant[] = [
      ...role.grants,
      ...(isFunction(role) ? [{ why: 'its log', actions: LOGS, on: resources.logGroup(name) }] : []),
      ...(traced ? [{ why: 'traces', actions: TRACES, on: resources.anything }] : []),
    ];
    const statements = statementsOf(grants, Stack.of(this).region);
    const document = new PolicyDocument({
      statements: [...statements, ...denies.map((deny) => PolicyStatement.fromJson(deny))],
    });
    checkLength(name, document, this, denies.length > 0);
    const boundary = new ManagedPolicy(this, `${pascal(name)}Boundary`, {
      managedPolicyName: boundaryName(placed, name),
      path: placed.path,
      description: `The most that the role ${name} can ever get`,
      document,
    });
    const made = new Role(this, pascal(name), {
      roleName: `${placed.prefix}-${name}`,
      // Said where nothing was said before, it would have CloudFormation replace roles whose names are taken: by themselves.
      ...(placed.path !== '/' && { path: placed.path }),
      description: role.does,
      assumedBy: trusted(role.trusts, others),
      permissionsBoundary: boundary,
      inlinePolicies: {
        Access: new PolicyDocument({ statements }),
      },
    });
    explainWildcards(boundary, grants);
    explainWildcards(made, grants);
    return made;
  }
}

/** @throws Error with a sentence: AWS would refuse it in the middle of a deploy */
function checkLength(role: string, document: PolicyDocument, scope: Construct, hasDenies: boolean): void {
  const length = lengthOf(Stack.of(scope).resolve(document));
  if (length <= MOST_CHARACTERS) return;
  const todo = hasDenies
    ? 'shorten the file of "boundaryDenies", or say it in a service control policy, which has room of its own'
    : 'give program, stage or "iamPath" a shorter name';
  throw new Error(
    `The boundary of the role ${role} would have some ${length} characters, and IAM takes ${MOST_CHARACTERS}: ${todo}.`,
  );
}

function trusted(trusts: RoleAccess['trusts'], others: Readonly<Record<string, IRole>>): IPrincipal {
  if ('service' in trusts) {
    const service = new ServicePrincipal(trusts.service);
    // Only for resources of this account. Lambda tells no source account when it takes the role of a function.
    return trusts.service === 'lambda.amazonaws.com'
      ? service
      : service.withConditions({ StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } });
  }
  if ('people' in trusts) {
    return new AccountRootPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  }
  const other = others[trusts.role];
  if (!other) throw new Error(`role ${trusts.role} does not exist yet`);
  return new ArnPrincipal(other.roleArn);
}

/** Accepts the findings about wildcards that cannot be avoided, each with the reason that its resource gives. */
function explainWildcards(policy: Construct, grants: readonly Grant[]): void {
  const explained = new Map<string, string>();
  for (const { arns, open } of grants.flatMap(({ on }) => resourcesOf(on))) {
    if (open) for (const arn of arns) explained.set(nagName(policy, arn), open);
  }
  for (const [name, reason] of explained) acknowledge(policy, `AwsSolutions-IAM5[Resource::${name}]`, reason);
}
