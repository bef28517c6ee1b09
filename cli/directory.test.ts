import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { checkSize, readDirectory } from './directory.ts';
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
  const people = (count: number): string[][] =>
    Array.from({ length: count }, (_, at) => {
      const hash = createHash('sha256').update(String(at)).digest('hex');
      return [`${hash.slice(0, 7)} ${hash.slice(7, 16)}`, `${hash.slice(0, 8)}@example.com`];
    });

  test('is refused before it is sent, by the bounds that it passes and how many fit', () => {
    expect(() => checkSize('people.ndjson', people(200_000))).toThrow(
      /^people\.ndjson is too large .*of 380000; \d+ as they are sent, of 2097152; 200000 entries, of 50000\)\. Some \d+000 such entries fit/,
    );
  });

  test('fits as often as is said, and is then what the service takes', () => {
    const all = people(60_000);
    let fit = 0;
    try {
      checkSize('x', all);
    } catch (error) {
      fit = Number(/Some (\d+)/.exec((error as Error).message)?.[1]);
    }
    expect(fit).toBeGreaterThan(5_000);
    expect(() => checkSize('x', all.slice(0, fit))).not.toThrow();
  });
});
