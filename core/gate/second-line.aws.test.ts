import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { iamDouble } from '../../test/fixtures/iam.ts';
import { awsComparisonCall, awsSecondLineNotes, awsSecondLinePolicies } from './second-line.aws.ts';
import { secondLineNotesContract, secondLinePoliciesContract } from './second-line.contract.ts';
import { memorySecondLineNotes, memorySecondLinePolicies } from './second-line.memory.ts';
import { secondLinePolicy } from './second-line.ts';

const ROLES = { collection: ['program-agent'], reading: ['program-reader', 'program-exports'] };
const AT = Date.UTC(2026, 10, 25, 12);
const onIam = () => {
  const { client, roles } = iamDouble(...Object.values(ROLES).flat());
  return { roles, policies: awsSecondLinePolicies({ iam: client, roles: ROLES }) };
};

describe('policies in memory', () => secondLinePoliciesContract(async () => memorySecondLinePolicies()));
describe('policies at IAM', () => {
  secondLinePoliciesContract(async () => onIam().policies);

  test('are inline, of one name, beside what the role has', async () => {
    const { roles, policies } = onIam();
    roles.get('program-agent')!.set('Access', '{}');
    await policies.put('collection', secondLinePolicy('collection', AT));
    expect([...roles.get('program-agent')!.keys()]).toEqual(['Access', 'sluice-paused']);
    await policies.remove('collection');
    expect([...roles.get('program-agent')!.keys()]).toEqual(['Access']);
  });

  test('are on each role of a gate, and what one of them lacks is told', async () => {
    const { roles, policies } = onIam();
    const policy = secondLinePolicy('reading', AT);
    await policies.put('reading', policy);
    for (const role of ROLES.reading) expect(roles.get(role)!.get('sluice-paused')).toBe(JSON.stringify(policy));
    roles.get('program-exports')!.delete('sluice-paused');
    expect(await policies.read('reading')).toEqual([JSON.stringify(policy), undefined]);
    await policies.remove('reading');
    expect(await policies.read('reading')).toEqual([undefined, undefined]);
  });

  test('of a role that is not there cannot be put, and are none', async () => {
    const policies = awsSecondLinePolicies({ iam: iamDouble().client, roles: ROLES });
    expect(await policies.read('reading')).toEqual([undefined, undefined]);
    await expect(policies.put('reading', secondLinePolicy('reading', AT))).rejects.toThrow('cannot be found');
  });

  test('what IAM refuses is not taken for none', async () => {
    const refusing = { send: async () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' })) };
    const policies = awsSecondLinePolicies({ iam: refusing as never, roles: ROLES });
    await expect(policies.read('reading')).rejects.toThrow('no');
    await expect(policies.remove('reading')).rejects.toThrow('no');
  });
});

const TABLES = { Gate: ['pk'] };
describe('notes in memory', () => secondLineNotesContract(async () => memorySecondLineNotes()));
describe('notes on DynamoDB', () => {
  secondLineNotesContract(async () => awsSecondLineNotes({ ddb: dynamoDouble(TABLES).client(), gateTable: 'Gate' }));

  test.each([
    ['nothing', {}],
    ['no time', { inForce: { BOOL: true }, epoch: { N: '2' }, at: { N: '1' }, before: { N: '1' } }],
    ['a text for a number', { inForce: { BOOL: true }, epoch: { S: 'two' } }],
  ])('one that holds %s is none', async (_what, item) => {
    const ddb = dynamoDouble(TABLES).client();
    await ddb.send(new PutItemCommand({ TableName: 'Gate', Item: { pk: { S: 'second-line#reading' }, ...item } }));
    expect(await awsSecondLineNotes({ ddb, gateTable: 'Gate' }).read('reading')).toBeUndefined();
  });
});

test('to have it compared asks the function, and waits for nothing but that Lambda has heard it', async () => {
  const asked: object[] = [];
  const lambda = { send: async ({ input }: { input: object }) => void asked.push(input) } as unknown as LambdaClient;
  await awsComparisonCall({ lambda, name: 'program-second-line' })();
  expect(asked).toEqual([{ FunctionName: 'program-second-line', InvocationType: 'Event', Payload: Buffer.from('{}') }]);
});
