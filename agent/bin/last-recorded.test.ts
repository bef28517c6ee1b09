import { expect, test } from '@jest/globals';
import { RecordedUntil } from './last-recorded.ts';

test('says until when it was recorded, and the first reason why no longer', () => {
  const recorded = new RecordedUntil(undefined);
  expect(recorded.at(1)).toBeUndefined();
  recorded.see({ state: 'paused', reason: 'starting' }, 1);
  expect(recorded.at(2)).toBeUndefined();
  recorded.see({ state: 'recording' }, 3);
  // Who is killed now has said so much.
  expect(recorded.at(9)).toEqual({ until: 9 });
  recorded.see({ state: 'paused', reason: 'gate-closed' }, 10);
  recorded.see({ state: 'paused', reason: 'unreachable' }, 20);
  recorded.see({ state: 'stopped', reason: 'user' }, 30);
  expect(recorded.at(40)).toEqual({ until: 10, reason: 'gate-closed' });
});

test('of a run that never recorded it is what the one before said', () => {
  const before = { until: 5, reason: 'user' };
  const recorded = new RecordedUntil(before);
  recorded.see({ state: 'paused', reason: 'consent' }, 7);
  recorded.see({ state: 'stopped', reason: 'consent' }, 8);
  expect(recorded.at(9)).toEqual(before);
});
