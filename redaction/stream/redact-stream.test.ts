import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../create.ts';
import { RecordMalformed } from './long-record.ts';
import { InputMalformed, redactStream, type StreamOptions } from './redact-stream.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function written(text: string, options: StreamOptions, size: number): Promise<string[]> {
  const pieces: string[] = [];
  const write = async (piece: string) => void pieces.push(piece);
  await redactStream(chunks(text, size), write, redactor, options);
  return pieces;
}
const run = async (text: string, options: StreamOptions = {}, size = 1_000) =>
  (await written(text, options, size)).join('');
const records = async (
  text: string,
  options: StreamOptions,
  size?: number,
): Promise<{ id: unknown; spans: unknown }[]> =>
  (await run(text, options, size))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('a stream of text', () => {
  test('is redacted, with or without a last line end', async () => {
    expect(await run('mail a@b.com\nx')).toBe('mail [EMAIL]\nx');
    expect(await run('mail a@b.com\n')).toBe('mail [EMAIL]\n');
    expect(await written('', {}, 1)).toEqual([]);
  });

  test.each([1, 3, 1_000])('as spans: a record a line, in pieces of %i', async (size) => {
    const text = 'mail a@b.com\n\nx a@b.com and c@d.org\n a@b.com';
    expect(await records(text, { spans: true, format: 'text' }, size)).toEqual([
      { id: 1, spans: [{ start: 5, end: 12, type: 'EMAIL' }] },
      { id: 2, spans: [] },
      {
        id: 3,
        spans: [
          { start: 2, end: 9, type: 'EMAIL' },
          { start: 14, end: 21, type: 'EMAIL' },
        ],
      },
      { id: 4, spans: [{ start: 1, end: 8, type: 'EMAIL' }] },
    ]);
    expect(await records('a@b.com\n', { spans: true }, size)).toEqual([
      { id: 1, spans: [{ start: 0, end: 7, type: 'EMAIL' }] },
    ]);
  });

  test('as spans: a line over several windows is one record', async () => {
    const line = `${'word '.repeat(12_000)}a@b.com ${'word '.repeat(12_000)}c@d.org`;
    expect(await records(`x\n${line}\na@b.com`, { spans: true }, 50_000)).toEqual([
      { id: 1, spans: [] },
      {
        id: 2,
        spans: [
          { start: 60_000, end: 60_007, type: 'EMAIL' },
          { start: 120_008, end: 120_015, type: 'EMAIL' },
        ],
      },
      { id: 3, spans: [{ start: 0, end: 7, type: 'EMAIL' }] },
    ]);
  });

  test('a value over several lines is a span in each', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nQUJD\n\n-----END PRIVATE KEY-----';
    const spans = async (text: string) =>
      (await records(text, { spans: true })).map((record) => record.spans as unknown[]);
    const secret = (start: number, end: number) => ({ start, end, type: 'SECRET' });

    expect(await spans(`${key}\n`)).toEqual([[secret(0, 27)], [secret(0, 4)], [], [secret(0, 25)]]);
    expect(await spans(`k ${key} and a@b.com\n`)).toEqual([
      [secret(2, 29)],
      [secret(0, 4)],
      [],
      [secret(0, 25), { start: 30, end: 37, type: 'EMAIL' }],
    ]);
  });

  test('a value that is nothing but a line end, or ends with one, is no span of the next line', async () => {
    const found = [
      { start: 1, end: 3, type: 'OTHER' },
      { start: 5, end: 6, type: 'OTHER' },
      { start: 6, end: 7, type: 'OTHER' },
    ] as const;
    const stub = { find: () => [...found], redactText: (text: string) => text };
    const out: string[] = [];
    const write = async (piece: string) => void out.push(piece);
    await redactStream(chunks('ab\ncd\nef', 9), write, stub, { spans: true });
    expect(out.join('')).toBe(
      '{"id":1,"spans":[{"start":1,"end":2,"type":"OTHER"}]}\n{"id":2,"spans":[]}\n{"id":3,"spans":[{"start":0,"end":1,"type":"OTHER"}]}\n',
    );
  });
});

