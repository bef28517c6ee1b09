import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { DETAIL_TYPES, SOURCE } from '../../../core/witness/bus.ts';
import { roleArn } from '../../access/arns.ts';
import type { WitnessConfig } from '../../witness-config.ts';

/** Roles of the program that tell its witness. */
const TELLERS = ['checkpoint', 'guard'];

/**
 * The one way in: from the program's account two roles may put events of these kinds, and can do nothing else here. Who owns that account
 * can take those roles: what is put is believed by its signature alone.
 */
export function witnessBus(
  scope: Construct,
  { account, prefix, iamPath }: WitnessConfig & { prefix: string },
  witness: Fn,
): EventBus {
  const bus = new EventBus(scope, 'Bus', {
    eventBusName: `${prefix}-witness`,
    description: `What ${prefix} tells its witness`,
  });
  const types = Object.values(DETAIL_TYPES);
  bus.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TheProgramTells',
      principals: [new AccountPrincipal(account)],
      actions: ['events:PutEvents'],
      resources: [bus.eventBusArn],
      conditions: {
        // Of all entries of a request.
        'ForAllValues:StringEquals': { 'events:source': SOURCE, 'events:detail-type': types },
        ArnEquals: {
          'aws:PrincipalArn': TELLERS.map((role) => roleArn({ prefix, path: iamPath }, role, account)),
        },
      },
    }),
  );
  new Rule(scope, 'Told', {
    ruleName: `${prefix}-told`,
    description: 'What the program tells its witness',
    eventBus: bus,
    eventPattern: { source: [SOURCE], detailType: types, account: [account] },
    targets: [new LambdaFunction(witness, { retryAttempts: 185, maxEventAge: Duration.hours(24) })],
  });
  return bus;
}
