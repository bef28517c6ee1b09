import { describe, expect, test } from '@jest/globals';
import { alarmsContract } from './alarms.contract.ts';
import { memoryAlarms } from './alarms.memory.ts';
import { wordsOf } from './alarms.ts';

describe('alarms in memory', () => alarmsContract(memoryAlarms));

test('a text without a runbook is all meaning', () => {
  expect(wordsOf('It fails.')).toEqual({ means: 'It fails.' });
  expect(wordsOf('See Runbook: x. Runbook: docs/runbooks.md#a')).toEqual({
    means: 'See Runbook: x.',
    runbook: 'docs/runbooks.md#a',
  });
});
