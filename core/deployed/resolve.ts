import { canonicalJson } from '../shared/canonical-json.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Deployed } from './deployed.ts';
import type { Release } from './manifest.ts';

/** A part of a template that what was read does not resolve. */
export class UnresolvedError extends SluiceError {
  override readonly name = 'UnresolvedError';
}

/** Resolves a part of a stack's template. @throws UnresolvedError */
export type Resolve = (stack: string, part: unknown) => unknown;

/** ARNs by type, out of physical ids. */
const ARN_OF: Readonly<Record<string, (id: string, at: string, global: string, path: string) => string>> = {
  'AWS::DynamoDB::Table': (id, at) => at.replace(':SERVICE:', ':dynamodb:').concat(`table/${id}`),
  'AWS::KMS::Key': (id, at) => at.replace(':SERVICE:', ':kms:').concat(`key/${id}`),
  'AWS::Kinesis::Stream': (id, at) => at.replace(':SERVICE:', ':kinesis:').concat(`stream/${id}`),
  'AWS::SQS::Queue': (id, at) => at.replace(':SERVICE:', ':sqs:').concat(id.split('/').at(-1)!),
  'AWS::Lambda::Function': (id, at) => at.replace(':SERVICE:', ':lambda:').concat(`function:${id}`),
  'AWS::Events::Rule': (id, at) => at.replace(':SERVICE:', ':events:').concat(`rule/${id}`),
  'AWS::CloudWatch::Alarm': (id, at) => at.replace(':SERVICE:', ':cloudwatch:').concat(`alarm:${id}`),
  'AWS::IAM::Role': (id, _at, global, path) => global.replace(':SERVICE:', ':iam:').concat(`role${path}${id}`),
  'AWS::S3::Bucket': (id, at) => `${at.split(':SERVICE:')[0]}:s3:::${id}`,
};

/** A reference is resolved by the release's template and the physical ids that were read: never by what the deployed template says. */
export function resolver({ templates }: Release, deployed: Deployed): Resolve {
  const { account, region, partition } = deployed;
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  const regional = `arn:${partition}:SERVICE:${region}:${account}:`;
  const global = `arn:${partition}:SERVICE::${account}:`;

  function physical(stack: string, id: string): string {
    const found = pseudo[id] ?? deployed.stacks[stack]?.resources[id];
    if (found === undefined) throw new UnresolvedError(`${id} was not read`);
    return found;
  }

  function attribute(stack: string, id: string, name: string): string {
    const type = templates[stack]?.Resources[id]?.Type ?? '';
    if (type === 'AWS::Cognito::UserPool' && name === 'ProviderURL') {
      return `https://cognito-idp.${region}.${pseudo['AWS::URLSuffix']}/${physical(stack, id)}`;
    }
    const arn = name === 'Arn' ? ARN_OF[type] : undefined;
    if (!arn) return told(stack, id, name);
    const { Path: path = '/' } = templates[stack]?.Resources[id]?.Properties ?? {};
    return arn(physical(stack, id), regional, global, String(path));
  }

  /**
   * What AWS makes up and nobody else can say, as an output of the release says it: the template that made the output is compared
   * with the release's by itself.
   */
  function told(stack: string, id: string, name: string): string {
    const wanted = canonicalJson({ 'Fn::GetAtt': [id, name] });
    const outputs = Object.entries(templates[stack]?.Outputs ?? {});
    const [output] = outputs.find(([, { Value }]) => canonicalJson(Value) === wanted) ?? [];
    const found = output === undefined ? undefined : deployed.stacks[stack]?.outputs?.[output];
    if (found === undefined) throw new UnresolvedError(`${name} of ${id} is not known`);
    return found;
  }

  /** An output of another stack, by its name: a reference that pins nothing. */
  function outputOf({ StackName, OutputName }: { StackName: string; OutputName: string }): unknown {
    const output = templates[StackName]?.Outputs?.[OutputName];
    if (!output) throw new UnresolvedError(`${StackName} has no output ${OutputName}`);
    return resolve(StackName, output.Value);
  }

  function imported(name: unknown): unknown {
    for (const [stack, { Outputs = {} }] of Object.entries(templates)) {
      const output = Object.values(Outputs).find(({ Export }) => Export?.Name === name);
      if (output) return resolve(stack, output.Value);
    }
    throw new UnresolvedError(`nothing exports ${String(name)}`);
  }

  function resolve(stack: string, part: unknown): unknown {
    if (Array.isArray(part)) return part.map((one) => resolve(stack, one));
    if (part === null || typeof part !== 'object') return part;
    const [[key, inner] = ['', undefined], ...others] = Object.entries(part);
    if (others.length === 0) {
      if (key === 'Ref') return physical(stack, String(inner));
      if (key === 'Fn::GetAtt') {
        const [id, name] = inner as [string, string];
        return attribute(stack, id, name);
      }
      if (key === 'Fn::ImportValue') return imported(resolve(stack, inner));
      if (key === 'Fn::GetStackOutput') return outputOf(inner as { StackName: string; OutputName: string });
      if (key === 'Fn::Join') {
        const [by, parts] = inner as [string, unknown[]];
        return parts.map((one) => String(resolve(stack, one))).join(by);
      }
      if (key === 'Fn::Sub' && typeof inner === 'string') {
        return inner.replace(/\$\{(?!!)([^}.]+)(?:\.([^}]+))?\}/g, (_, id: string, name?: string) =>
          name === undefined ? physical(stack, id) : attribute(stack, id, name),
        );
      }
      if (key.startsWith('Fn::')) throw new UnresolvedError(`${key} is not resolved`);
    }
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, resolve(stack, one)]));
  }
  return resolve;
}
