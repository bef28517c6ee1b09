import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsClosures } from './closures.aws.ts';
import { closuresContract } from './closures.contract.ts';
import { memoryClosures } from './closures.memory.ts';

const onDouble = (hooks = {}) =>
  awsClosures({
    ddb: dynamoDouble({ Gate: ['pk'] }).client(hooks),
    gateTable: 'Gate',
    persistence: { sleep: async () => {}, now: () => 0 },
  });

describe('closures in memory', () => closuresContract(async () => memoryClosures()));
describe('closures on DynamoDB', () => {
  closuresContract(async () => onDouble());

  test('an answer that was lost does not count twice', async () => {
    let lost = 0;
    const after = async () => {
      if (lost++ % 2 === 0) throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
    };
    const count = onDouble({ after });
    const take = (incident: string) => count.take({ person: 'rita', incident, at: 0 }, 2);
    expect([await take('a'), await take('b'), await take('c')]).toEqual([true, true, false]);
  });
});
