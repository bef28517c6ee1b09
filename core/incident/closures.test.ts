import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsClosures } from './closures.aws.ts';
import { closuresContract } from './closures.contract.ts';
import { memoryClosures } from './closures.memory.ts';

const onDouble = (hooks = {}, tables = dynamoDouble({ Gate: ['pk'] })) =>
  awsClosures({
    ddb: tables.client(hooks),
    gateTable: 'Gate',
    persistence: { sleep: async () => {}, now: () => 0 },
  });

describe('closures in memory', () => closuresContract(async () => memoryClosures()));
describe('closures on DynamoDB', () => {
  closuresContract(async () => onDouble());

  test('a person has one item, of the last day', async () => {
    const tables = dynamoDouble({ Gate: ['pk'] });
    const count = onDouble({}, tables);
    const DAY = 86_400_000;
    for (const [incident, at] of [
      ['a', 0],
      ['b', 0],
      ['c', DAY],
    ] as const) {
      await count.take({ person: 'rita', incident, at }, 2);
    }
    expect(tables.items('Gate')).toEqual([
      { pk: { S: 'closures#rita' }, day: { S: '1970-01-02' }, incidents: { SS: ['c'] } },
    ]);
  });

  test('of a day before the last one, where clocks differ around midnight, a closure counts on the last one', async () => {
    const count = onDouble();
    const take = (incident: string, at: number) => count.take({ person: 'rita', incident, at }, 2);
    await take('a', 86_400_000);
    expect([await take('b', 0), await take('c', 0), await take('c', 86_400_000)]).toEqual([true, false, false]);
  });

  test('whoever cannot ask is told so at once where asking again does not help', async () => {
    let tries = 0;
    const before = async () => {
      tries++;
      throw Object.assign(new Error('no such table'), { name: 'ResourceNotFoundException' });
    };
    const asked = onDouble({ before }).take({ person: 'rita', incident: 'a', at: 0 }, 2);
    await expect(asked).rejects.toThrow('no such table');
    expect(tries).toBe(1);
  });

  test('is asked with little patience: whoever wants to close goes on without an answer', async () => {
    const asked: unknown[] = [];
    const send = async (_: unknown, options: unknown) => void asked.push(options);
    await awsClosures({ ddb: { send } as never, gateTable: 'Gate' }).take({ person: 'rita', incident: 'a', at: 0 }, 2);
    expect(asked).toEqual([{ requestTimeout: 500 }]);
  });

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
