import { describe, expect, test } from '@jest/globals';
import { diagnose, type Facts } from '../../core/doctor/diagnose.ts';
import { readPlans } from '../../core/doctor/plan.ts';
import { ACCOUNT, FOLDERS, MOVED_ACCOUNT, REGION } from './synthesize.ts';
import { template } from './templates.ts';

const plans = readPlans(FOLDERS[0]!);
const [prod, moved] = ['prod', 'moved'].map((stage) => plans.find(({ prefix }) => prefix.endsWith(`-${stage}`))!);

describe('what a deploy would make, as the doctor reads it', () => {
  test('is that of each stage, in its account and Region', () => {
    expect(plans).toHaveLength(2);
    expect(prod).toMatchObject({
      account: ACCOUNT,
      region: REGION,
      isOnDemand: true,
      shards: 4,
      reserved: 0,
      isHeard: true,
    });
    expect(prod).not.toHaveProperty('issuer');
    expect(moved).toMatchObject({
      ...{ account: MOVED_ACCOUNT, region: 'eu-central-1', isOnDemand: false, shards: 4, reserved: 5, isHeard: true },
      issuer: 'https://login.example.com',
    });
    expect(prod!.bootstrap).toBeGreaterThan(5);
  });

  test('names everything that a first deploy which failed leaves standing, so that it is found', () => {
    const { Resources } = template('prod', 'State');
    const left = Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    const named = left.flatMap(({ Properties }) =>
      Object.entries(Properties)
        .filter(([name]) => /^(Table|Role|Stream|Bucket|Queue|Topic)?Name$/.test(name))
        .map(([, name]) => name),
    );

    expect(named.length).toBeGreaterThanOrEqual(9);
    expect(prod!.names.table).toEqual(expect.arrayContaining(named));
    // The pool has a name that others may have too.
    expect(left.filter(({ Type }) => Type !== 'AWS::DynamoDB::Table').map(({ Type }) => Type)).toEqual([
      'AWS::Cognito::UserPool',
    ]);
  });

  test('is judged whole', () => {
    const facts: Facts = {
      ...{
        account: { found: ACCOUNT },
        bootstrap: { found: 29 },
        stacks: { found: {} },
        taken: { found: {} },
        tables: { found: {} },
      },
      ...{ lambda: { found: { concurrent: 1000, unreserved: 1000 } }, silent: [] },
      kinesis: { found: { shards: 0, shardLimit: 500, onDemand: 0, onDemandLimit: 50 } },
    };

    expect(diagnose(prod!, facts).filter(({ level }) => level !== 'ok')).toEqual([]);
  });
});
