import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { awsMailbox } from './mailbox.aws.ts';
import { mailboxContract } from './mailbox.contract.ts';
import { memoryMailbox } from './mailbox.memory.ts';
import { boxOf } from './mailbox.ts';
import { awsTextSeal } from './text-seal.aws.ts';

const setup = () => {
  const double = kmsDouble();
  const tables = dynamoDouble({ Incidents: ['incident', 'item'] });
  const seal = awsTextSeal({ kms: double.client, keyId: double.makeKey(), program: 'p' });
  return { tables, seal, mailbox: awsMailbox({ documents: tables.documents(), table: 'Incidents', seal }) };
};

describe('mailbox in memory', () => mailboxContract(async () => memoryMailbox()));
describe('mailbox on DynamoDB', () => {
  mailboxContract(async () => setup().mailbox);

  test('what is answered is sealed, for answers alone', async () => {
    const { tables, mailbox } = setup();
    const seen: string[] = [];
    await mailbox.answer('01KB5DBJH0000000000000000A', { at: 1, text: 'what was answered' });
    for (const item of tables.items('Incidents')) seen.push(JSON.stringify(item));
    expect(seen.join()).not.toContain('what was answered');
    expect(seen).toHaveLength(1);
  });
});

test('a box is found by its receipt, in its program alone', () => {
  expect(boxOf('p', 'receipt')).toBe(boxOf('p', 'receipt'));
  expect(boxOf('p', 'receipt')).not.toBe(boxOf('q', 'receipt'));
  expect(boxOf('p', 'receipt')).not.toContain('receipt');
});
