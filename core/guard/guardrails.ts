import { DOOR_NAMES, type DoorName, doorOf } from '../disclosure/doors.ts';

/** What a stage's guardrails are made for. */
export interface GuardrailOptions {
  /** With which names of the program begin: `sluice-<program>-<stage>`. */
  prefix: string;
  /** IAM path of its roles and policies. @default `/` */
  iamPath?: string;
  /** 12 digits. @default the guardrails hold in every account that they are attached to */
  account?: string;
  /** Names of the roles that may move a door; `*` stands for any characters. */
  deployRoles: readonly string[];
  /** Of what AWS names itself, by service: ids of pools and APIs, names of buckets. */
  ids?: Partial<Record<'cognito-idp' | 'apigateway' | 's3', readonly string[]>>;
  /** Names of one’s own for the API. Whoever maps one to another API answers in its place. @default none */
  domains?: readonly string[];
}

export interface Statement {
  Sid: string;
  Effect: 'Deny';
  Principal?: '*';
  Action: string[];
  Resource: string[];
  Condition: Record<string, Record<string, string | string[]>>;
}
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

/** Characters that a policy of AWS Organizations may have (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html). */
export const MOST_CHARACTERS = 5_120;

/** Services whose resources a resource control policy reaches, of those that have doors. */
const BY_RESOURCE = ['s3', 'kms'] as const;

/**
 * Service control policies: no principal of the accounts that they are attached to moves a door, but the deploy roles. They say nothing
 * to principals of other accounts, to services in their own name, and to the organization's management account.
 */
export const serviceControlPolicies = (options: GuardrailOptions): PolicyDocument[] =>
  packed(statements(options, () => true));

/** Resource control policies: the same for principals of any account, for the services that know such policies. */
export const resourceControlPolicies = (options: GuardrailOptions): PolicyDocument[] =>
  packed(
    statements(options, (service) => BY_RESOURCE.some((one) => one === service)).map(({ Sid, Effect, ...rest }) => ({
      Sid,
      Effect,
      Principal: '*',
      ...rest,
    })),
  );

/** Doors that a guardrail denies. */
export const DENIED: readonly DoorName[] = DOOR_NAMES.filter((door) => doorOf(door).open === undefined);

/** One statement a service: the actions of all its doors are on the same resources. */
function statements(options: GuardrailOptions, wanted: (service: string) => boolean): Statement[] {
  const actions = new Map<string, Set<string>>();
  for (const action of DENIED.flatMap((door) => doorOf(door).actions)) {
    const service = action.split(':')[0]!;
    if (wanted(service)) actions.set(service, (actions.get(service) ?? new Set()).add(action));
  }
  return [...actions].flatMap(([service, of]) => statementsOf(service, [...of], options));
}

const pascal = (service: string): string =>
  service.replace(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase());

/** The role that denies agents and reader beside a closed gate puts and takes away their inline policies: its own page says which. */
const INLINE = ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'];
/** Uses, not changes: the program's own roles make them, each as its page says. */
const USES = ['lambda:InvokeFunction', 's3:DeleteObject', 's3:DeleteObjectVersion'];
/** Have no resource of the program's; the function is in a condition. */
const MAPPINGS = [
  'lambda:CreateEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
];

