import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => existsSync(file));
const pages = tracked.filter((file) => file.endsWith('.md'));
const code = tracked.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const rooms = 'api|bin|lib|functions|core|redaction|host|wire|agent|cli|test|tools|docs|programs|examples';
/** Files that a text names, from the top or from where it stands, and that are not there. In capitals: a place for a name. */
function missingFiles(text: string, from: string): string[] {
  const named = new RegExp(`(?:^|[^\\w./-])((?:${rooms})/[\\w./-]*\\.(?:ts|md|mjs|cjs|yaml))\\b`, 'g');
  return [...text.matchAll(named)]
    .map(([, path]) => path!)
    .filter((path) => !/\/[A-Z]+[/.]/.test(path) && !existsSync(path) && !existsSync(join(dirname(from), path)));
}

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const anchors = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

describe.each(pages)('%s', (page) => {
  const whole = readFileSync(page, 'utf8');
  const text = whole.replace(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)]*))?\)/g)].map(([, link, anchor]) => ({
    file: link === '' ? page : normalize(join(dirname(page), link!)),
    anchor,
  }));

  test('links to what is there', () => {
    const dead = links.filter(
      ({ file, anchor }) =>
        !existsSync(file) || (anchor !== undefined && file.endsWith('.md') && !anchors(file).includes(anchor)),
    );

    expect(dead).toEqual([]);
  });

  test('names files and scripts that are there', () => {
    const unknown = [...whole.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)]
      .map(([, script]) => script!)
      .filter((script) => !Object.hasOwn(scripts, script));

    expect([...missingFiles(whole, page), ...unknown]).toEqual([]);
  });
});

test('every decision is in the index, with its date', () => {
  const index = readFileSync('docs/decisions/README.md', 'utf8');
  const decisions = readdirSync('docs/decisions').filter((file) => file !== 'README.md');

  expect(decisions.filter((file) => !new RegExp(`\\d{4}-\\d\\d-\\d\\d .*\\(${file}\\)`).test(index))).toEqual([]);
});

test('comments name files that are there', () => {
  const dead = code.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^\s*(\/\*\*|\*|\/\/)/.test(line))
      .flatMap((line) => missingFiles(line, file).map((path) => `${file}: ${path}`)),
  );

  expect(dead).toEqual([]);
});
