import { describe, expect, test } from '@jest/globals';
import { alarmsContract } from './alarms.contract.ts';
import { memoryAlarms } from './alarms.memory.ts';
import { dashboardUrl, wordsOf } from './alarms.ts';

describe('alarms in memory', () => alarmsContract(memoryAlarms));

test('a text without a runbook is all meaning', () => {
  expect(wordsOf('It fails.')).toEqual({ means: 'It fails.' });
  expect(wordsOf('See Runbook: x. Runbook: docs/runbooks.md#a')).toEqual({
    means: 'See Runbook: x.',
    runbook: 'docs/runbooks.md#a',
  });
});

test.each([
  [
    'eu-central-1',
    'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/a-b',
  ],
  ['cn-north-1', 'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#dashboards/dashboard/a-b'],
  [
    'us-gov-west-1',
    'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#dashboards/dashboard/a-b',
  ],
])('the dashboard of %s is in its console', (region, url) => expect(dashboardUrl(region, 'a-b')).toBe(url));
