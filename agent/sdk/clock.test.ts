import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { systemClock } from './clock.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const DAY = 86_400_000;

test('a timer of more than Node’s longest waits for all of it', () => {
  const run = jest.fn();
  systemClock.after(60 * DAY, run);
  jest.advanceTimersByTime(60 * DAY - 1);
  expect(run).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});

test('and is cancelled at any time of it', () => {
  const run = jest.fn();
  const cancel = systemClock.after(60 * DAY, run);
  jest.advanceTimersByTime(50 * DAY);
  cancel();
  jest.advanceTimersByTime(50 * DAY);
  expect(run).not.toHaveBeenCalled();
});
