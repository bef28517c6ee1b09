/** A store that answers in part: what it left out is asked for again, with pauses, and not for ever. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { awsIntake } from './intake.aws.ts';

type Key = Record<string, AttributeValue>;

/** Subjects by name, of which an answer holds `most` at once; time passes by pauses alone. */
function store(most: number, error?: Error) {
  let now = 0;
  const asked: number[] = [];
  const row = (key: Key) => ({
    ...{ ...key, state: { S: 'live' }, serial: { S: '01JDHK0000000000000000000A' }, disclosure: { S: '1.0' } },
    ...{ keyId: { S: 'key' }, revision: { N: '0' }, windows: { M: {} } },
  });
  const send = async ({ input }: { input: { RequestItems: { Subjects: { Keys: Key[] } } } }) => {
    const { Keys } = input.RequestItems.Subjects;
    asked.push(Keys.length);
    if (error) throw error;
    const left = Keys.slice(most);
    return {
      Responses: { Subjects: Keys.slice(0, most).map(row) },
      UnprocessedKeys: left.length > 0 ? { Subjects: { Keys: left } } : {},
    };
  };
  const sleep = async (ms: number) => {
    now += ms;
  };
  const intake = awsIntake({
    ddb: { send } as never as DynamoDBClient,
    tables: { lanes: 'Lanes', subjects: 'Subjects', index: 'Index' },
    again: { now: () => now, sleep, random: () => 0.5 },
  });
  return { intake, asked, passed: () => now };
}

test('all are read in the end, those that were left out again', async () => {
  const names = Array.from({ length: 130 }, (_, at) => `subject-${at}`);
  const { intake, asked, passed } = store(40);

  expect([...(await intake.readSubjects(names)).keys()].sort()).toEqual([...names].sort());
  expect(asked).toEqual([100, 90, 50, 10]);
  expect(passed()).toBeGreaterThan(0);
});

test('a store that leaves nothing out is not waited for, and one that refuses is not asked again', async () => {
  const names = Array.from({ length: 130 }, (_, at) => `subject-${at}`);
  const { intake, asked, passed } = store(100);
  expect((await intake.readSubjects(names)).size).toBe(130);
  expect([asked, passed()]).toEqual([[100, 30], 0]);

  const refusing = store(100, Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(refusing.intake.readSubjects(names)).rejects.toThrow('no');
  expect(refusing.asked).toEqual([100]);
});

test('a store that answers nothing is given up, after some tries and within its time', async () => {
  const { intake, asked, passed } = store(0);

  await expect(intake.readSubjects(['anna'])).rejects.toThrow();
  expect(asked.length).toBeLessThan(200);
  expect(passed()).toBeLessThan(6_000);
});
