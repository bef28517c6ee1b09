import { describe, expect, test } from '@jest/globals';
import { structuredSet } from '../tools/corpus/structured-set.ts';
import { createRedactor } from './create.ts';
import type { Span } from './redactor.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });

/** Words before and behind a value, in scripts that put no space between them, or need not. */
const SCRIPTS: Readonly<Record<string, readonly [string, string]>> = {
  Chinese: ['卡号', '电话'],
  Japanese: ['番号は', 'です'],
  Korean: ['주소는', '이고'],
  Thai: ['เลขที่', 'ครับ'],
  Arabic: ['رقم', 'هنا'],
  Hebrew: ['מספר', 'כאן'],
  Hindi: ['नंबर', 'है'],
  Russian: ['номер', 'да'],
  Greek: ['αριθμός', 'ναι'],
  Georgian: ['ნომერი', 'არის'],
  Amharic: ['ቁጥር', 'ነው'],
  Khmer: ['លេខ', 'គឺ'],
  Tamil: ['எண்', 'ஆகும்'],
};

/** Letters and digits of a stretch that are in no span. */
const left = (text: string, start: number, end: number, spans: readonly Span[]): boolean =>
  Array.from({ length: end - start }, (_, i) => start + i).some(
    (at) => /[\p{L}\p{N}]/u.test(text[at]!) && !spans.some((span) => span.start <= at && at < span.end),
  );
const leaves = (text: string, value: string): boolean =>
  left(text, text.indexOf(value), text.indexOf(value) + value.length, redactor.find(text));

/** Values that are found with nothing beside them. */
const VALUES = structuredSet(5, 5).flatMap(({ nearMiss, text, start, end, type }) => {
  const value = text.slice(start, end);
  return nearMiss || leaves(value, value) ? [] : [{ type, value }];
});

describe('a value that letters of another script touch is found', () => {
  test.each(Object.entries(SCRIPTS))('%s', (_, [before, behind]) => {
    const texts = VALUES.map(({ type, value }) => ({ type, value, text: `${before}${value}${behind}` }));

    const missed = texts.filter(({ text, value }) => leaves(text, value));

    expect(missed.map(({ type, text }) => `${type}: ${text}`)).toEqual([]);
    expect(texts.length).toBeGreaterThan(150);
  });

  test('and nothing of the words beside it goes', () => {
    const text = '卡号4539868080844576电话';

    const spans = redactor.find(text);

    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['4539868080844576']);
  });
});

/** How a value is written where it was copied from: by what is done to each of its characters, or to the whole. */
const EMBEDDINGS: Readonly<Record<string, (value: string) => string>> = {
  'a colour in the middle': (v) => `${v.slice(0, 5)}\x1b[01;31m\x1b[K${v.slice(5, 8)}\x1b[m\x1b[K${v.slice(8)}`,
  'a colour of one byte': (v) => `${v.slice(0, 5)}\x9b32m${v.slice(5)}`,
  'a link of a terminal': (v) => `\x1b]8;;file:///x\x07${v.slice(0, 6)}\x1b]8;;\x1b\\${v.slice(6)}`,
  overstruck: (v) => v.replace(/[a-z0-9]/gi, (c) => `${c}\b${c}`),
  'UTF-16 as bytes': (v) => [...v].join('\0'),
  'HTML, decimal': (v) => v.replace(/[^a-z ]/gi, (c) => `&#${c.charCodeAt(0)};`),
  'HTML, hexadecimal': (v) => v.replace(/[^a-z ]/gi, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  'HTML in HTML': (v) => v.replace(/[^a-z ]/gi, (c) => `&amp;#${c.charCodeAt(0)};`),
  'HTML, by name': (v) => v.replaceAll('@', '&commat;').replaceAll('.', '&period;').replaceAll(' ', '&nbsp;'),
  JSON: (v) => v.replace(/[^a-z0-9 ]/gi, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'JSON in JSON': (v) => v.replace(/[^a-z0-9 ]/gi, (c) => `\\\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'code, bytes': (v) => v.replace(/[^a-z ]/gi, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`),
  'code, octal': (v) => v.replace(/[^a-z0-9 ]/gi, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`),
  'quoted-printable, a soft break': (v) => `${v.slice(0, 6)}=\r\n${v.slice(6)}`,
  'quoted-printable, codes': (v) =>
    `=3D${v.replace(/[^a-z0-9 ]/gi, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  'soft hyphens': (v) => v.split('').join('\u00ad'),
  'fillers that are letters': (v) => v.split('').join('\u3164'),
  'joined graphemes': (v) => v.split('').join('\u034f'),
  'tags that nobody sees': (v) => v.split('').join('\u{e0041}'),
  controls: (v) => v.split('').join('\x01'),
  'strokes through digits': (v) => v.replace(/\d/g, (c) => `${c}\u0336`),
};
const PLAIN = ['4111 1111 1111 1111', 'jane.doe@example.com', 'DE89 3704 0044 0532 0130 00', '+44 20 7946 0958'];

describe('a value in the escapes of a format is found, whole', () => {
  test.each(Object.entries(EMBEDDINGS))('%s', (_, embed) => {
    for (const value of PLAIN) {
      const text = `take ${embed(value)} now`;

      const spans = redactor.find(text);

      const [{ start, end } = { start: 0, end: 0 }, ...others] = spans;
      const rest = text.slice(0, start) + text.slice(end);
      expect(others).toEqual([]);
      // What leads to a link is no part of the value, nor is what tells that a mail is quoted.
      expect(rest.split('\x1b]8;;file:///')[0]!.replace('=3D', '').trimEnd()).toMatch(/^take(?: {2}now)?$/);
    }
  });

  test('and what only looks like an escape stays as it is', () => {
    for (const text of ['C:\\new\\table\\x41\\readme.txt', 'a & b; c', 'if (a=1 && b=20) {}', '"\\d+\\.\\d+"', 'x\\'])
      expect(redactor.find(text)).toEqual([]);
  });
});

describe('a label and its value', () => {
  test.each([
    ['IBAN:\r\nDE66 3704 0044\r\n5141 8954 43', 'DE66 3704 0044\r\n5141 8954 43'],
    ['card\n4111 1111\n1111 1111', '4111 1111\n1111 1111'],
    ["app.secret_key = (\n    '51b46575-dc2e-4c9e-bb20-94d18d15fb78'\n)", '51b46575-dc2e-4c9e-bb20-94d18d15fb78'],
    ['Passwort:\n  Maple#5520x', 'Maple#5520x'],
    ['account number:\n12345678', '12345678'],
    ['MRN:\r\n\r\n998877', '998877'],
  ])('over the end of a line: %j', (text, value) => {
    expect(redactor.find(text).map(({ start, end }) => text.slice(start, end))).toContain(value);
  });

  test('in one word', () => {
    for (const text of [
      'tel4155550187',
      'card4539868080844576',
      'ssn536-22-8731',
      'IP10.20.30.40',
      'straße203.0.113.61',
    ])
      expect(redactor.find(text)).toHaveLength(1);
    for (const text of ['sha256', 'utf8', 'a1b2c3d4e5f60718293a', 'ISO8601', 'v10.2.3'])
      expect(redactor.find(text)).toEqual([]);
  });
});
