import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startFakeCloud } from './sdk/testing-cloud.ts';

/** What `npm pack` gives, installed in a folder far from this repository, without a network. */
const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } });
const node = (args: string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"elsewhere","private":true,"type":"module"}');
  npm(['pack', '-w', 'agent', '--pack-destination', folder, '--silent'], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  npm(['install', '--offline', '--omit=optional', '--no-audit', '--no-fund', `./${tarball}`], folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the published agent', () => {
  test('installs nothing but itself', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['@sluice']);
    expect(readdirSync(join(folder, 'node_modules', '@sluice'))).toEqual(['agent']);
  });

  test('explains itself, with examples and exit codes', () => {
    const { stdout, status } = node(['node_modules/@sluice/agent/dist/sluice-agent.js', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes:');
  });

  test('runs, and says by its exit code that it was never let record', () => {
    writeFileSync(join(folder, 'session.ndjson'), '{"kind":"window","time":1,"app":"a","type":"focus"}\n');
    const agent = 'node_modules/@sluice/agent/dist/sluice-agent.js';
    const run = node([
      ...[agent, 'run', '--collector', 'replay', '--recording', 'session.ndjson', '--state', 'state', '--json'],
      ...['--api', 'http://127.0.0.1:9', '--device', 'd1', '--token-file', 'package.json', '--wait', '0.01'],
    ]);
    expect(
      run.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({ device: 'd1', state: 'paused', reason: 'starting', by: 'lease' }),
      expect.objectContaining({ device: 'd1', state: 'paused', reason: 'unreachable', by: 'network' }),
      { device: 'd1', state: 'stopped', reason: 'unreachable' },
      { device: 'd1', result: expect.objectContaining({ acked: 0, pending: 0, gaveUp: 'unreachable' }) },
    ]);
    expect(run.status).toBe(3);
  });

  test('says what is missing for the desktop', () => {
    const { stderr, status } = node([
      ...['node_modules/@sluice/agent/dist/sluice-agent.js', 'run', '--api', 'http://127.0.0.1:9', '--device', 'd1'],
      ...['--token-file', 'package.json', '--state', 'state'],
    ]);
    expect(status).toBe(4);
    expect(stderr).toMatch(/DISPLAY|uiohook-napi|Wayland/);
  });

  test('is an SDK', () => {
    writeFileSync(
      join(folder, 'embed.js'),
      `import { createAgent, createControlApi, createKinesisSink, createMemorySpool } from '@sluice/agent';
       const api = createControlApi({ url: 'http://127.0.0.1:9', token: () => 't' });
       const agent = createAgent({ device: 'd', api, sink: createKinesisSink(), spool: createMemorySpool() });
       console.log((await agent.start()).reason);
       await agent.stop();`,
    );
    expect(node(['embed.js']).stdout.trim()).toBe('unreachable');
  });

  test('has types that need nothing beside it, and say what an event is', () => {
    const compile = (name: string, source: string) => {
      writeFileSync(join(folder, `${name}.ts`), source);
      const options = {
        ...{ strict: true, noEmit: true, skipLibCheck: false, target: 'es2024', module: 'nodenext', lib: ['es2024'] },
        ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: [`${name}.ts`] }));
      const tsc = join(root, 'node_modules/.bin/tsc');
      return spawnSync(tsc, ['-p', folder], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
    };
    const begin = `import { createAgent, createControlApi, createKinesisSink, createMemorySpool, type DeviceCredential } from '@sluice/agent';
      const api = createControlApi({ url: 'https://x', token: () => 't' });
      const agent = createAgent({ device: 'd', api, sink: createKinesisSink(), spool: createMemorySpool() });
      export const of = (one: DeviceCredential): string => one.key.x;\n`;

    const right = compile(
      'right',
      `${begin}agent.capture({ kind: 'click', time: 1, app: 'a', x: 1, y: 1, button: 0 });`,
    );
    const wrong = compile('wrong', `${begin}agent.capture({ whatever: 1 });`);

    expect({ status: right.status, stdout: right.stdout }).toEqual({ status: 0, stdout: '' });
    expect(wrong.stdout).toMatch(/wrong\.ts.*TS\d+/);
    expect(wrong.stdout).not.toContain('zod');
  });

  test('has types, and the licences of what is inside', () => {
    const inside = (path: string) => readFileSync(join(folder, 'node_modules/@sluice/agent/dist', path), 'utf8');
    expect(inside('types/agent/index.d.ts')).toContain('createAgent');
    for (const name of ['@aws-sdk/client-kinesis', 'commander', 'x11', 'zod']) {
      expect(inside('THIRD-PARTY-LICENSES.txt')).toContain(`\n${name} `.trimStart());
    }
    expect(inside('THIRD-PARTY-LICENSES.txt')).not.toMatch(/GNU (AFFERO )?GENERAL PUBLIC/i);
  });
});

describe('the examples, on the published agent', () => {
  /** Copied beside the package, as a user would have them. @returns what the control plane and the stream saw */
  async function runExample(path: string, args: string[], input: string) {
    const cloud = await startFakeCloud();
    cloud.grant = {
      filter: {
        program: 'test',
        disclosure: '1.0',
        kinds: { window: ['type'], message: ['text', 'author', 'conversation', 'channel'] },
        applications: { mousepad: { keys: 'content' }, chat: { keys: 'content' } },
      },
    };
    cpSync(join(root, 'examples', path, '..'), join(folder, path, '..'), { recursive: true });
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        path,
        cloud.url,
        'device-1',
        join(folder, `state-${args.length}`),
        ...args,
      ],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, SLUICE_TOKEN: 'token-1', AWS_ENDPOINT_URL_KINESIS: cloud.url },
      },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    const stored = cloud.stored();
    await cloud.close();
    return { code, out, err, stored };
  }

  test('a collector', async () => {
    const input = 'Mousepad\tletter.txt\nBank\tmy account\nmousepad\t\n';

    const { code, out, err, stored } = await runExample('collector/collector.ts', [], input);

    expect({ code, err }).toEqual({ code: 0, err: 'recording\nstopped: end-of-input\n' });
    expect(JSON.parse(out)).toEqual({ captured: 3, kept: 2 });
    // No title, which the filter does not list, and nothing of the bank.
    expect(stored).toEqual(
      [1, 2].map(() => ({ kind: 'window', type: 'focus', time: expect.any(Number), app: 'mousepad' })),
    );
  });

  test('a connector of a chat tool', async () => {
    const now = Math.floor(Date.now() / 1000);
    const input = [
      // Of before the lease: a connector is no way to what was written before the consent.
      { ts: '1764028800', user: 'U1', text: 'long ago', channel: 'C9' },
      { ts: `${now}.25`, user: 'U1', text: 'is it done?', channel: 'C9' },
      { ts: `${now + 1}`, user: 'U2', text: 'yes', channel: 'C9' },
      { ts: `${now + 2}`, user: 'U2', text: '', channel: 'C9', subtype: 'channel_join' },
    ];

    const lines = input.map((line) => JSON.stringify(line)).join('\n');
    const { code, stored } = await runExample('chat-connector/connector.ts', ['U1'], lines);

    expect(code).toBe(0);
    const common = { kind: 'message', app: 'chat', channel: 'chat', conversation: 'C9' };
    expect(stored).toEqual([
      { ...common, time: now * 1000 + 250, author: 'self', text: 'is it done?' },
      { ...common, time: now * 1000 + 1000, author: 'other', text: 'yes' },
    ]);
  });
});
