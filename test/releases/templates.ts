import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/**
 * What a release's templates have that a later one has to fit on: who is who, and what one stack takes from the other. All else may change
 * from one release to the next.
 */
export interface Deployed {
  /** By logical id. */
  resources: Record<string, { type: string; identity: Record<string, unknown>; indexes?: string[] }>;
  /** What it gives to other stacks, by name. */
  exports: Record<string, unknown>;
  /** Names of what it takes. */
  imports: string[];
}

/** Properties that name a resource in its account and Region: two of one name cannot be. */
export const NAMES: Record<string, string> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
};

/** Others by which CloudFormation makes a resource anew (its reference of resource types, "Update requires: Replacement"). */
const MADE_ANEW_BY: Record<string, readonly string[]> = {
  'AWS::DynamoDB::Table': ['KeySchema', 'LocalSecondaryIndexes'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion'],
  'AWS::S3::Bucket': ['ObjectLockEnabled'],
  'AWS::Cognito::UserPool': ['UsernameAttributes', 'AliasAttributes', 'Schema'],
  'AWS::Logs::LogGroup': ['LogGroupClass'],
  'AWS::SQS::Queue': ['FifoQueue'],
  'AWS::SNS::Topic': ['FifoTopic'],
  'AWS::IAM::Role': ['Path'],
  'AWS::IAM::ManagedPolicy': ['Path', 'Description'],
  'AWS::Lambda::Function': ['PackageType'],
  'AWS::StepFunctions::StateMachine': ['StateMachineType'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
};

/** @param folder of a synthesis, with one stage @param stack `State` or `Service` */
export function deployedOf(folder: string, stack: string): Deployed {
  const name = readdirSync(folder).find((file) => file.includes(stack) && file.endsWith('.template.json'));
  const text = readFileSync(join(folder, name!), 'utf8');
  return fitOf(JSON.parse(text) as Template);
}

export function fitOf(template: Template): Deployed {
  const resources = Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => {
    const named = [NAMES[Type], ...(MADE_ANEW_BY[Type] ?? [])].filter((one) => one !== undefined);
    const identity = Object.fromEntries(named.flatMap((one) => (one in Properties ? [[one, Properties[one]]] : [])));
    const indexes = (Properties.GlobalSecondaryIndexes as { IndexName: string }[] | undefined)?.map(
      ({ IndexName }) => IndexName,
    );
    return [id, { type: Type, identity, ...(indexes && { indexes }) }] as const;
  });
  const exported = Object.values(template.Outputs ?? {}).flatMap(({ Export, Value }) =>
    Export ? [[Export.Name, Value] as const] : [],
  );
  const imports = new Set(
    [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]*)"/g)].map(([, name]) => name!),
  );
  return {
    resources: Object.fromEntries(resources),
    exports: Object.fromEntries(exported),
    imports: [...imports].sort(),
  };
}
