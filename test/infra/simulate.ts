import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from './synthesize.ts';
import { arnOf, ofType, resolved, type Template } from './templates.ts';

/** A policy document, or a part of it. */
type Json = unknown;

export interface Call {
  action: string;
  /** ARN, or `*` where the action knows no resources. */
  resource: string;
  context?: Record<string, string | string[]>;
}

export interface Principal {
  arn: string;
  policies: Json[];
  boundary?: Json;
}

/** Policies of the organization, beside what allows everything. */
export interface Guardrails {
  service?: readonly Json[];
  resource?: readonly Json[];
}

const inOrganization = (policies: readonly Json[] = []) =>
  policies.length === 0
    ? []
    : [
        {
          orgIdentifier: 'o-1',
          policies: policies.map((policy, at) => ({ name: `guardrail-${at}`, policy: renamed(policy) })),
        },
      ];

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The simulator drops `kms:EncryptionContext:x`, so a condition on it would be ignored: it is asked by another name. */
const renamed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll(/kms:EncryptionContext:([\w:-]+)/g, 'aws:RequestTag/kmsec.$1'));

/** Roles, boundaries and resource policies of a State template. */
export class Account {
  readonly #state: Template;
  readonly #account: string;
  readonly #resourcePolicies: Map<string, Json>;

  /** @param account that the template is deployed to. @default that of the program */
  constructor(state: Template, account = ACCOUNT) {
    this.#state = state;
    this.#account = account;
    this.#resourcePolicies = resourcePolicies(state);
  }

  roles(): string[] {
    return ofType(this.#state, 'AWS::IAM::Role').map(([, { Properties }]) => Properties.RoleName);
  }

  /** A role as deployed; with `more`, as if somebody had attached further policies to it. */
  role(name: string, more: Json[] = []): Principal {
    const found = ofType(this.#state, 'AWS::IAM::Role').find(([, { Properties }]) => Properties.RoleName === name);
    if (!found) throw new Error(`no role ${name}`);
    const { Properties } = found[1];
    const boundaryId = Properties.PermissionsBoundary.Ref;
    const documents = Properties.Policies.map(({ PolicyDocument }: { PolicyDocument: Json }) => PolicyDocument);
    return {
      arn: `arn:aws:iam::${this.#account}:role${Properties.Path ?? '/'}${name}`,
      policies: [...resolved(this.#state, documents), ...more],
      boundary: resolved(this.#state, this.#state.Resources[boundaryId]?.Properties.PolicyDocument),
    };
  }

  /** @throws Error when the simulator could not decide, or left out a key of the context */
  async allows(
    principal: Principal,
    { action, resource, context = {} }: Call,
    guardrails: Guardrails = {},
  ): Promise<boolean> {
    const simulation: Simulation = {
      request: {
        principal: principal.arn,
        action,
        resource: { resource, accountId: this.#account },
        contextVariables: renamed({
          'aws:PrincipalArn': principal.arn,
          'aws:PrincipalIsAWSService': 'false',
          'aws:SecureTransport': 'true',
          ...context,
        }),
      },
      identityPolicies: principal.policies.map((policy, at) => ({ name: `policy-${at}`, policy: renamed(policy) })),
      serviceControlPolicies: inOrganization(guardrails.service && [EVERYTHING, ...guardrails.service]),
      resourceControlPolicies: inOrganization(guardrails.resource),
      ...(principal.boundary !== undefined && {
        permissionBoundaryPolicies: [{ name: 'boundary', policy: renamed(principal.boundary) }],
      }),
    };
    const policy = this.#resourcePolicies.get(ownerOf(resource));
    if (policy) simulation.resourcePolicy = renamed(policy);
    const result = await runSimulation(simulation, {});
    if (result.resultType !== 'single') throw new Error(`${action} on ${resource}: ${JSON.stringify(result)}`);
    const { ignoredContextKeys = [] } = result.result;
    if (ignoredContextKeys.length > 0) throw new Error(`${action}: the simulator ignored ${ignoredContextKeys}`);
    return result.overallResult === 'Allowed';
  }
}

/** The resource whose policy decides over an ARN: objects belong to their bucket, indexes to their table. */
const ownerOf = (arn: string): string =>
  arn.startsWith('arn:aws:s3:::') ? arn.split('/')[0]! : arn.replace(/\/index\/.*$/, '');

function resourcePolicies(state: Template): Map<string, Json> {
  const policies = new Map<string, Json>();
  const add = (owner: string, policy: Json) => policies.set(owner, concrete(resolved(state, policy), owner));
  for (const [id, { Properties }] of ofType(state, 'AWS::KMS::Key')) add(arnOf(state, id), Properties.KeyPolicy);
  for (const [id, { Properties }] of ofType(state, 'AWS::DynamoDB::Table')) {
    if (Properties.ResourcePolicy) add(arnOf(state, id), Properties.ResourcePolicy.PolicyDocument);
  }
  for (const [, { Properties }] of ofType(state, 'AWS::S3::BucketPolicy')) {
    add(arnOf(state, Properties.Bucket.Ref), Properties.PolicyDocument);
  }
  for (const [, { Properties }] of ofType(state, 'AWS::Kinesis::ResourcePolicy')) {
    add(resolved(state, Properties.ResourceArn), Properties.ResourcePolicy);
  }
  for (const [, { Properties }] of ofType(state, 'AWS::Events::EventBusPolicy')) {
    add(arnOf(state, Properties.EventBusName.Ref), { Version: '2012-10-17', Statement: [Properties.Statement] });
  }
  return policies;
}

/** In a policy that is attached to a table, `*` is the table and its indexes. */
const concrete = (policy: Json, owner: string): Json =>
  owner.includes(':dynamodb:')
    ? JSON.parse(JSON.stringify(policy).replaceAll('"Resource":"*"', `"Resource":["${owner}","${owner}/index/*"]`))
    : policy;
