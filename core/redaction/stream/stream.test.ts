import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../create.ts';
import type { Span } from '../redactor.ts';
import { LongRecord, RecordMalformed } from './long-record.ts';
import { InputMalformed, redactStream, type StreamOptions } from './redact-stream.ts';
import { TextWindows } from './windows.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function run(text: string, options: StreamOptions = {}, size = 1_000): Promise<string> {
  let out = '';
  await redactStream(
    chunks(text, size),
    async (piece) => {
      out += piece;
    },
    redactor,
    options,
  );
  return out;
}

describe('windows over a long text', () => {
  const settle = (text: string, step: number): { text: string; spans: Span[] } => {
    let whole = '';
    const spans: Span[] = [];
    const windows = new TextWindows(redactor.find, (piece, found) => {
      for (const { start, end, type } of found)
        spans.push({ start: start + whole.length, end: end + whole.length, type });
      whole += piece;
    });
    for (let at = 0; at < text.length; at += step) windows.push(text.slice(at, at + step));
    windows.end();
    return { text: whole, spans };
  };

  test('find the same as one look at the whole text', () => {
    const unit =
      'pay 4111 1111 1111 1111 or write to jane.doe@example.com; my password is Tiger99! and so on, again and again. ';
    const text = unit.repeat(2_500);
    const { text: whole, spans } = settle(text, 7_001);
    expect(whole).toBe(text);
    expect(spans).toEqual(redactor.find(text));
  });

  test('a key as long as a window is one value', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(7_000)}\n-----END PRIVATE KEY-----`;
    const text = `${'x '.repeat(30_000)}${key}${' y'.repeat(10_000)}`;
    const { spans } = settle(text, 65_536);
    expect(spans).toEqual([{ start: 60_000, end: 60_000 + key.length, type: 'SECRET' }]);
  });

  test('a value without an end does not hold everything up', () => {
    const endless = new TextWindows(
      (text) => [{ start: 0, end: text.length, type: 'OTHER' }],
      (piece) => {
        settled += piece.length;
      },
    );
    let settled = 0;
    for (let i = 0; i < 10; i++) endless.push('a'.repeat(65_536));
    expect(settled).toBeGreaterThan(300_000);
    endless.end();
    expect(settled).toBe(655_360);
  });

  test('surrogate pairs stay whole', () => {
    const text = '😀'.repeat(60_000);
    const pieces: string[] = [];
    const windows = new TextWindows(
      () => [],
      (piece) => pieces.push(piece),
    );
    windows.push(text);
    windows.end();
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces.join('')).toBe(text);
  });
});

describe('a stream of text', () => {
  test('is redacted, with or without a last line end', async () => {
    expect(await run('mail a@b.com\nx')).toBe('mail [EMAIL]\nx');
    expect(await run('mail a@b.com\n')).toBe('mail [EMAIL]\n');
    expect(await run('')).toBe('');
  });

  test('as spans: a record a line', async () => {
    const out = await run('mail a@b.com\n\nx a@b.com', { spans: true, format: 'text' }, 3);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { id: 1, spans: [{ start: 5, end: 12, type: 'EMAIL' }] },
      { id: 2, spans: [] },
      { id: 3, spans: [{ start: 2, end: 9, type: 'EMAIL' }] },
    ]);
  });

  test('a value over several lines is a span in each', async () => {
    const out = await run('-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n', { spans: true });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).spans[0].end),
    ).toEqual([27, 4, 25]);
  });
});

describe('a stream of records', () => {
  const records = [{ id: 'a', text: 'mail a@b.com' }, { id: 2, text: 'nothing "here" \\ \u0001 ü' }, { text: 'no id' }];
  const input = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

  test('keeps order and ids', async () => {
    expect(await run(input)).toBe(
      '{"id":"a","text":"mail [EMAIL]"}\n{"id":2,"text":"nothing \\"here\\" \\\\ \\u0001 ü"}\n{"id":null,"text":"no id"}\n',
    );
    expect(await run(input, { spans: true }, 5)).toBe(
      '{"id":"a","spans":[{"start":5,"end":12,"type":"EMAIL"}]}\n{"id":2,"spans":[]}\n{"id":null,"spans":[]}\n',
    );
  });

  test('a long line is read as it comes, whatever the order of its fields', async () => {
    const text = `${'word "x" \n'.repeat(40_000)}a@b.com`;
    for (const record of [
      { id: 'é"', text },
      { more: { text: ['}'] }, text, id: [1, { a: '"' }] },
    ]) {
      const line = `${JSON.stringify(record)}\n{"id":9,"text":"c@d.org"}\n`;
      const [first, second] = (await run(line, {}, 10_007)).trim().split('\n');
      expect(JSON.parse(first!)).toEqual({ id: record.id, text: text.replace('a@b.com', '[EMAIL]') });
      expect(second).toBe('{"id":9,"text":"[EMAIL]"}');
      const spans = JSON.parse((await run(line, { spans: true }, 65_536)).split('\n')[0]!);
      expect(spans).toEqual({ id: record.id, spans: [{ start: 400_000, end: 400_007, type: 'EMAIL' }] });
    }
  });

  test.each(['{"id":1}', '[]', '{"id":1,"text":5}', 'a@b.com', '{"text":"a', 'null'])(
    '%s is named by its line, without its content',
    async (bad) => {
      const failure = run(`{"id":1,"text":""}\n${bad}\n`, { format: 'ndjson' });
      await expect(failure).rejects.toThrow(InputMalformed);
      await expect(failure).rejects.toThrow('line 2 is not {"id","text"} as JSON');
    },
  );
});

describe('a long record', () => {
  const parse = (line: string, size: number) => {
    const got = { id: 'null', text: '' };
    let ended = 0;
    const record = new LongRecord({
      id: (json) => {
        got.id = json;
      },
      text: (piece) => {
        got.text += piece;
      },
      textEnd: () => ended++,
    });
    for (let at = 0; at < line.length; at += size) record.push(line.slice(at, at + size));
    record.end();
    expect(ended).toBe(1);
    return { id: JSON.parse(got.id), text: got.text };
  };

  test('is what JSON.parse makes of it, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 9 }),
        (text, id, other, size) => {
          const line = JSON.stringify({ other, id, text });
          expect(parse(line, size)).toEqual({ id: JSON.parse(JSON.stringify(id)), text });
          expect(parse(JSON.stringify({ text, id }), size).text).toBe(text);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('escapes', () => {
    expect(parse('{"text" : "\\u00e9\\n\\/\\b\\f\\r\\t" , "id":-1.5e3 }', 1)).toEqual({
      id: -1500,
      text: 'é\n/\b\f\r\t',
    });
  });

  test.each([
    '',
    '{',
    '{"text":"a"',
    '{"id":1}',
    '{"text":1}',
    '{"text":"a","text":"b"}',
    '{"text":"\\x"}',
    '{"text":"\\u00zz"}',
    '{"text":"a"}x',
    'x',
    '{1',
    '{"text""',
    `{"id":"${'9'.repeat(5_000)}","text":""}`,
  ])('%s is malformed', (line) => {
    expect(() => parse(line, 3)).toThrow(RecordMalformed);
  });
});
