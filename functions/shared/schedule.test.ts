import { describe, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { alsoScheduled } from './schedule.ts';

const context = { functionName: 'f', awsRequestId: 'a' } as Context;
const answer = { statusCode: 200, body: '{}' };

function setup() {
  const http = jest.fn(async () => answer);
  const run = jest.fn(async () => ({ finished: 1 }));
  return { http, run, handler: alsoScheduled(http, run) };
}

describe('a function with a schedule beside its routes', () => {
  test.each(['aws.events', 'aws.scheduler'])('runs for %s', async (source) => {
    const { http, run, handler } = setup();

    const result = await handler({ source, 'detail-type': 'Scheduled Event', detail: {} }, context);

    expect(result).toEqual({ finished: 1 });
    expect([run, http].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  });

  test.each([
    ['a body', { body: '{"source":"aws.events"}' }],
    ['a query', { queryStringParameters: { source: 'aws.events' } }],
    ['everything that a gateway would never let through', { source: 'aws.events' }],
  ])('answers callers, whatever they say in %s', async (_where, said) => {
    const { http, run, handler } = setup();
    const event = { routeKey: 'GET /incidents', requestContext: { requestId: 'r' }, ...said };

    const result = await handler(event, context);

    expect(result).toEqual(answer);
    expect([run, http].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });

  test('fails when its work fails: Lambda counts it, and an alarm tells', async () => {
    const handler = alsoScheduled(
      async () => answer,
      async () => {
        throw new Error('not done');
      },
    );

    await expect(handler({ source: 'aws.events' }, context)).rejects.toThrow('failed');
  });
});
