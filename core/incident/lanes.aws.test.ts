import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { awsLanes } from './lanes.aws.ts';
import { lanesContract } from './lanes.contract.ts';

describe('lanes on DynamoDB', () => {
  const make = async () => {
    const ddb = dynamoDouble({ Lanes: ['lane'] }).client();
    const listed: string[] = [];
    return {
      lanes: awsLanes({ ddb, table: 'Lanes', gate: { lanes: async () => listed } }),
      async put(lane: string, row: { state: string; admitted: number; retired?: number } | 'damaged') {
        const read = row === 'damaged' ? { state: 'closed', admitted: -1 } : row;
        const Item = {
          ...{ lane: S(lane), state: S(read.state), admitted: N(read.admitted) },
          ...(read.retired !== undefined && { retired: N(read.retired) }),
        };
        await ddb.send(new PutItemCommand({ TableName: 'Lanes', Item }));
      },
      list: async (lane: string) => void listed.push(lane),
    };
  };
  lanesContract(make);

  test('a table that does not answer is no damage: it is an error', async () => {
    const before = async () => Promise.reject(new Error('away'));
    const ddb = dynamoDouble({ Lanes: ['lane'] }).client({ before });
    const lanes = awsLanes({ ddb, table: 'Lanes', gate: { lanes: async () => ['a'] } });
    await expect(lanes.lanes()).rejects.toThrow('away');
  });

  test('each row is read as it is now, not as it was a moment ago', async () => {
    const reads: object[] = [];
    const before = async (_: string, input: object) => void reads.push(input);
    const ddb = dynamoDouble({ Lanes: ['lane'] }).client({ before });
    await awsLanes({ ddb, table: 'Lanes', gate: { lanes: async () => ['a'] } }).lanes();
    expect(reads).toEqual([{ TableName: 'Lanes', Key: { lane: S('a') }, ConsistentRead: true }]);
  });
});
