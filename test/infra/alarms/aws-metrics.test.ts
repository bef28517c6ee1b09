import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { WITNESS_MANIFESTS } from '../../../lib/functions.ts';
import { MOVED_ACCOUNT } from '../synthesize.ts';
import { ofType, type Resource, resolved, template } from '../templates.ts';
import { type AlarmDefinition, type Datum, definitionOf, stateOf } from './cloudwatch.ts';

const PREFIX = 'sluice-model-capability-prod-';
const service = template('prod', 'Service');
const state = template('prod', 'State');
const alarms = ofType(service, 'AWS::CloudWatch::Alarm').map(
  ([, resource]) => [resource.Properties.AlarmName.slice(PREFIX.length) as string, resource] as const,
);

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html';
const LAMBDA_ASYNC =
  'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#async-invocation-metrics';
const KINESIS = 'https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html';
const SQS =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html';
const HTTP_API = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html';
const STATES = 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html';

/** Metrics that AWS writes, each with its page, its one dimension, and what the dimension names. */
const DOCUMENTED: Readonly<Record<string, readonly [page: string, dimension: string, type: string]>> = {
  'AWS/Lambda Errors': [LAMBDA, 'FunctionName', 'AWS::Lambda::Function'],
  'AWS/Lambda AsyncEventsDropped': [LAMBDA_ASYNC, 'FunctionName', 'AWS::Lambda::Function'],
  'AWS/Lambda Invocations': [LAMBDA, 'FunctionName', 'AWS::Lambda::Function'],
  'AWS/Kinesis GetRecords.IteratorAgeMilliseconds': [KINESIS, 'StreamName', 'AWS::Kinesis::Stream'],
  'AWS/Kinesis GetRecords.Success': [KINESIS, 'StreamName', 'AWS::Kinesis::Stream'],
  'AWS/SQS ApproximateNumberOfMessagesVisible': [SQS, 'QueueName', 'AWS::SQS::Queue'],
  'AWS/ApiGateway 5xx': [HTTP_API, 'ApiId', 'AWS::ApiGatewayV2::Api'],
  'AWS/States ExecutionsFailed': [STATES, 'StateMachineArn', 'AWS::StepFunctions::StateMachine'],
  'AWS/States ExecutionsAborted': [STATES, 'StateMachineArn', 'AWS::StepFunctions::StateMachine'],
  'AWS/States ExecutionsTimedOut': [STATES, 'StateMachineArn', 'AWS::StepFunctions::StateMachine'],
  'AWS/States LambdaFunctionsFailed': [STATES, 'LambdaFunctionArn', 'AWS::Lambda::Function'],
  'AWS/States LambdaFunctionsTimedOut': [STATES, 'LambdaFunctionArn', 'AWS::Lambda::Function'],
};
const keyOf = ({ Properties: { Namespace, MetricName } }: Resource) => `${Namespace} ${MetricName}`;
const ofAws = alarms.filter(([, { Properties }]) => Properties.Namespace.startsWith('AWS/'));

type Reference = { Ref?: string; 'Fn::GetAtt'?: [id: string, attribute: string]; 'Fn::ImportValue'?: string };
const idOf = ({ Ref, 'Fn::GetAtt': attribute }: Reference): string => Ref ?? attribute?.[0] ?? '';

/** Type of what a value of a template names: a function by its name, or something by reference, of this stack or imported. */
function typeNamedBy(value: string | Reference): string | undefined {
  if (typeof value === 'string') {
    const functions = [service, state].flatMap((within) => ofType(within, 'AWS::Lambda::Function'));
    return functions.find(([, one]) => one.Properties.FunctionName === value)?.[1].Type;
  }
  const imported = value['Fn::ImportValue'];
  if (imported === undefined) return service.Resources[idOf(value)]?.Type;
  const exported = Object.values(state.Outputs ?? {}).find(({ Export }) => Export?.Name === imported);
  return state.Resources[idOf(exported?.Value as Reference)]?.Type;
}

/** So many values of this size in each of the alarm's periods. */
const values = (alarm: AlarmDefinition, value: number, count: number): Datum[] =>
  Array.from({ length: alarm.periods * count }, (_none, index) => ({
    ...alarm,
    value,
    at: -1 - Math.floor(index / count) * alarm.periodSeconds * 1000,
  }));

