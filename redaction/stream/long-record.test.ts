import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LongRecord, RecordMalformed } from './long-record.ts';

const parse = (line: string, size = line.length) => {
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

describe('a long record', () => {
  test.each<[string, unknown, string]>([
    ['{"text":"","id":""}', '', ''],
    ['{"text":"a"}', null, 'a'],
    ['\t{ "text" :\r"a" ,\t"id"\r: 7 }\r', 7, 'a'],
    [
      '{"id":"\\u00E9\\n\\/\\b\\f\\r\\t\\"\\\\ü","text":"\\u00e9\\n\\/\\b\\f\\r\\t\\"\\\\ü"}',
      'é\n/\b\f\r\t"\\ü',
      'é\n/\b\f\r\t"\\ü',
    ],
    ['{"t\\u0065xt":"a","i\\u0064":1}', 1, 'a'],
    ['{"text":"\\uD83D\\uDE00"}', null, '😀'],
    ['{"id":-1.5e3,"text":"a"}', -1500, 'a'],
    ['{"id":true,"text":"a"}', true, 'a'],
    ['{"id":null,"text":"a"}', null, 'a'],
    ['{"id":[1,{"a":"}]\\"\\\\","b":[]}],"text":"a"}', [1, { a: '}]"\\', b: [] }], 'a'],
    ['{"id":{"text":"b","c":[[2]]},"text":"a"}', { text: 'b', c: [[2]] }, 'a'],
    ['{"more":{"text":["}"],"id":2},"text":"a"}', null, 'a'],
    ['{"more":["\\"],","x"],"text":"a","id":3,"last":{}}', 3, 'a'],
    ['{"more":"\\",","text":"a","last":"}"}', null, 'a'],
    ['{"texts":"b","ids":4,"":5,"te":"c","text":"a"}', null, 'a'],
    [`{"${'text'.repeat(3_000)}":"b","id${'x'.repeat(9_000)}":"c","text":"a"}`, null, 'a'],
    [`{"id":"${'9'.repeat(4_096)}","text":"a"}`, '9'.repeat(4_096), 'a'],
    [`{"more":[${'1'.repeat(9_000)}],"text":"a"}`, null, 'a'],
    [`{"id":[${'1'.repeat(4_094)}],"text":"a"}`, [Infinity], 'a'],
  ])('%.80s', (line, id, text) => {
    const written = JSON.parse(JSON.stringify(id));
    for (const size of [1, 2, 3, 5, 7, line.length]) expect(parse(line, size)).toEqual({ id: written, text });
  });

  test.each([
    '',
    ' ',
    '{',
    '{"text":"a"',
    '{"text":"a',
    '{"text":"a\\',
    '{"text":"a","id":1',
    '{"id":1}',
    '{}',
    '[]',
    '{"text":1}',
    '{"text":null}',
    '{"text":["a"]}',
    '{"text":{"text":"a"}}',
    '{"text":"a","text":"b"}',
    '{"text":"\\x"}',
    '{"text":"\\u00zz"}',
    '{"text":"\\u+1ff"}',
    '{"id":"\\u 123","text":"a"}',
    '{"text":"a"}x',
    '{"text":"a",}',
    'x"text":"a"}',
    '{xtext":"a"}',
    '{"text"x"a"}',
    '{"text":"a"x"id":1}',
    '{"text":"a"}}',
    '{"text":"a"},',
    '{"text":"a"}{"text":"a"}',
    '{"text":"a"};',
    'x',
    '"text":"a"}',
    '{1:2,"text":"a"}',
    '{"text""a"}',
    '{"text","a"}',
    '{"text":"a""id":1}',
    '{"text":"a":1}',
    '{:"text":"a"}',
    '{,"text":"a"}',
    '{{"text":"a"}',
    '{"text":"a","id":1,,}',
    '{"text":}',
    '{"text}":"a"}',
    `{"id":"${'9'.repeat(4_097)}","text":""}`,
    `{"id":[${'1'.repeat(4_095)}],"text":""}`,
    `{"id":${'1'.repeat(4_097)},"text":""}`,
  ])('%.80s is malformed', (line) => {
    for (const size of [1, 3, 10_000]) expect(() => parse(line, size)).toThrow(RecordMalformed);
  });

  test('an error says nothing of the line', () => {
    const failure = new RecordMalformed();
    expect([failure.name, failure.message]).toEqual(['RecordMalformed', '']);
  });

  test('is what JSON.parse makes of it, however it is cut', () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const text = fc.string({ unit: fc.constantFrom(...'a"\\/\n\u0001u}é\ud83d\ude00'.split('')) });
    fc.assert(
      fc.property(text, value, value, fc.integer({ min: 1, max: 9 }), (words, id, other, size) => {
        const written = JSON.parse(JSON.stringify(id));
        expect(parse(JSON.stringify({ other, id, text: words }), size)).toEqual({ id: written, text: words });
      }),
      { numRuns: 100 },
    );
  });
});
