import { expect, test } from '@jest/globals';
import { explain } from '../sdk/explain.ts';
import { CAUSES, isPassing } from '../sdk/reasons.ts';
import { PAUSE_REASONS } from '../sdk/state.ts';
import { humanStatus } from './status.ts';

test('why nothing is recorded is said in a sentence: the control plane’s, or the agent’s own; and never a control of a terminal', () => {
  const lines: string[] = [];
  const { state } = humanStatus((line) => lines.push(line));

  state('d', { state: 'paused', reason: 'too-new', sentence: 'you have\u001b[2J paused' });
  state('d', { state: 'paused', reason: 'unreachable' });
  state('d', { state: 'paused', reason: 'of-a-later-one' });
  state('d', { state: 'recording' });
  state('d', { state: 'recording', notDelivering: { since: Date.UTC(2026, 1, 1), reason: 'proxy-login' } });
  state('d', { state: 'stopped', reason: 'user' });

  expect(lines).toEqual([
    expect.stringMatching(/^d: ○ not recording \(too-new: you have.*paused\)\. Ask whoever runs the program/),
    'd: ○ not recording (unreachable: the service does not answer). Check the network. It goes on by itself once the service can be reached.',
    expect.stringMatching(/^d: ○ not recording \(of-a-later-one: the service refuses: of-a-later-one\)\. Ask/),
    'd: ● recording',
    expect.stringMatching(
      /^d: ● recording, not delivering since \d\d:\d\d \(proxy-login: the proxy asks for a login\)\. Put it/,
    ),
    'd: ■ stopped (user)',
  ]);
  expect(lines.join('')).not.toContain('\u001b');
});

test('lines that were left out are told by number and reason, not without end', () => {
  const lines: string[] = [];
  const { line } = humanStatus((text) => lines.push(text));
  for (let number = 1; number <= 1000; number++) line('d', number, 'not-json');
  expect(lines).toHaveLength(51);
  expect(lines[0]).toBe('d: line 1: not-json');
});

test('what was lost is said at the end, by kind', () => {
  const lines: string[] = [];
  const agent = { dropped: { time: 3 }, overBudget: 195_000, discarded: 2, framesDamaged: 1 };
  const collector = { events: 9, skipped: { 'not-json': 4 }, lines: 13 };
  humanStatus((text) => lines.push(text)).result('d', {
    collector,
    agent,
    acked: 5,
    pending: 0,
    gaveUp: 'gate-closed',
  });
  for (const words of [
    '4 not-json',
    '195000 events left out',
    '3 events left out',
    '2 events thrown',
    '1 frames were damaged',
    'gate-closed) after 13 lines',
  ]) {
    expect(lines.join('\n')).toContain(words);
  }
});

test.each(PAUSE_REASONS)('%s has a cause, words and something to do', (reason) => {
  const why = explain({ state: 'paused', reason })!;
  expect(CAUSES).toContain(why.by);
  expect(why.says).not.toContain('refuses');
  expect(why.advice).toMatch(/\.$|: sluice/);
});

test.each([
  'device',
  'device-removed',
  'population',
  'consent',
  'you-paused',
  'disclosure',
  'gate-closed',
  'limit',
  'busy',
  'http-401',
])('the refusal %s has something to do, and is waited for only where nobody has to do it', (reason) => {
  expect(explain({ state: 'paused', reason })!.advice).toMatch(/./);
  expect(isPassing(reason)).toBe(['you-paused', 'gate-closed', 'limit', 'busy'].includes(reason));
});
