import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, FOLDERS, REGION } from './synthesize.ts';

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are JSON, and each test looks at another part
  Properties: any;
  DeletionPolicy?: string;
  DependsOn?: string | string[];
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}
export type StackName = 'State' | 'Service' | 'Witness';

/** A template of the first synthesis. */
export function template(stage: string, stack: StackName, folder: string = FOLDERS[0]!): Template {
  const start = `sluicemodelcapability${stage}${stack}`;
  const file = readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith('.template.json'));
  return JSON.parse(readFileSync(join(folder, file!), 'utf8'));
}

export const ofType = ({ Resources }: Template, type: string): [id: string, resource: Resource][] =>
  Object.entries(Resources).filter(([, resource]) => resource.Type === type);

/** The one resource of a type. */
export function only(of: Template, type: string): Resource {
  const [[, found] = [], ...others] = ofType(of, type);
  if (!found || others.length > 0) throw new Error(`not one ${type}`);
  return found;
}

/** ARNs as they would be once deployed; ids that AWS makes up are the logical ids. */
const ARNS: Record<string, (id: string, properties: Resource['Properties']) => string> = {
  'AWS::DynamoDB::Table': (_id, { TableName }) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${TableName}`,
  'AWS::KMS::Key': (id) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::Kinesis::Stream': (_id, { Name }) => `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${Name}`,
  'AWS::SQS::Queue': (_id, { QueueName }) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}`,
  'AWS::IAM::Role': (_id, { RoleName, Path = '/' }) => `arn:aws:iam::${ACCOUNT}:role${Path}${RoleName}`,
  'AWS::IAM::ManagedPolicy': (_id, { ManagedPolicyName, Path = '/' }) =>
    `arn:aws:iam::${ACCOUNT}:policy${Path}${ManagedPolicyName}`,
  'AWS::Events::EventBus': (_id, { Name }) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${Name}`,
  'AWS::SNS::Topic': (_id, { TopicName }) => `arn:aws:sns:${REGION}:${ACCOUNT}:${TopicName}`,
  'AWS::Lambda::Function': (_id, { FunctionName }) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FunctionName}`,
};
const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Replaces references in a part of a template by what they stand for. */
export function resolved<T>(within: Template, part: T): T {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    const [[key, inner] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (key === 'Ref') return PSEUDO[inner as string] ?? arnOf(within, inner as string);
      if (key === 'Fn::GetAtt') return arnOf(within, (inner as [string, string])[0]);
      if (key === 'Fn::Join') return (walk((inner as [string, unknown])[1]) as string[]).join((inner as [string])[0]);
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one)]));
  };
  return walk(part) as T;
}

export function arnOf({ Resources }: Template, id: string): string {
  const resource = Resources[id];
  return (resource && ARNS[resource.Type]?.(id, resource.Properties)) ?? id;
}
