import { expect, test } from '@jest/globals';
import { RESTORABLE, type Restorable, TABLE_NAMES } from '../../core/restore/tables.ts';
import { TABLES } from '../../lib/access/resources.ts';
import { ofType, template } from './templates.ts';

test('what is known of restoring tables is so of the tables as they are deployed', () => {
  const deployed = ofType(template('prod', 'State'), 'AWS::DynamoDB::Table').map(([, { Properties }]) => {
    const {
      TableName,
      KeySchema,
      PointInTimeRecoverySpecification: recovery,
      TimeToLiveSpecification: ttl,
    } = Properties;
    return {
      name: String(TableName).split('-').at(-1)!,
      key: KeySchema.map(({ AttributeName }: { AttributeName: string }) => AttributeName),
      recoveryDays: recovery.RecoveryPeriodInDays,
      ttl: ttl?.AttributeName,
    };
  });
  const known = TABLE_NAMES.map((name) => {
    const { key, recoveryDays, ttl } = RESTORABLE[name] as Restorable;
    return { name, key: [...key], recoveryDays, ttl };
  });
  const sorted = <T extends { name: string }>(all: T[]) => all.sort((a, b) => (a.name < b.name ? -1 : 1));

  expect(sorted(known)).toEqual(sorted(deployed));
  expect(TABLE_NAMES).toEqual([...TABLES]);
});