describe('the format', () => {
  const record = '{"id":"a@b.com","text":"c@d.org"}';
  const asRecord = '{"id":"a@b.com","text":"[EMAIL]"}\n';
  const asText = '{"id":"[EMAIL]","text":"[EMAIL]"}';
  test.each<[string, string, StreamOptions, string]>([
    ['records are told from the first line', record, {}, asRecord],
    ['by default', record, { format: 'auto' }, asRecord],
    ['blank lines before it are none', ` \n\r\n\t${record}`, {}, asRecord],
    ['spaces in it mean nothing', '{ "text" : "c@d.org" }', {}, '{"id":null,"text":"[EMAIL]"}\n'],
    ['records may be called text', record, { format: 'text' }, asText],
    ['a record in the second line makes no records', `x\n${record}`, {}, `x\n${asText}`],
    ['nor does one that does not begin the line', `x ${record}`, {}, `x ${asText}`],
    ['nor one without a text', '{"id":"a@b.com"}', {}, '{"id":"[EMAIL]"}'],
    ['nor a text that is no name of a field', '["text", "a@b.com"]', {}, '["text", "[EMAIL]"]'],
    ['JSON over several lines is text', '{\n  "text": "a@b.com"\n}\n', {}, '{\n  "text": "[EMAIL]"\n}\n'],
    [
      'the name must be near the start',
      `{"x":"${'y '.repeat(2_050)}","text":"a@b.com"}`,
      {},
      `{"x":"${'y '.repeat(2_050)}","text":"[EMAIL]"}`,
    ],
    ['near enough', `{"x":"${'y '.repeat(2_035)}","text":"a@b.com"}`, {}, '{"id":null,"text":"[EMAIL]"}\n'],
  ])('%s', async (_, input, options, expected) => {
    for (const size of [1, 100, 10_000]) expect(await run(input, options, size)).toBe(expected);
  });
});

describe('a stream of records', () => {
  const list = [{ id: 'a', text: 'mail a@b.com' }, { id: 2, text: 'nothing "here" \\ \u0001 ü' }, { text: 'no id' }];
  const input = `${list.map((record) => JSON.stringify(record)).join('\n')}\n`;

  test('keeps order and ids', async () => {
    expect(await run(input)).toBe(
      '{"id":"a","text":"mail [EMAIL]"}\n{"id":2,"text":"nothing \\"here\\" \\\\ \\u0001 ü"}\n{"id":null,"text":"no id"}\n',
    );
    expect(await run(input, { spans: true }, 5)).toBe(
      '{"id":"a","spans":[{"start":5,"end":12,"type":"EMAIL"}]}\n{"id":2,"spans":[]}\n{"id":null,"spans":[]}\n',
    );
  });

  test('are the same however the stream is cut', async () => {
    const whole = await run(input, { format: 'ndjson' });

    for (let size = 1; size <= 40; size++)
      expect([size, await run(input, { format: 'ndjson' }, size)]).toEqual([size, whole]);
  });

  test('blank lines are left out, a last line end is not needed', async () => {
    expect(await run('\n{"text":"a"}\r\n \t\n{"text":"b"}', { format: 'ndjson' }, 4)).toBe(
      '{"id":null,"text":"a"}\n{"id":null,"text":"b"}\n',
    );
    expect(await run('\n  ', { format: 'ndjson' })).toBe('');
  });

  test('a long line is read as it comes, whatever the order of its fields', async () => {
    const text = `${'a longer word "x" \n'.repeat(14_000)}a@b.com, c@d.org`;
    const clean = text.replace('a@b.com', '[EMAIL]').replace('c@d.org', '[EMAIL]');
    for (const record of [{ id: 'é"', text }, { more: { text: ['}'] }, text, id: [1, { a: '"' }] }, { text }]) {
      const line = `${JSON.stringify(record)}\n{"id":9,"text":"c@d.org"}\n`;
      const [first, second] = (await run(line, {}, 10_007)).trim().split('\n');
      const id = 'id' in record ? { id: record.id } : {};
      expect(JSON.parse(first!)).toEqual({ ...id, text: clean });
      expect(second).toBe('{"id":9,"text":"[EMAIL]"}');
      const spans = JSON.parse((await run(line, { spans: true }, 65_536)).split('\n')[0]!);
      expect(spans).toEqual({
        ...id,
        spans: [
          { start: 266_000, end: 266_007, type: 'EMAIL' },
          { start: 266_009, end: 266_016, type: 'EMAIL' },
        ],
      });
    }
  });

  test.each(['text', 'spans'])('a long line with a short text, as %s', async (as) => {
    const long = 'x'.repeat(300_000);
    const spans = as === 'spans';
    const empty = spans ? '{"spans":[]}\n' : '{"text":""}\n';
    expect(await run(`{"x":"${long}","text":""}`, { format: 'ndjson', spans }, 100_000)).toBe(empty);
  });
});