function statementsOf(service: string, actions: string[], options: GuardrailOptions): Statement[] {
  const { prefix, account = '*', deployRoles, iamPath = '/' } = options;
  const own = (role: string): string => `${iamPath.slice(1)}${prefix}-${role}`;
  const roles = (names: readonly string[]) => names.map((name) => `arn:*:iam::${account}:role/${name}`);
  const deny = (
    sid: string,
    some: (action: string) => boolean,
    Resource: string[],
    { but = deployRoles, when = {} }: { but?: readonly string[]; when?: Statement['Condition'] } = {},
  ): Statement[] => {
    const Action = actions.filter(some);
    const { Bool, ...others } = when;
    const Condition = {
      ArnNotLike: { 'aws:PrincipalArn': roles(but) },
      Bool: { 'aws:PrincipalIsAWSService': 'false', ...Bool },
      ...others,
    };
    const isMade = Action.length > 0 && Resource.length > 0;
    return isMade ? [{ Sid: `Sluice${pascal(service)}${sid}`, Effect: 'Deny', Action, Resource, Condition }] : [];
  };
  if (service === 'kms') {
    // Keys have ids of AWS's making, and aliases of ours.
    const ofAliases = { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': `alias/${prefix}/*` } };
    const isGrant = (action: string) => action === 'kms:CreateGrant';
    return [
      ...deny('', (action) => !isGrant(action), ['*'], { when: ofAliases }),
      // Services grant themselves the use of a key for whoever makes a table or a function with it.
      ...deny('Grants', isGrant, ['*'], { when: { ...ofAliases, Bool: { 'kms:GrantIsForAWSResource': 'false' } } }),
    ];
  }
  const resources = resourcesOf(service, options);
  return [
    ...deny('', (action) => ![...USES, ...INLINE, ...MAPPINGS].includes(action), resources),
    ...deny('Inline', (action) => INLINE.includes(action), resources, {
      but: [...deployRoles, own('second-line')],
    }),
    ...deny('Uses', (action) => USES.includes(action), resources, { but: [...deployRoles, own('*')] }),
    ...deny('Mappings', (action) => MAPPINGS.includes(action), ['*'], {
      when: { ArnLike: { 'lambda:FunctionArn': `arn:*:lambda:*:${account}:function:${prefix}-*` } },
    }),
  ];
}

function resourcesOf(
  service: string,
  { prefix, iamPath = '/', account = '*', ids = {}, domains = [] }: GuardrailOptions,
): string[] {
  const at = (rest: string, region = '*') => `arn:*:${service}:${region}:${account}:${rest}`;
  switch (service) {
    case 'dynamodb':
      return [at(`table/${prefix}-*`), at(`global-table/${prefix}-*`)];
    case 's3':
      return [
        `arn:*:s3:::${prefix}-*`,
        ...(ids.s3 ?? []).flatMap((name) => [`arn:*:s3:::${name}`, `arn:*:s3:::${name}/*`]),
      ];
    case 'kinesis':
      return [at(`stream/${prefix}-*`)];
    case 'iam':
      return [at(`role${iamPath}${prefix}-*`, ''), at(`policy${iamPath}${prefix}-*`, '')];
    case 'lambda':
      return [at(`function:${prefix}-*`)];
    case 'states':
      return [at(`stateMachine:${prefix}-*`), at(`execution:${prefix}-*`)];
    case 'events':
      return [at(`rule/${prefix}-*`)];
    case 'cloudwatch':
      return [at(`alarm:${prefix}-*`)];
    case 'sns':
      return [at(`${prefix}-*`)];
    case 'logs':
      return ['lambda', 'vendedlogs'].map((kind) => at(`log-group:/aws/${kind}/${prefix}-*`));
    case 'cognito-idp':
      return (ids['cognito-idp'] ?? []).map((id) => at(`userpool/${id}`));
    case 'apigateway':
      return [
        ...(ids.apigateway ?? []).map((id) => `apis/${id}`),
        ...domains.map((name) => `domainnames/${name}`),
      ].flatMap((one) => [`arn:*:apigateway:*::/${one}`, `arn:*:apigateway:*::/${one}/*`]);
    default:
      throw new Error(`nobody said what of ${service} is the program's`);
  }
}

/** As few documents as hold them, each no longer than AWS takes. */
function packed(statements: Statement[]): PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    const joined: PolicyDocument = { Version: '2012-10-17', Statement: [...(last?.Statement ?? []), statement] };
    if (last && JSON.stringify(joined).length <= MOST_CHARACTERS) documents[documents.length - 1] = joined;
    else documents.push({ Version: '2012-10-17', Statement: [statement] });
  }
  return documents;
}
