import { Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { STACKS } from '../../../core/deployed/template.ts';
import { watchedEvents } from '../../../core/disclosure/doors.ts';
import { FINDINGS } from '../../../core/guard/finding.ts';
import { pascal } from '../../names.ts';

/**
 * Tells the guard of every event by which a door moves: a rule a service, since a pattern has 2,048 characters at most. Only AWS itself can
 * put events of a source that begins with `aws.`.
 */
export function watchDoors(scope: Construct, guard: Fn, prefix: string): void {
  for (const [service, events] of watchedEvents()) {
    new Rule(scope, `Doors${pascal(service)}`, {
      ruleName: `${prefix}-doors-${service}`,
      description: `Changes by which a door moves: ${service}`,
      eventPattern: {
        source: Match.prefix('aws.'),
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: [`${service}.amazonaws.com`],
          // Lambda names its events with the date of its API behind them.
          eventName: service === 'lambda' ? Match.anyOf(...events.map((event) => Match.prefix(event))) : events,
        },
      },
      targets: [new LambdaFunction(guard)],
    });
  }
}

/** Tells the guard when a deploy has ended, however it did: it looks what runs now. */
export function watchDeploys(scope: Construct, guard: Fn, prefix: string): void {
  const { partition, region, account } = Stack.of(scope);
  const stacks = STACKS.map(
    (stack) => `arn:${partition}:cloudformation:${region}:${account}:stack/${prefix}-${stack}/`,
  );
  new Rule(scope, 'Deploys', {
    ruleName: `${prefix}-deploys`,
    description: 'Deploys of the program that have ended',
    eventPattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': Match.anyOf(...stacks.map((stack) => Match.prefix(stack))),
        'status-details': { status: Match.anyOf(Match.suffix('_COMPLETE'), Match.suffix('_FAILED')) },
      },
    },
    targets: [new LambdaFunction(guard)],
  });
}

/** Tells the guard what services of AWS found: it looks whether it is about this program. */
export function watchFindings(scope: Construct, guard: Fn, prefix: string): void {
  new Rule(scope, 'Findings', {
    ruleName: `${prefix}-findings`,
    description: 'What GuardDuty, Macie and rules of Config found',
    eventPattern: { source: Object.keys(FINDINGS), detailType: Object.values(FINDINGS) },
    targets: [new LambdaFunction(guard)],
  });
}
