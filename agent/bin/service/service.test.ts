import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeDesktop } from '../../../test/fixtures/desktop.ts';
import { newDeviceKey } from '../../../wire/device-proof.ts';
import { install, type Run, uninstall } from './apply.ts';
import { type Service, type ServiceOf, serviceName, serviceOf } from './service.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sluice-service-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const of = (changes: Partial<ServiceOf> = {}): ServiceOf => ({
  ...{ node: process.execPath, program: '/opt/sluice/sluice-agent.js', state: join(home, 'state'), home },
  ...{ api: 'https://api.example.com', device: 'laptop-7', user: '1000', ...changes },
});
/** What a person may have in a path or an address, and what their system reads otherwise. */
const ODD = 'a b"c\\d%h $HOME & <e>\' é';
const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

describe('a service', () => {
  test.each(PLATFORMS)('of %s starts by whole paths, and holds no secret', (platform) => {
    const service = serviceOf(of(), platform)!;
    const text = service.files.map((file) => file.text).join('\n');
    expect(text).toContain(process.execPath);
    expect(text).toContain('/opt/sluice/sluice-agent.js');
    expect(text).not.toMatch(/token-|SLUICE_|secret|password/i);
    expect(service.name).toContain(serviceName(of()));
  });

  test('of another program or device is another one', () => {
    const names = [of(), of({ device: 'other' }), of({ api: 'https://api.example.com/dev' })].map(serviceName);
    expect(new Set(names).size).toBe(3);
  });

  test.each(PLATFORMS)('of %s is made of no path with a control character', (platform) => {
    expect(() => serviceOf(of({ state: '/x\nExecStartPre=/bin/evil' }), platform)).toThrow(RangeError);
  });

  test('of macOS is a property list whose words are those that were given', () => {
    const { text } = serviceOf(of({ state: ODD }), 'darwin')!.files[0]!;
    const words = [...text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, word]) =>
      word!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    );
    expect(words).toContain(ODD);
  });

  test.each([
    ['plain', '"plain"'],
    ['a b', '"a b"'],
    ['ends\\', '"ends\\\\"'],
    ['say "x"', '"say \\"x\\""'],
    ['\\"', '"\\\\\\""'],
  ])('of Windows gives %j as %s', (state, written) => {
    const { text } = serviceOf(of({ state }), 'win32')!.files[0]!;
    expect(text).toContain(`--state&quot; ${written.replaceAll('"', '&quot;')}</Arguments>`);
  });

  test('of a system that we do not know is none', () => {
    expect(serviceOf(of(), 'freebsd')).toBeUndefined();
  });
});

describe('to install and uninstall', () => {
  const all: string[] = [];
  const run = (works: (line: string) => boolean = () => true): Run => {
    all.length = 0;
    return ({ command, args }) => {
      const line = [command, ...args].join(' ');
      all.push(line);
      return works(line);
    };
  };
  const service = (): Service => serviceOf(of(), 'linux')!;
  const files = () =>
    readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ name }) => name);

  test('writes for its owner alone, asks the system, and again changes nothing', () => {
    const done = install(service(), { dryRun: false, run: run() });
    expect(done.filter(({ what }) => what === 'write')).toHaveLength(2);
    expect(all.at(-1)).toBe(`systemctl --user restart ${serviceName(of())}.service`);
    for (const { path } of service().files) expect(statSync(path).mode & 0o077).toBe(0);

    const again = install(service(), { dryRun: false, run: run() });
    expect(again.map(({ what }) => what)).toEqual(['unchanged', 'unchanged']);
    expect(all).toEqual([`systemctl --user is-active --quiet ${serviceName(of())}.service`]);
  });

  test('of another version is written anew, and started with it', () => {
    install(service(), { dryRun: false, run: run() });
    const newer = serviceOf(of({ program: '/opt/sluice-2/sluice-agent.js' }), 'linux')!;
    install(newer, { dryRun: false, run: run() });
    expect(readFileSync(newer.files[0]!.path, 'utf8')).toContain('/opt/sluice-2/');
    expect(all.at(-1)).toContain('restart');
  });

  test('where the system cannot be asked now, files stay, and it is said', () => {
    const done = install(service(), { dryRun: false, run: run(() => false) });
    expect(done.at(-1)).toEqual({ what: 'not-possible', of: 'systemctl --user daemon-reload' });
    expect(files()).toHaveLength(2);
  });

  test('a dry run shows what it would write and run, and does nothing', () => {
    const done = install(service(), { dryRun: true, run: run() });
    expect(done[0]!.text).toBe(service().files[0]!.text);
    expect(files()).toEqual([]);
    expect(all).toEqual([]);
    install(service(), { dryRun: false, run: run() });
    expect(uninstall(service(), { dryRun: true, run: run() }).map(({ what }) => what)).toEqual([
      'run',
      'remove',
      'remove',
    ]);
    expect(files()).toHaveLength(2);
  });

  test('goes without a trace, and again is no failure', () => {
    install(service(), { dryRun: false, run: run() });
    uninstall(service(), { dryRun: false, run: run() });
    expect(files()).toEqual([]);
    expect(uninstall(service(), { dryRun: false, run: run() })).toEqual([]);
    expect(all).toEqual([]);
  });
});

describe('sluice-agent install', () => {
  const main = fileURLToPath(new URL('../sluice-agent.ts', import.meta.url));
  const agent = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home },
    });
  const at = ['--api', 'https://api.example.com', '--device', 'd1'];

  test('wants an enrolled device, and an address without a secret', () => {
    expect(agent('install', ...at)).toMatchObject({ status: 2, stderr: expect.stringContaining('not enrolled') });
    expect(agent('install', '--api', 'https://me:secret@api.example.com', '--device', 'd1')).toMatchObject({
      status: 2,
      stderr: expect.not.stringContaining('secret@'),
    });
  });

  test('shows what it would do, as text and as JSON, and writes nothing of the key', () => {
    const folder = join(home, '.sluice/agent/api.example.com/d1');
    mkdirSync(folder, { recursive: true });
    const key = newDeviceKey() as { d: string };
    const credential = { version: 1, api: at[1], audience: 'a', subject: 's', device: 'd', boundAt: 0, madeAt: 0, key };
    writeFileSync(join(folder, 'credential.json'), JSON.stringify(credential));

    const { stdout, status } = agent('install', ...at, '--dry-run', '--json');

    expect(status).toBe(0);
    const { dryRun, done } = JSON.parse(stdout);
    expect(dryRun).toBe(true);
    expect(done.some(({ what }: { what: string }) => what === 'write')).toBe(true);
    expect(stdout).not.toContain(key.d);
    expect(agent('uninstall', ...at).stdout).toContain('not installed');
    expect(readdirSync(home)).toEqual(['.sluice']);
  });
});

describeDesktop('the unit of systemd', ['systemd-analyze'], () => {
  test.each([[{}], [{ device: 'x', state: '/tmp/a b"c\\d%h $HOME' }]])(
    'is one that systemd takes without a word: %j',
    (changes) => {
      const program = fileURLToPath(new URL('../sluice-agent.ts', import.meta.url));
      const { files } = serviceOf(of({ program, ...changes }), 'linux')!;
      const file = join(home, 'sluice-agent-test.service');
      writeFileSync(file, files[0]!.text);
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', file], {
        encoding: 'utf8',
        env: { ...process.env, XDG_RUNTIME_DIR: home },
      });
      // An unknown key is told, and its exit code is 0 all the same.
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    },
  );
});
