import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';
import { checkedParts, readDirectory } from './directory.ts';
import { CommandError } from './exit-codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-directory-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (text: string): string => {
  const path = join(folder, 'directory.ndjson');
  writeFileSync(path, text);
  return path;
};
const refusal = (text: string): CommandError => {
  try {
    readDirectory(file(text));
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error('not refused');
};

describe('a directory file', () => {
  test('the example is one', () => {
    const people = readDirectory('programs/model-capability/directory.example.ndjson');
    expect(people).toHaveLength(10);
    expect(people[0]).toContain('Ada Quillfeather');
  });

  test.each([
    ['no JSON', '["Ada"]\nQuillfeather, Ada\n'],
    ['an object', '["Ada"]\n{"name":"Quillfeather"}\n'],
    ['a number', '["Ada"]\n["Quillfeather", 7]\n'],
    ['nobody', '["Ada"]\n[]\n'],
    ['more than one person can have', `["Ada"]\n${JSON.stringify(Array(17).fill('Quillfeather'))}\n`],
  ])('with a line that is %s is refused by its number, and nothing of it is quoted', (_what, text) => {
    const error = refusal(text);
    expect(error.message).toContain(':2:');
    expect(error.message).not.toContain('Quillfeather');
  });

  test('that names nobody is refused: it would take the directory away', () => {
    expect(refusal('\n\n').message).toContain('names nobody');
  });
});

describe('a directory that is too large', () => {
  const people = (count: number): string[][] => Array.from({ length: count }, (_, at) => [`Person Number ${at}`]);

  test.each([
    [
      'entries',
      people(250_001),
      /^people\.ndjson is too large .*\(250001 entries, of 250000; \d+ parts, of 48\)\. Some 250000 such/,
    ],
    [
      'parts',
      Array.from({ length: 10_000 }, () => Array.from({ length: 14 }, () => randomBytes(150).toString('base64'))),
      /^people\.ndjson is too large .*\(10000 entries, of 250000; \d+ parts, of 48\)\. Some \d+000 such entries fit/,
    ],
  ])('by its %s is refused before anything is sent, by the bounds and how many fit', (_what, entries, sentence) => {
    expect(() => checkedParts('people.ndjson', entries)).toThrow(sentence);
  });
});

/** What keeps a directory, as far as an upload can tell; and what it was asked. */
async function service() {
  const [held, asked] = [new Map<string, unknown>(), [] as string[]];
  let failing = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [method, path] = [request.method!, request.url!];
    const part = /^\/directory\/parts\/(.+)$/.exec(path)?.[1];
    asked.push(part ? `${method} part` : `${method} ${path}`);
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (method === 'GET' && part) return answer(200, { stored: held.has(part) });
    if (method === 'PUT' && part) {
      if (held.size >= failing) return answer(401, { error: 'unauthenticated', message: 'the token is over' });
      held.set(part, JSON.parse(Buffer.concat(chunks).toString()));
      return answer(200, { stored: true });
    }
    const { parts } = JSON.parse(Buffer.concat(chunks).toString()) as { parts: string[] };
    const missing = parts.filter((one) => !held.has(one)).length;
    if (missing > 0) return answer(409, { error: 'missing-part', message: `${missing} are not there` });
    return answer(200, { version: 'v1', entries: 7, storedAt: 0 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ held, asked },
    failAfter(parts: number) {
      failing = parts;
    },
    put: (...more: string[]) => sluice('--api', url, 'directory', 'put', join(folder, 'directory.ndjson'), ...more),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('sluice directory put', () => {
  let there: Awaited<ReturnType<typeof service>>;
  beforeEach(async () => {
    process.env.SLUICE_TOKEN = 'token';
    file(Array.from({ length: 60_000 }, (_, at) => `["Person Number ${at} of many","p${at}@example.com"]\n`).join(''));
    there = await service();
  });
  afterEach(async () => {
    delete process.env.SLUICE_TOKEN;
    await there.close();
  });

  test('sends what is not there part by part, says how far it is, and puts it in force at last', async () => {
    const { code, out, err } = await there.put();

    expect(code).toBe(0);
    const parts = there.held.size;
    expect(parts).toBeGreaterThan(2);
    expect(there.asked).toEqual([...Array(parts).fill(['GET part', 'PUT part']).flat(), 'PUT /directory']);
    expect(err).toContain(`part ${parts} of ${parts} stored`);
    expect(out).toMatch(/version +v1/);
  });

  test('goes on where it was interrupted, and sends nothing twice', async () => {
    there.failAfter(2);
    const first = await there.put();
    expect(first).toMatchObject({ code: 4 });
    expect(first.err).toMatch(
      /2 of \d parts are stored\. The directory before stays in force\. The same command goes on/,
    );
    expect(first.err).toContain('sluice login');
    expect(there.asked).not.toContain('PUT /directory');
    there.asked.length = 0;
    there.failAfter(99);

    const second = await there.put();

    expect(second.err).toContain('part 2 of');
    expect(second.err).toContain('is there already');
    expect(there.asked.filter((one) => one === 'PUT part')).toHaveLength(there.held.size - 2);
    expect(await there.put()).toMatchObject({ code: 0 });
  });

  test('with --dry-run says how many people and parts there are, and asks nothing', async () => {
    const { code, out } = await there.put('--dry-run');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/entries +60000/) });
    expect(out).toContain('Nothing was sent.');
    expect(there.asked).toEqual([]);
  });
});
