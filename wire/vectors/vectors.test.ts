import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EVENT_FIELDS, EVENT_KINDS } from '../event.ts';
import { exampleEvent } from '../example.ts';
import { createAdmission, type Filter } from '../filter.ts';
import { type Compression, FrameError, openFrame, readFrame, sealFrame } from '../frame.ts';
import { readNews } from '../gate-news.ts';
import { parseLines, Unparsed } from '../lines.ts';
import { fieldsTable, kindsTable, withTables } from '../page.ts';

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
const hex = (text: string) => Buffer.from(text, 'hex');

interface FrameVector {
  name: string;
  frameKey: string;
  nonce: string;
  lease: string;
  number: number;
  compression: Compression;
  body: string;
  frame: string;
}

describe('frames.json', () => {
  test.each(read<FrameVector[]>('frames.json'))('$name', (vector) => {
    const frame = hex(vector.frame);
    const header = readFrame(frame);
    expect(header).toMatchObject({ lease: vector.lease, number: vector.number, compression: vector.compression });
    expect(openFrame(frame, header, hex(vector.frameKey)).toString()).toBe(vector.body);
    if (vector.compression === 'none') {
      expect(sealFrame(vector, hex(vector.frameKey), Buffer.from(vector.body), hex(vector.nonce))).toEqual(frame);
    }
  });
});

describe('faults.json', () => {
  test.each(read<{ name: string; fault: string; frameKey: string; frame: string }[]>('faults.json'))(
    '$name is $fault',
    ({ fault, frameKey, frame }) => {
      const data = hex(frame);
      expect(() => parseLines(openFrame(data, readFrame(data), hex(frameKey)))).toThrow(FrameError);
      expect(() => parseLines(openFrame(data, readFrame(data), hex(frameKey)))).toThrow(`frame: ${fault}`);
    },
  );
});

describe('gate-news.json', () => {
  const { key, messages, ...of } = read<{
    key: string;
    program: string;
    stage: string;
    messages: { name: string; message: string; expected: unknown }[];
  }>('gate-news.json');

  test.each(messages)('$name', ({ message, expected }) => {
    expect(readNews(message, { key: Buffer.from(key, 'base64'), ...of })).toEqual(expected);
  });
});

test('lines.json', () => {
  for (const { line, detail } of read<{ line: string; detail: string }[]>('lines.json')) {
    const [first] = parseLines(Buffer.concat([Buffer.from(line, 'base64'), Buffer.from('\n{}')]));
    expect([line, first instanceof Unparsed ? first.detail : 'good']).toEqual([line, detail]);
  }
});

test.each(['admission.json', 'catalogue.json'])('%s', (name) => {
  const { filter, cases } = read<{ filter: Filter; cases: { event: unknown; expected: unknown }[] }>(name);
  const admit = createAdmission(filter);
  for (const { event, expected } of cases) expect(admit(event)).toEqual(expected);
});

test('catalogue.json has every field of every kind: npm run vectors', () => {
  const { cases } = read<{ cases: { event: Record<string, unknown> }[] }>('catalogue.json');
  for (const kind of EVENT_KINDS) {
    const { event } = cases.find((one) => one.event.kind === kind)!;
    expect(Object.keys(event)).toEqual(['kind', ...EVENT_FIELDS[kind]]);
    expect(event).toEqual(exampleEvent(kind));
  }
});

test('the tables of the wire format page are those of the catalogue: npm run vectors', () => {
  const page = readFileSync(new URL('../../docs/wire-format.md', import.meta.url), 'utf8');
  expect(withTables(page)).toBe(page);
  const old = page.replace(kindsTable(), '| kind |').replace(fieldsTable(), '');
  expect(old).not.toBe(page);
  expect(withTables(old)).toBe(page);
});

test('a page may begin with a table, and without a place for one it is not written', () => {
  const page = '<!-- from the catalogue: kinds --><!-- end -->\n<!-- from the catalogue: fields -->\n<!-- end -->\n';
  expect(withTables(page)).toContain(`kinds -->\n\n${kindsTable()}\n\n<!-- end -->`);
  expect(() => withTables(page.replace('fields', 'field'))).toThrow('no place for the table of fields');
});
