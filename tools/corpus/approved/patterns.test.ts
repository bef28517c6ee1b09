import { describe, expect, test } from '@jest/globals';
import { readApproved } from './approved.ts';
import { SETS } from './sets.ts';

describe('what was approved (npm run approve): patterns', () => {
  const approved = readApproved('patterns');
  const now = SETS.patterns!();

  test('is about the same groups', () => {
    expect([...approved.keys()]).toEqual([...now.keys()]);
  });

  test.each([...now.keys()])('%s', (group) => {
    expect(now.get(group)!()).toEqual(approved.get(group));
  });
});
