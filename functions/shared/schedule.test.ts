import { describe, expect, test } from '@jest/globals';
import { isScheduled } from './schedule.ts';

const request = { routeKey: 'GET /incidents', requestContext: { requestId: 'r' } };

describe('an event of a schedule', () => {
  test.each(['aws.events', 'aws.scheduler'])('is one of %s', (source) => {
    expect(isScheduled({ source, 'detail-type': 'Scheduled Event', detail: {} })).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a request, whatever it says in its body', { ...request, body: '{"source":"aws.events"}' }],
    ['a request, whatever stands beside it', { ...request, source: 'aws.events' }],
    ['a task', { task: 'contain', incident: '01KB0000000000000000000000' }],
    ['a change at AWS', { source: 'aws.kms' }],
    ['nothing', undefined],
  ])('is not %s', (_what, event) => {
    expect(isScheduled(event)).toBe(false);
  });
});
