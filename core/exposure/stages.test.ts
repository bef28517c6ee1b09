import { describe, expect, test } from '@jest/globals';
import {
  allow,
  bucket,
  bucketArn,
  inventory,
  KEY,
  key,
  REGION,
  role,
  roleArn,
  table,
  tableArn,
} from '../../test/fixtures/policies/account.ts';
import { OWN } from '../../test/fixtures/policies/generate.ts';
import { exposure } from './exposure.ts';
import type { Row, Thing } from './inventory.ts';

/* A deployed stage is found by its names and tags, and what it stores is sealed. */

const PREFIX = 'sluice-p-prod';
const tags = (dataClass: string) => ({ tags: { program: 'p', stage: 'prod', 'data-class': dataClass } });
const VAULT = `${PREFIX}-state-ingestvault-abc`;
const STREAM = `arn:aws:kinesis:${REGION}:${OWN}:stream/${PREFIX}-frames`;
const UNDER = KEY.replace('11111111', '22222222');

const stage = (): Thing[] => [
  table(`${PREFIX}-Index`, tags('vault')),
  table(`${PREFIX}-Keys`, tags('keys')),
  table(`${PREFIX}-LeaseKeys`, tags('control')),
  table(`${PREFIX}-Ledger`, tags('evidence')),
  bucket(VAULT, tags('vault')),
  { row: 'stream', arn: STREAM, account: OWN, region: REGION, ...tags('vault') },
  key(undefined, { aliases: [`alias/${PREFIX}/subject-keys`] }),
  key(undefined, { arn: UNDER, aliases: [`alias/${PREFIX}/control`] }),
];
const storage = allow(['dynamodb:GetItem', 'dynamodb:Query'], tableArn(`${PREFIX}-Index`));
const wrapped = allow('dynamodb:GetItem', tableArn(`${PREFIX}-Keys`));
const open = allow('kms:Decrypt', KEY, { Condition: { StringEquals: { 'kms:EncryptionContext:program': 'p' } } });
const frames = allow(['kinesis:GetRecords', 'kinesis:GetShardIterator'], STREAM);
const people = [
  role('reader', [storage, wrapped, open]),
  role('investigator', [storage, allow('s3:GetObject', `${bucketArn(VAULT)}/*`)]),
  role('unwrapper', [wrapped, open]),
  role('redactor', [frames, allow('dynamodb:GetItem', tableArn(`${PREFIX}-LeaseKeys`)), allow('kms:Decrypt', UNDER)]),
];
const readers = async (rows: Thing[], dataSet: string) =>
  exposure(await inventory(rows))
    .whoCanRead(dataSet)
    .filter(({ how, kind }) => how === 'itself' && kind === 'role')
    .map(({ principal }) => principal);

describe('a stage', () => {
  test('is read by who has storage, keys of people, and what unwraps them', async () => {
    expect(await readers([...stage(), ...people], `${PREFIX} segments`)).toEqual([roleArn('reader')]);
    expect(await readers([...stage(), ...people], `${PREFIX} frames`)).toEqual([roleArn('redactor')]);
  });

  test('has other tables, which are what they are', async () => {
    const ids = exposure(await inventory(stage())).dataSets.map(({ id }) => id);

    expect(ids).toContain(tableArn(`${PREFIX}-Ledger`));
    expect(ids).not.toContain(tableArn(`${PREFIX}-Index`));
  });

  test('without the tag of its program, or without its keys, is no stage: what is stored counts as it lies', async () => {
    const untagged = stage().map((row): Thing => (row.row === 'table' ? { ...row, tags: {} } : row));
    const keyless = stage().filter(({ row }) => row !== 'key');

    for (const rows of [untagged, keyless]) {
      expect(await readers([...rows, ...people], tableArn(`${PREFIX}-Index`))).toEqual([
        roleArn('reader'),
        roleArn('investigator'),
      ]);
    }
  });

  test.each([
    [3, false],
    [1, true],
  ])('is judged by the budget of its disclosure: %d', async (budget, over) => {
    const found = await inventory([...stage(), ...people]);

    const { rows } = exposure(found, { budgets: new Map([['p', budget]]) }).scan();

    // The reader, and root of the account.
    expect(rows.find(({ id }) => id === `${PREFIX} segments`)).toMatchObject({ budget, over, readers: { yes: 2 } });
  });

  test('named by its collector is not named twice', async () => {
    const own: Row<'data-set'> = { row: 'data-set', id: 'mine', storage: [tableArn(`${PREFIX}-Index`)] };
    const ids = exposure(await inventory([...stage(), own])).dataSets.map(({ id }) => id);

    expect(ids).toContain('mine');
    expect(ids).not.toContain(`${PREFIX} segments`);
  });
});
