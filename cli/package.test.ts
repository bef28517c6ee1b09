import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** What `npm run pack:cli` gives, installed in a folder far from this repository, without a network. */
const root = fileURLToPath(new URL('..', import.meta.url));
const DISCLOSURE = join(root, 'programs/model-capability/disclosure.yaml');
const MB = 1024 * 1024;
let folder: string;
let packed: number;

const npm = (...args: string[]) =>
  execFileSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
const sluice = (args: string[], input = '', node: string[] = []) =>
  spawnSync(process.execPath, [...node, join('node_modules', '@sluice/cli/sluice.js'), ...args], {
    ...{ cwd: folder, encoding: 'utf8', input },
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: folder, SLUICE_STORE: 'file' },
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  execFileSync(process.execPath, [join(root, 'tools/pack/cli.ts')], { env: { ...process.env, NODE_OPTIONS: '' } });
  writeFileSync(join(folder, 'package.json'), '{"name":"elsewhere","private":true}');
  npm('pack', join(root, 'cli/dist'), '--silent');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  packed = statSync(join(folder, tarball)).size;
  npm('install', '--offline', '--omit=optional', '--no-audit', '--no-fund', `./${tarball}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the published command line', () => {
  test('is one package of a scope, small, without the CDK, and says what it needs', () => {
    const there = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(there).toEqual(['@sluice']);
    expect(readdirSync(join(folder, 'node_modules/@sluice'))).toEqual(['cli']);
    expect(packed).toBeLessThan(5 * MB);
    const own = JSON.parse(readFileSync(join(folder, 'node_modules/@sluice/cli/package.json'), 'utf8'));
    expect(own).toMatchObject({ name: '@sluice/cli', engines: { node: '>=22.15' } });
    expect(own.dependencies).toBeUndefined();
    const files = readdirSync(join(folder, 'node_modules/@sluice/cli'));
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'NOTICE', 'THIRD-PARTY-LICENSES.txt']));
    const code = files.filter((name) => name.endsWith('.js'));
    const text = code.map((name) => readFileSync(join(folder, 'node_modules/@sluice/cli', name), 'utf8')).join('');
    expect(text).not.toContain('aws-cdk-lib');
  });

  test.each([
    ['--help', 'Exit codes:'],
    ['--version', '0.'],
    ['agent --help', 'Captures computer use'],
    ['completion bash', 'complete -o default'],
    [`disclosure check ${DISCLOSURE}`, 'model-capability'],
    [`rights ${DISCLOSURE}`, 'GROUPS'],
  ])('runs: %s', (line, says) => {
    const { status, stdout, stderr } = sluice(line.split(' '));

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expect.stringContaining(says), stderr: '' });
  });

  test('says which Node it needs, to one that could not load it', () => {
    const older = join(folder, 'older.cjs');
    const versions = "{ value: { ...process.versions, node: '22.14.0' } }";
    writeFileSync(older, `Object.defineProperty(process, 'versions', ${versions});`);
    const { status, stdout, stderr } = sluice(['--help'], '', ['-r', older]);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('sluice: Node 22.14.0 is too old: version 22.15 or later is needed.\n');
  });

  test('redacts, in its thread and with the tagger', () => {
    const { status, stdout } = sluice(['redact'], 'Ask Marta Lindqvist, mail jane@example.com\n');

    expect([status, stdout]).toEqual([0, 'Ask [PERSON], mail [EMAIL]\n']);
  });

  test('says what is missing, where a command needs more, and who is not logged in', () => {
    const { status, stderr } = sluice(['model', 'check', '.']);
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringMatching(/^sluice: .*\n$/) });
    expect(sluice(['status'])).toMatchObject({ status: 4, stderr: expect.stringContaining('sluice login ADDRESS') });
  });
});
