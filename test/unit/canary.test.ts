import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { canaryWord, createSearcher, encodings } from '../fixtures/canary.ts';

const word = canaryWord();
const searcher = createSearcher([word]);
const line = Buffer.from(`{"kind":"text","data":"open the ${word} menu"}\n`);
const typed = Buffer.from([...word].map((key) => `{"kind":"key","type":"keydown","key":"${key}"}`).join('\n'));
const amid = (bytes: Uint8Array, before: number) => Buffer.concat([randomBytes(before), bytes, randomBytes(50)]);
const found = (bytes: Buffer) => searcher.search(bytes).map(({ how }) => how);

describe('the search for a canary finds it', () => {
  test.each(encodings(word))('as $name', ({ bytes }) => {
    expect(found(amid(bytes, 13)).length).toBeGreaterThan(0);
  });

  test.each([0, 1, 2])('in base64 of a longer text, begun %i bytes into a group', (offset) => {
    const text = Buffer.concat([Buffer.alloc(offset, 'x'), line]).toString('base64');
    expect(found(Buffer.from(text)).some((how) => how.startsWith('base64'))).toBe(true);
  });

  test.each([
    ['zstd', zstdCompressSync(line)],
    ['gzip', gzipSync(line)],
    ['zstd of keys', zstdCompressSync(typed)],
    ['gzip in zstd', zstdCompressSync(gzipSync(line))],
    ['base64 of gzip', Buffer.from(gzipSync(line).toString('base64'))],
    ['base64url of zstd', Buffer.from(zstdCompressSync(line).toString('base64url'))],
    ['hex of zstd', Buffer.from(zstdCompressSync(line).toString('hex'))],
    ['keys', typed],
    ['keys as items', Buffer.from([...word].map((key) => `{"key": {"S": "${key}"}}`).join(','))],
  ])('in %s, at any offset', (_, bytes) => {
    for (const before of [0, 7]) expect(found(amid(bytes, before))).not.toEqual([]);
  });
});

test('it finds nothing in random bytes, and not another word', () => {
  const other = canaryWord();
  const bytes = Buffer.concat([randomBytes(200_000), Buffer.from(other), zstdCompressSync(Buffer.from(other))]);
  expect(found(bytes)).toEqual([]);
});