describe('an alarm on what AWS counts', () => {
  test.each(ofAws)('%s: reads a metric that is documented, of something that is there', (_name, alarm) => {
    const [page, dimension, type] = DOCUMENTED[keyOf(alarm)] ?? [];

    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(alarm.Properties.Dimensions).toEqual([{ Name: dimension, Value: expect.anything() }]);
    expect(typeNamedBy(alarm.Properties.Dimensions[0].Value)).toBe(type);
  });

  test('no page is kept for a metric that nothing reads', () => {
    expect(Object.keys(DOCUMENTED).sort()).toEqual([...new Set(ofAws.map(([, alarm]) => keyOf(alarm)))].sort());
  });

  test.each(ofAws)('%s: rises at its threshold, not below it', (_name, resource) => {
    const alarm = { ...definitionOf(resolved(service, resource)), dimensions: {} };

    if (alarm.missing === 'breaching') {
      expect(stateOf(alarm, [], 0)).toBe('ALARM');
      expect(stateOf(alarm, values(alarm, 1, 1), 0)).toBe('OK');
      return;
    }
    expect(stateOf(alarm, values(alarm, alarm.threshold, 1), 0)).toBe('ALARM');
    expect(stateOf(alarm, values(alarm, alarm.threshold - 1, 1), 0)).toBe('OK');
    expect(stateOf(alarm, [], 0)).toBe('OK');
  });
});

test('every alarm is told to people, with what to do', () => {
  for (const [, { Properties }] of alarms) {
    expect(Properties.AlarmActions).toHaveLength(1);
    // And that it is over: a pager closes what it opened.
    expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    expect(Properties.AlarmDescription.length).toBeGreaterThan(40);
  }
});

test('every alarm’s text ends with its runbook, and every runbook is of an alarm', () => {
  const page = readFileSync('docs/runbooks.md', 'utf8');
  const sections = [...page.matchAll(/^### ([\w-]+)\n\n([\s\S]*?)(?=\n## |\n### |$(?![\s\S]))/gm)].map(
    ([, name, text]) => [name!, text!] as const,
  );
  const named = [
    ...alarms.map(
      ([, { Properties }]) => /Runbook: docs\/runbooks\.md#([\w-]+)$/.exec(Properties.AlarmDescription)?.[1],
    ),
    ...[...WITNESS_MANIFESTS.values()].flatMap((manifest) => Object.keys(manifest.alarms)),
  ];

  expect([...new Set(named)].sort()).toEqual(sections.map(([name]) => name).sort());
  for (const [name, text] of sections) {
    for (const part of ['**Means**', 'over when**'])
      expect([name, text.toLowerCase().includes(part.toLowerCase())]).toEqual([name, true]);
    expect([name, /\*\*(Look|Do)\*\*/.test(text)]).toEqual([name, true]);
  }
});

test('every alarm goes to each of several targets, to a topic of the customer’s too', () => {
  const targets = ofType(template('moved', 'Service'), 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => Properties,
  );
  const subscribed = ofType(template('moved', 'State'), 'AWS::SNS::Subscription').map(([, { Properties }]) => [
    Properties.Protocol,
    Properties.Endpoint,
  ]);

  expect(targets.length).toBe(alarms.length);
  for (const { AlarmActions, OKActions } of targets) {
    expect(AlarmActions).toEqual([expect.anything(), `arn:aws:sns:eu-central-1:${MOVED_ACCOUNT}:chat`]);
    expect(OKActions).toEqual(AlarmActions);
  }
  expect(subscribed.sort()).toEqual([
    ['email', 'team@example.com'],
    ['https', 'https://pager.example.com/sluice'],
  ]);
});

test('operations.md has a row for every alarm, and none for others', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const rows = page
    .slice(page.indexOf('## Alarms'), page.indexOf('### When the API is down'))
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!));

  expect(named.sort()).toEqual(alarms.map(([name]) => name).sort());
});

test('the page of costs counts the alarms that there are', () => {
  const page = readFileSync('docs/cost.md', 'utf8');

  expect(page).toContain(`| Alarms | ${alarms.length} at 0.10 | ${(alarms.length / 10).toFixed(2)} |`);
});
