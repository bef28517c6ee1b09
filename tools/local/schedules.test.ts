import { expect, test } from '@jest/globals';
import { calledEveryFewMinutes } from './schedules.ts';

const rule = (ScheduleExpression: string | undefined, target: string) => ({
  Type: 'AWS::Events::Rule',
  Properties: { ScheduleExpression, Targets: [{ Arn: { 'Fn::GetAtt': [target, 'Arn'] } }] },
});
const fn = (FunctionName: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { FunctionName } });

test('what is called every few minutes is found by the rules of a template, and nothing else', () => {
  const template = {
    Resources: {
      ...{ Signs: fn('a-signs'), Sweeps: fn('a-sweeps'), Hears: fn('a-hears'), Unnamed: fn(undefined) },
      EveryFive: rule('rate(5 minutes)', 'Signs'),
      Daily: rule('rate(1 day)', 'Sweeps'),
      Pattern: rule(undefined, 'Hears'),
      Nameless: rule('rate(1 minute)', 'Unnamed'),
      Gone: rule('rate(1 minute)', 'Nothing'),
    },
  };

  expect(calledEveryFewMinutes(template)).toEqual(['a-signs']);
  expect(calledEveryFewMinutes({})).toEqual([]);
});
