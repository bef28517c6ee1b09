import { expect, test } from '@jest/globals';
import { allow, bucket, bucketArn, inventory, policy, role } from '../../test/fixtures/policies/account.ts';
import { scopeSchema } from '../who-did/scope.ts';
import { exposedAt } from './exposed-at.ts';

const trustOf = (condition: object) => ({
  trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*', ...condition }),
});

test('whoever anywhere can become one who reads is named, under whatever condition', async () => {
  const read = allow('s3:GetObject', `${bucketArn('copy')}/*`);
  const rows = [
    bucket('copy', { tags: { program: 'p' } }),
    role('reader', [read], trustOf({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
  ];
  const scope = scopeSchema.parse({ program: 'p' });
  const { groups } = exposedAt(await inventory(rows), { program: 'p', scope, fields: new Set() });
  const readers = groups.flatMap((group) => group.readers);
  expect(readers).toContainEqual(
    expect.objectContaining({ principal: expect.stringContaining('everybody with an AWS account'), verdict: 'if' }),
  );
});
