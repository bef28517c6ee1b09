import { expect, test } from '@jest/globals';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { evidenceLines, keepLines } from './evidence-lines.ts';

const setup = () => {
  const evidence = memoryEvidence({ now: () => 0 });
  const read = async (name: string) => Buffer.from(await evidence.get(name)).toString();
  /** Names without their hashes. */
  const names = () => evidence.names().map((name) => name.replace(/-[0-9a-f]{64}\./, '.'));
  return { evidence, read, names };
};

// Each line is 10 bytes with its end, in UTF-8.
test.each<[number, string[]]>([
  [0, ['findings/i.ndjson']],
  [1, ['findings/i.ndjson']],
  [2, ['findings/i-part-1.ndjson', 'findings/i-parts.ndjson']],
  [3, ['findings/i-part-1.ndjson', 'findings/i-part-2.ndjson', 'findings/i-parts.ndjson']],
  [4, ['findings/i-part-1.ndjson', 'findings/i-part-2.ndjson', 'findings/i-parts.ndjson']],
])('%d lines in parts of two', async (count, expected) => {
  const { evidence, read, names } = setup();
  const lines = Array.from({ length: count }, (_, at) => `"ä1234${at}"`);
  const kept = evidenceLines(evidence, 'i', 20);

  for (const line of lines) await kept.add(line);
  const link = await kept.end();

  expect(names().sort()).toEqual(expected);
  const text = await read(link.name);
  if (count < 2) expect(text).toBe(lines.map((line) => `${line}\n`).join(''));
  else {
    const parts = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name as string);
    expect((await Promise.all(parts.map(read))).join('')).toBe(lines.map((line) => `${line}\n`).join(''));
  }
});

test('what is few is kept at once', async () => {
  const { evidence, read } = setup();
  expect(await read((await keepLines(evidence, 'i', ['1', '2'])).name)).toBe('1\n2\n');
});
