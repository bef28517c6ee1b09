import { expect, test } from '@jest/globals';
import {
  allow,
  bucket,
  bucketArn,
  inventory,
  KEY,
  key,
  role,
  roleArn,
  underItsKey,
} from '../../test/fixtures/policies/account.ts';
import { exposure } from '../exposure/exposure.ts';
import { exposureSchema } from './could.ts';
import { couldOf } from './could-of.ts';

const read = allow('s3:GetObject', `${bucketArn('data')}/*`);
const decrypt = allow('kms:Decrypt', KEY);
const words = () => 'a condition';

test('who can is listed with the policies, the key and the data', async () => {
  const rows = [
    bucket('data', underItsKey('data')),
    key(),
    role('open', [read, decrypt]),
    role('half', [read]),
    role('none'),
  ];
  const found = await inventory(rows);

  const could = couldOf(exposure(found), found, { storage: [`${bucketArn('data')}/*`], words });

  const open = could.answers.find(({ principal }) => principal === roleArn('open'))!;
  expect(could.answers.map(({ principal }) => principal)).not.toContain(roleArn('half'));
  expect(open.verdict).toBe('yes');
  expect(open.ways[0]!.map(({ is }) => is)).toEqual(['principal', 'policy', 'key', 'data']);
  expect(exposureSchema.parse(could)).toEqual(could);
});

test('a data set that is not there is told, and nobody is said to be unable', async () => {
  const found = await inventory([bucket('data')]);

  const could = couldOf(exposure(found), found, { dataSets: ['other'], words });

  expect([could.answers, could.problems.some((one) => /no data set other/.test(one))]).toEqual([[], true]);
});
