import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => existsSync(file) && !file.startsWith('test/fixtures/'));
const pages = tracked.filter((file) => file.endsWith('.md'));
const code = tracked.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);

  test('links to what is there', () => {
    const dead = links.filter((link) => !existsSync(normalize(join(dirname(page), link))));

    expect(dead).toEqual([]);
  });
});

test('every decision is in the index, with its date', () => {
  const index = readFileSync('docs/decisions/README.md', 'utf8');
  const decisions = readdirSync('docs/decisions').filter((file) => file !== 'README.md');

  expect(decisions.filter((file) => !new RegExp(`\\d{4}-\\d\\d-\\d\\d .*\\(${file}\\)`).test(index))).toEqual([]);
});

test('comments name files that are there', () => {
  const rooms = 'api|bin|lib|functions|core|redaction|wire|agent|cli|test|tools|docs|programs';
  const named = new RegExp(`(?:^|[^\\w./-])((?:${rooms})/[\\w./-]*\\.(?:ts|md|mjs|cjs|yaml))\\b`, 'g');
  const dead = code.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^\s*(\/\*\*|\*|\/\/)/.test(line))
      .flatMap((line) => [...line.matchAll(named)].map(([, path]) => path!))
      // In capitals: a place for a name.
      .filter((path) => !/\/[A-Z]+\.ts$/.test(path) && !existsSync(path) && !existsSync(join(dirname(file), path)))
      .map((path) => `${file}: ${path}`),
  );

  expect(dead).toEqual([]);
});