describe('a line that is no record', () => {
  const long = 'x'.repeat(300_000);
  test.each([
    '{"id":1}',
    '[]',
    '{"id":1,"text":5}',
    'a@b.com',
    '{"text":"a',
    'null',
    '"text"',
    `{"id":a@b.com,"x":"${long}","text":""}`,
    `{"x":"${long}","text":a@b.com}`,
    `{"x":"${long}a@b.com`,
  ])('%.60s is named by its number, without its content', async (bad) => {
    const failure = await run(`{"id":1,"text":""}\n${bad}\n`, { format: 'ndjson' }, 50_000).catch((error) => error);
    expect(failure).toBeInstanceOf(InputMalformed);
    expect(failure).toMatchObject({
      name: 'InputMalformed',
      line: 2,
      message: 'line 2 is not {"id","text"} as JSON',
    });
    // What JSON.parse says quotes the line.
    expect(failure.cause ?? new RecordMalformed()).toBeInstanceOf(RecordMalformed);
  });

  test('tells its cause where that says nothing of the line', async () => {
    const failure = await run('{"id":1}', { format: 'ndjson' }).catch((error) => error);
    expect(failure.cause).toBeInstanceOf(RecordMalformed);
  });

  test('ends the stream even if it is the last and has no end', async () => {
    await expect(run('{"text":"a"}\n{"text":', { format: 'ndjson' })).rejects.toThrow('line 2');
    await expect(run(`{"text":"a"}\n\n{"text":"${long}`, { format: 'ndjson' })).rejects.toThrow('line 3');
  });
});

describe('output', () => {
  test('is handed on in pieces, each when enough is there and the one before is taken', async () => {
    const line = `{"id":1,"text":"${'word '.repeat(20)}"}\n`;
    const sizes: number[] = [];
    let taken = true;
    await redactStream(
      chunks(line.repeat(1_000), 5_000),
      async (piece) => {
        expect(taken).toBe(true);
        taken = false;
        sizes.push(piece.length);
        await new Promise(setImmediate);
        taken = true;
      },
      redactor,
    );
    expect(sizes.reduce((a, b) => a + b)).toBe(line.length * 1_000);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(16_384);
    expect(Math.max(...sizes)).toBeLessThan(16_384 + 5_000 + line.length);
  });

  test.each(['x ', '{"text":"x ', 'x\n'])('comes while there is input, be it one line: %j', async (unit) => {
    const order: string[] = [];
    async function* input() {
      for (let i = 0; i < 5; i++) {
        order.push('read');
        yield unit.repeat(20_000);
      }
    }
    await redactStream(input(), async () => void order.push('written'), redactor, { format: 'text' });
    expect(order.indexOf('written')).toBeLessThan(order.lastIndexOf('read'));
  });

  test('that fails ends the stream', async () => {
    const full = async () => {
      throw new Error('disk full');
    };
    await expect(redactStream(chunks('a', 1), full, redactor)).rejects.toThrow('disk full');
  });
});
