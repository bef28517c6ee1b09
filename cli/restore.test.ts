import { describe, expect, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';

describe('restore says what is wrong before it asks anybody', () => {
  const INCIDENT = '01K6ZZZZZZZZZZZZZZZZZZZZZZ';
  test.each<[what: string, args: string[], words: RegExp]>([
    ['no stage', ['plan'], /Say which stage/],
    [
      'a time without a zone',
      ['plan', '--program', 'p', '--stage', 's', '--table', 'Gate', '--to', '2026-11-29T09:00'],
      /with its zone/,
    ],
    [
      'a time without a table',
      ['plan', '--program', 'p', '--stage', 's', '--to', '2026-11-29T09:00:00Z'],
      /goes with --table/,
    ],
    ['a table that is none', ['plan', '--program', 'p', '--stage', 's', '--table', 'Gates'], /Gate, Lanes/],
    [
      'a table of the program as a copy',
      ['correct', 'Gate', '--restored', 'sluice-p-s-Gate', '--incident', INCIDENT],
      /is not a copy/,
    ],
    [
      'one copy as both',
      ['correct', 'Gate', '--restored', 'a', '--current', 'a', '--incident', INCIDENT],
      /is not a copy/,
    ],
    ['an incident that is none', ['correct', 'Gate', '--restored', 'a', '--incident', 'x'], /x/],
  ])('%s', async (_, args, words) => {
    const { code, err } = await sluice('restore', ...args);

    expect(code).toBe(2);
    expect(err).toMatch(words);
  });
});
