import { expect, test } from '@jest/globals';
import type { IncidentView } from '../api/incident.ts';
import { timelineOf, timelineText, tookFor } from './timeline.ts';

const view = {
  incident: {
    ...{ incident: '01KB5DBJH0000000000000000A', kind: 'report', severity: 'high', status: 'resumed', closes: true },
    ...{
      reporter: 'reporter:somebody',
      reportedAt: 1_000,
      from: 0,
      disclosure: '1.0',
      closedAt: 1_900,
      concludedAt: 400_000,
    },
    resuming: { at: 399_000, approvers: ['one', 'other'] },
  },
  approvals: [
    { incident: '', approver: 'p2', groups: ['stewards'], decision: 'resume', findings: '', epoch: 2, at: 300_000 },
    {
      incident: '',
      approver: 'p1',
      groups: ['representatives'],
      decision: 'resume',
      findings: '',
      epoch: 2,
      at: 200_000,
    },
  ],
} as unknown as IncidentView;

test('what happened, in order of time, by which role, and no name', () => {
  const moments = timelineOf(view);
  expect(moments.map(({ what, by }) => [what, by])).toEqual([
    ['reported, severity high', 'who reported'],
    ['both gates closed', 'the program'],
    ['approved: resume', 'representatives'],
    ['approved: resume', 'stewards'],
    ['resume begun', 'the program'],
    ['resumed', 'the program'],
  ]);
  const text = timelineText(moments);
  for (const name of ['reporter:somebody', 'p1', 'p2']) expect(text).not.toContain(name);
  expect(text).toContain('3 min 18 s');
});

test.each([
  [400, '0 s'],
  [59_000, '59 s'],
  [3_600_000 + 120_000, '1 h 2 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms are %s', (ms, words) => {
  expect(tookFor(ms)).toBe(words);
});
