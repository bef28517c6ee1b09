import { expect, test } from '@jest/globals';
import { Progress } from './progress.ts';

test('the checkpoint stays before the first record that is not finished', () => {
  const progress = new Progress();
  for (const number of ['1', '2', '3', '4']) progress.read(number);

  expect(progress.finish(['2', '4'])).toBeUndefined();
  expect(progress.finish(['1'])).toBe('2');
  expect(progress.size).toBe(2);
  expect(progress.finish(['3'])).toBe('4');
  expect(progress.size).toBe(0);
});
