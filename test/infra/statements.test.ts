import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Grant } from '../../lib/access/access.ts';
import { statementsOf } from '../../lib/access/statements.ts';

/** Service of the action, service of the ARN. */
const SERVICES = [
  ['s3', 's3'],
  ['dynamodb', 'dynamodb'],
  ['states', 'states'],
  ['sts', 'iam'],
  ['iam', 'iam'],
] as const;
const ACTIONS = ['Get', 'Put', 'List'];
const RESOURCES = ['a', 'b', 'c'];
const actionsOf = SERVICES.flatMap(([service]) => ACTIONS.map((action) => `${service}:${action}`));
const arnOf = (service: string, name: string) => `arn:aws:${service}:eu-central-1:123456789012:${name}`;

const grant = fc
  .tuple(
    fc.constantFrom(...SERVICES),
    fc.subarray(ACTIONS, { minLength: 1 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.subarray(RESOURCES, { minLength: 1 }) },
      { weight: 1, arbitrary: fc.constant(['*']) },
    ),
    fc.option(fc.constantFrom('left', 'right'), { nil: undefined }),
  )
  .map(
    ([[acts, owns], actions, names, when]): Grant => ({
      why: 'a test',
      actions: actions.map((action) => `${acts}:${action}`),
      on: { name: 'things', arns: names.map((name) => (name === '*' ? name : arnOf(owns, name))) },
      ...(when && { when: { StringEquals: { 'aws:RequestTag/side': when } } }),
    }),
  );

/** What is asked of IAM: an action on an ARN that it knows, under a condition or none. */
const questions = SERVICES.flatMap(([acts, owns]) =>
  ACTIONS.flatMap((action) =>
    RESOURCES.flatMap((name) =>
      [undefined, 'left', 'right'].map((side) => ({ action: `${acts}:${action}`, arn: arnOf(owns, name), side })),
    ),
  ),
);

const list = (of: string | string[]): string[] => [of].flat();
const covers = (resources: readonly string[], arn: string) => resources.includes('*') || resources.includes(arn);

describe('grants of one role as statements', () => {
  test('allow what the grants allow one by one, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 8 }), (grants) => {
        const statements = statementsOf(grants, 'eu-central-1').map((one) => one.toStatementJson());

        const allowed = questions.filter(({ action, arn, side }) =>
          statements.some(
            ({ Action, Resource, Condition }) =>
              list(Action).includes(action) &&
              covers(list(Resource), arn) &&
              (Condition === undefined || Condition.StringEquals['aws:RequestTag/side'] === side),
          ),
        );

        const granted = questions.filter(({ action, arn, side }) =>
          grants.some(
            ({ actions, on, when }) =>
              actions.includes(action) &&
              [on].flat().some((one) => covers(one.arns, arn)) &&
              (when === undefined || when.StringEquals?.['aws:RequestTag/side'] === side),
          ),
        );
        expect(allowed).toEqual(granted);
      }),
    );
  });

  test('of different services stand together, so that they fit into a boundary', () => {
    const on = (service: string) => ({ name: service, arns: [arnOf(service, 'a')] });
    const grants = ['s3', 'dynamodb', 'states'].map(
      (service): Grant => ({ why: 'a test', actions: [`${service}:Get`], on: on(service) }),
    );

    const [one, ...others] = statementsOf(grants, 'eu-central-1').map((statement) => statement.toStatementJson());

    expect(others).toEqual([]);
    expect(list(one.Action)).toEqual(actionsOf.filter((action) => /^(s3|dynamodb|states):Get$/.test(action)));
  });
});
