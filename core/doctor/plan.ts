import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STACKS, type Template, templateSchema } from '../deployed/template.ts';
import { SluiceError } from '../shared/errors.ts';

/** What a deploy of one stage would make, as far as it can collide, run into a limit, or lack something. */
export interface Plan {
  /** First part of all names: `sluice-<program>-<stage>`. */
  prefix: string;
  /** 12 digits. */
  account: string;
  region: string;
  /** Version of the bootstrap stack that the CDK asks for. */
  bootstrap: number;
  /** Of what has a name of its own, by kind. */
  names: Readonly<Record<Kind, readonly string[]>>;
  /** Shards that the stream begins with. */
  shards: number;
  isOnDemand: boolean;
  /** Instances that are reserved, of all functions. */
  reserved: number;
  /** Of a customer's. Absent where the stage has a user pool. */
  issuer?: string;
  /** Whether anybody gets the alarms. */
  isHeard: boolean;
}

/** Kinds of what no two may have the same name of, and how it stands in templates. */
const NAMED = {
  table: ['AWS::DynamoDB::Table', 'TableName'],
  stream: ['AWS::Kinesis::Stream', 'Name'],
  role: ['AWS::IAM::Role', 'RoleName'],
  policy: ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  'log group': ['AWS::Logs::LogGroup', 'LogGroupName'],
  function: ['AWS::Lambda::Function', 'FunctionName'],
  'key alias': ['AWS::KMS::Alias', 'AliasName'],
} as const;
export type Kind = keyof typeof NAMED;

/** Which stack each kind is of: where it is there, the names are its own. */
export const KINDS = Object.keys(NAMED) as Kind[];

const ON_DEMAND_SHARDS = 4;

const assembly = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .looseObject({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          requiresBootstrapStackVersion: z.number().optional(),
        })
        .optional(),
    }),
  ),
});

/**
 * The stages that `cdk synth` wrote.
 * @param folder the assembly, `cdk.out`
 * @throws SluiceError when it holds none; what reading throws
 */
export function readPlans(folder: string): Plan[] {
  const { artifacts } = assembly.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const stacks = Object.values(artifacts).flatMap(({ type, environment, properties }) => {
    const { stackName, templateFile, requiresBootstrapStackVersion: bootstrap = 0 } = properties ?? {};
    const [, prefix, stack] = /^(sluice-.+)-(\w+)$/.exec(stackName ?? '') ?? [];
    const isOurs = type === 'aws:cloudformation:stack' && STACKS.some((name) => name === stack);
    if (!isOurs || !prefix || !templateFile) return [];
    const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
    const template = templateSchema.parse(JSON.parse(readFileSync(join(folder, templateFile), 'utf8')));
    return [{ prefix, account, region, bootstrap, template }];
  });
  const plans = [...Map.groupBy(stacks, ({ prefix }) => prefix).values()].map((of) => ({
    ...planOf(of.map(({ template }) => template)),
    ...{ prefix: of[0]!.prefix, account: of[0]!.account, region: of[0]!.region },
    bootstrap: Math.max(...of.map(({ bootstrap }) => bootstrap)),
  }));
  if (plans.length === 0) throw new SluiceError(`${folder} holds no stage of Sluice`);
  return plans;
}

function planOf(templates: readonly Template[]): Omit<Plan, 'prefix' | 'account' | 'region' | 'bootstrap'> {
  const all = templates.flatMap(({ Resources }) => Object.values(Resources));
  const ofType = (type: string) => all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const names = Object.fromEntries(
    Object.entries(NAMED).map(([kind, [type, name]]) => [
      kind,
      ofType(type)
        .map((properties) => [properties[name], properties.Path] as const)
        .filter((one): one is [string, unknown] => typeof one[0] === 'string')
        // An ARN of a policy has its path, of which the names of roles know nothing.
        .map(([one, path]) => (kind === 'policy' && typeof path === 'string' ? `${path.slice(1)}${one}` : one)),
    ]),
  ) as unknown as Plan['names'];
  const [{ ShardCount } = {}] = ofType('AWS::Kinesis::Stream');
  const [{ JwtConfiguration } = {}] = ofType('AWS::ApiGatewayV2::Authorizer');
  const { Issuer } = (JwtConfiguration ?? {}) as { Issuer?: unknown };
  const reserved = ofType('AWS::Lambda::Function').map((one) => Number(one.ReservedConcurrentExecutions ?? 0));
  const targets = ofType('AWS::CloudWatch::Alarm').map(({ AlarmActions }) => (AlarmActions as unknown[]).length);
  return {
    names,
    shards: typeof ShardCount === 'number' ? ShardCount : ON_DEMAND_SHARDS,
    isOnDemand: typeof ShardCount !== 'number',
    reserved: reserved.reduce((sum, one) => sum + one, 0),
    ...(typeof Issuer === 'string' && { issuer: Issuer }),
    // One is our own topic.
    isHeard: ofType('AWS::SNS::Subscription').length > 0 || targets.some((count) => count > 1),
  };
}
