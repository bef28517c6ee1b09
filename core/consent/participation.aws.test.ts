import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { awsParticipationNote } from './participation.aws.ts';
import { participationNoteContract } from './participation.contract.ts';

const world = () => {
  const ddb = dynamoDouble({ Gate: ['pk'] }).client();
  return { ddb, note: awsParticipationNote({ ddb, gateTable: 'Gate' }) };
};

describe('in DynamoDB', () => {
  participationNoteContract(() => world().note);

  test.each([
    ['no day', { consented: N(5) }],
    ['a day that is no text', { day: N(9) }],
    ['a figure that is none', { day: S('2026-11-25'), consented: S('many') }],
  ])('a row with %s is none, and is written anew', async (_, attributes) => {
    const { ddb, note } = world();
    const Item = { pk: S('participation'), ...attributes };
    await ddb.send(new PutItemCommand({ TableName: 'Gate', Item }));
    expect(await note.read()).toBeUndefined();

    await note.write('2026-11-26', { consented: 10 });
    expect(await note.read()).toEqual({ day: '2026-11-26', told: { consented: 10 } });
  });

  test('what is no failed condition is thrown', async () => {
    const away = { send: () => Promise.reject(new TypeError('away')) } as never;
    await expect(awsParticipationNote({ ddb: away, gateTable: 'Gate' }).write('2026-11-26', {})).rejects.toThrow(
      'away',
    );
  });
});
