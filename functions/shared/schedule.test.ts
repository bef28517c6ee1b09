import { describe, expect, test } from '@jest/globals';
import { DOOR_NAMES, eventsOf } from '../../core/disclosure/doors.ts';
import { apiEvent } from '../../test/fixtures/api-events.ts';
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
    ['what says no more than its source', { source: 'aws.events' }],
    ['nothing', undefined],
  ])('is not %s', (_what, event) => {
    expect(isScheduled(event)).toBe(false);
  });

  test('is none by which a door moves, those of rules and schedules among them', () => {
    const events = DOOR_NAMES.flatMap(eventsOf);
    expect(events).toContain('events:DisableRule');
    expect(events.filter((event) => isScheduled(apiEvent(event)))).toEqual([]);
  });
});
