import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installAgent } from '../test/fixtures/installed-agent.ts';

/** What `npm pack` gives, installed in a folder far from this repository, without a network. */
const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
const node = (args: string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });

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

beforeAll(() => {
  folder = installAgent();
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

  test('says which Node it needs, to one that could not load it', () => {
    const versions = "{ value: { ...process.versions, node: '20.19.0' } }";
    writeFileSync(join(folder, 'older.cjs'), `Object.defineProperty(process, 'versions', ${versions});`);

    const { status, stdout, stderr } = node([
      ...['-r', './older.cjs', 'node_modules/@sluice/agent/dist/sluice-agent.js', '--help'],
    ]);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('sluice-agent: Node 20.19.0 is too old: version 22.15 or later is needed.\n');
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

  test('has examples in its documentation that compile', () => {
    const sdk = join(root, 'agent/sdk');
    const examples = readdirSync(sdk)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => [...readFileSync(join(sdk, name), 'utf8').matchAll(/@example\n((?: \* ?.*\n)+?) \*\//g)])
      .map(([, lines]) => lines!.replaceAll(/^ \* ?/gm, ''));
    const source = `import { type Agent, type ControlApi, type Spool, createAgent, createControlApi, createDeviceApi, createDiskSpool, createKinesisSink,
      createMemorySpool, enrolDevice, explain, type RecordingState, readCredential, writeCredential } from '@sluice/agent';
      declare const given: { agent: Agent; api: ControlApi; spool: Spool; device: string; file: string; token: string; show(...of: unknown[]): void };
      export const all = [${examples.map((one) => `async ({ ${['agent', 'api', 'spool', 'device', 'file', 'token', 'show'].filter((name) => !one.includes(`const ${name} `)).join(', ')} }: typeof given) => {\n${one}}`).join(',\n')}];\n`;

    const { stdout, status } = compile('examples', source);

    expect(examples.length).toBeGreaterThanOrEqual(9);
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
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
