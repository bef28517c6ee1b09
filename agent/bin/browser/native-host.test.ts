import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXTENSION_ID } from '../../collectors/browser/protocol.ts';
import { install, uninstall } from '../service/apply.ts';
import type { ServiceOf } from '../service/service.ts';
import { nativeHostOf } from './native-host.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sluice-native-host-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const of = (changes: Partial<ServiceOf> = {}): ServiceOf => ({
  ...{ node: process.execPath, program: '/opt/sluice/sluice-agent.js', state: join(home, 'state'), home },
  ...{ api: 'https://api.example.com', device: 'laptop-7-browser', user: '1000', ...changes },
});

describe('what browsers start', () => {
  test('the extension’s id is that of the key in its manifest', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../collectors/browser/extension/manifest.json', import.meta.url), 'utf8'),
    );
    const hash = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32);
    const id = [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
    expect(EXTENSION_ID).toBe(id);
  });

  test('the extension asks for no more than it uses, and is reached by nobody', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../collectors/browser/extension/manifest.json', import.meta.url), 'utf8'),
    );
    expect(manifest).toMatchObject({
      incognito: 'not_allowed',
      permissions: ['nativeMessaging', 'scripting', 'storage', 'alarms'],
      host_permissions: ['https://*/*'],
      externally_connectable: { ids: [] },
    });
    for (const absent of ['web_accessible_resources', 'content_scripts', 'optional_permissions'])
      expect(manifest).not.toHaveProperty([absent]);
  });

  test.each(['linux', 'darwin'] as const)(
    'on %s a script that starts it with the very words, whatever is in them',
    (platform) => {
      const odd = 'a b"c$HOME`id`\'; rm -x & é';
      const echo = join(home, 'echo.mjs');
      writeFileSync(echo, 'console.log(JSON.stringify(process.argv.slice(2)))');
      const host = nativeHostOf(of({ program: echo, state: join(home, odd) }), platform)!;

      const done = install(host, { dryRun: false });
      const script = host.files[0]!.path;
      const { stdout } = spawnSync(script, ['chrome-extension://x/'], {
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin' },
      });

      expect(statSync(script).mode & 0o777).toBe(0o700);
      expect(JSON.parse(stdout)).toEqual([
        ...['run', '--collector', 'browser', '--api', 'https://api.example.com', '--device', 'laptop-7-browser'],
        ...['--state', join(home, odd)],
      ]);
      expect(done.every(({ what }) => what === 'write')).toBe(true);
      expect(install(host, { dryRun: false }).every(({ what }) => what === 'unchanged')).toBe(true);
      expect(uninstall(host, { dryRun: false }).every(({ what }) => what === 'remove')).toBe(true);
    },
  );

  test.each(['linux', 'darwin', 'win32'] as const)(
    'on %s each browser is told of the extension alone, and of no secret',
    (platform) => {
      const { files } = nativeHostOf(of(), platform)!;
      const manifests = files.slice(1).map(({ text }) => JSON.parse(text));
      expect(manifests).toHaveLength(4);
      for (const manifest of manifests) {
        expect(manifest).toMatchObject({ name: 'com.sluice.agent', path: files[0]!.path, type: 'stdio' });
        expect(manifest.allowed_origins ?? manifest.allowed_extensions).toHaveLength(1);
      }
      expect(files.map(({ text }) => text).join('')).not.toMatch(/token|secret|password/i);
    },
  );

  test('on Windows the registry says where', () => {
    const { install: commands, uninstall: undo } = nativeHostOf(of({ state: 'C:\\Users\\ada\\100%\\state' }), 'win32')!;
    expect(commands.map(({ args }) => args[1])).toContain(
      'HKCU\\Software\\Microsoft\\Edge\\NativeMessagingHosts\\com.sluice.agent',
    );
    expect(undo).toHaveLength(4);
  });

  test.each(['linux', 'darwin', 'win32'] as const)(
    'on %s no path with a control character, on Windows none with a quote',
    (platform) => {
      expect(() => nativeHostOf(of({ state: '/x\nevil' }), platform)).toThrow(RangeError);
      if (platform === 'win32')
        expect(() => nativeHostOf(of({ state: 'C:\\x" & evil' }), platform)).toThrow(RangeError);
    },
  );
});
