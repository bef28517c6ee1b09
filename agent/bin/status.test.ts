import { expect, test } from '@jest/globals';
import { humanStatus } from './status.ts';

test('why nothing is recorded is said in a sentence: the control plane’s, or the agent’s own; and never a control of a terminal', () => {
  const lines: string[] = [];
  const { state } = humanStatus((line) => lines.push(line));

  state('d', { state: 'paused', reason: 'too-new', sentence: 'you have\u001b[2J paused' });
  state('d', { state: 'paused', reason: 'unreachable' });
  state('d', { state: 'paused', reason: 'of-a-later-one' });
  state('d', { state: 'recording' });

  expect(lines).toEqual([
    expect.stringMatching(/^d: ○ not recording \(too-new: you have.*paused\)$/),
    'd: ○ not recording (unreachable: the service does not answer)',
    'd: ○ not recording (of-a-later-one)',
    'd: ● recording',
  ]);
  expect(lines.join('')).not.toContain('\u001b');
});
