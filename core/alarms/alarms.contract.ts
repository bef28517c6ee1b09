import { expect, test } from '@jest/globals';
import type { Alarm, AlarmBoard } from './alarms.ts';

const ALARMS: Alarm[] = [
  { alarm: 'api-errors', state: 'ok', since: 9, means: 'The API fails.', runbook: 'docs/runbooks.md#api-errors' },
  { alarm: 'lag', state: 'alarm', since: 5, means: 'Frames are old.', runbook: 'docs/runbooks.md#lag' },
  { alarm: 'poison', state: 'alarm', since: 7, means: 'A frame was dropped.' },
  {
    alarm: 'recall',
    state: 'unknown',
    since: 8,
    means: 'Redaction misses things.',
    runbook: 'docs/runbooks.md#recall',
  },
];

/** @param setup a board that shows these */
export function alarmsContract(setup: (alarms: readonly Alarm[]) => AlarmBoard): void {
  test('those in alarm come first, the newest before, and then those of which nothing is known', async () => {
    const [api, lag, poison, recall] = ALARMS;
    expect(await setup(ALARMS).all()).toEqual([poison, lag, recall, api]);
  });

  test('a program without alarms has none', async () => {
    expect(await setup([]).all()).toEqual([]);
  });
}
