import { afterEach, describe, expect, test } from '@jest/globals';
import { createOutput, type Format, time } from './output.ts';
import { hasColour, terminalWidth } from './terminal.ts';

const FORCED = process.env.FORCE_COLOR;
afterEach(() => {
  delete process.env.TZ;
  if (FORCED === undefined) delete process.env.FORCE_COLOR;
  else process.env.FORCE_COLOR = FORCED;
});

function written(format: Format, value: unknown, text = 'text', isTTY = false): string {
  delete process.env.FORCE_COLOR;
  let all = '';
  const stream = { isTTY, write: (part: string) => (all += part) } as never;
  createOutput(format, stream, stream).result(value, () => text);
  return all;
}

describe('a result', () => {
  test('for people is text, for programs the value', () => {
    expect(written('table', { a: 1 })).toBe('text\n');
    expect(written('json', { a: 1 })).toBe('{\n  "a": 1\n}\n');
  });

  test.each<[string, unknown, string]>([
    ['a list', [1, { a: 2 }], '1\n{"a":2}\n'],
    ['the list of an answer', { records: [{ a: 1 }, { a: 2 }] }, '{"a":1}\n{"a":2}\n'],
    ['a page of it', { records: [{ a: 1 }], next: 'x' }, '{"a":1}\n{"next":"x"}\n'],
    ['an empty list', { records: [] }, ''],
    ['anything else', { a: [1], b: 2 }, '{"a":[1],"b":2}\n'],
    ['a word', 'done', '"done"\n'],
  ])('%s as lines', (_what, value, lines) => {
    expect(written('ndjson', value)).toBe(lines);
  });

  test('states have colours on a terminal, and nowhere else', () => {
    const text = 'collection  open since 2026\nreading     closed\nwhat        opened, as open as ever\n  | open';

    expect(written('table', 0, text, true)).toBe(
      'collection  \u001b[32mopen\u001b[39m since 2026\nreading     \u001b[31mclosed\u001b[39m\nwhat        opened, as open as ever\n  | open\n',
    );
    expect(written('table', 0, text)).toBe(`${text}\n`);
  });
});

test.each<[string, boolean, Record<string, string>, boolean]>([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal that has none', true, { TERM: 'dumb' }, false],
  ['a pipe that wants it', false, { FORCE_COLOR: '1' }, true],
])('colour: %s', (_what, isTTY, env, wanted) => {
  expect(hasColour({ isTTY } as never, env)).toBe(wanted);
});

test('as wide as the terminal, or as COLUMNS says; a pipe has no width', () => {
  expect(terminalWidth({ isTTY: true, columns: 60 } as never, {})).toBe(60);
  expect(terminalWidth({ isTTY: true, columns: 60 } as never, { COLUMNS: '40' })).toBe(40);
  expect(terminalWidth({ isTTY: false } as never, {})).toBe(Number.POSITIVE_INFINITY);
  expect(terminalWidth({ isTTY: false } as never, { COLUMNS: 'x' })).toBe(Number.POSITIVE_INFINITY);
});

test('moments are those of the place, with their zone', () => {
  const noon = Date.UTC(2026, 10, 29, 12, 0, 1);

  expect([time(undefined), time(noon)]).toEqual([
    '-',
    expect.stringMatching(/^2026-11-\d\d \d\d:\d\d:01 (UTC|[+-]\d\d:\d\d)$/),
  ]);
  expect(Date.parse(time(noon))).toBe(noon);
});
