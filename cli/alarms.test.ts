import { expect, test } from '@jest/globals';
import { alarmsText, withDashboard } from './alarms.ts';

const alarm = (name: string, state: string, more: object = {}) => ({
  ...{ alarm: name, state, since: Date.UTC(2026, 10, 25, 12), means: `${name} means this.`, ...more },
});

test('what rings, since when, what it means, and where the runbook is; the rest is counted', () => {
  const text = alarmsText(
    [alarm('lag', 'alarm', { runbook: 'docs/runbooks.md#lag' }), alarm('recall', 'unknown'), alarm('errors', 'ok')],
    false,
  );
  expect(text).toMatch(/^lag: in alarm since 2026-11-25 /);
  expect(text).toContain('\n  lag means this.\n  what to do: docs/runbooks.md#lag\n');
  expect(text).toContain('recall: not known: too little was heard since');
  expect(text).toMatch(/1 alarm is in order: --all$/);
  expect(text).not.toContain('errors');
});

test('with --all those in order too', () => {
  expect(alarmsText([alarm('errors', 'ok')], true)).toContain('errors: in order since');
});

test('a program without alarms is not one in which all is well', () => {
  expect(alarmsText([], false)).toContain('no alarms: nobody would be told');
});

test('where the figures are drawn, where that is known', () => {
  expect(withDashboard('none', 'https://console.example.com/x')).toMatch(
    /^none\n\nas a picture.*https:\/\/console\.example\.com\/x$/,
  );
  expect(withDashboard('none', undefined)).toBe('none');
});
