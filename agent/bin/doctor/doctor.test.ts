import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ControlUnreachable } from '../../sdk/errors.ts';
import * as judge from './doctor.ts';
import { networkOf } from './look.ts';

const NOW = Date.UTC(2026, 10, 30);
const DAY = 86_400_000;

describe('judged', () => {
  test.each<[judge.Checked, judge.Verdict, string]>([
    [judge.nodeVersion('24.1.0'), 'ok', '24'],
    [judge.nodeVersion('22.15.0'), 'ok', '22.15'],
    [judge.nodeVersion('22.14.9'), 'fault', 'too old'],
    [judge.nodeVersion('20.20.2'), 'fault', 'too old'],
    [judge.deviceKey('none', NOW), 'fault', 'not enrolled'],
    [judge.deviceKey('key-damaged', NOW), 'fault', 'cannot be used'],
    [judge.deviceKey('key-store-locked', NOW), 'fault', 'does not answer'],
    [judge.deviceKey('key-store-gone', NOW), 'fault', 'no more'],
    [judge.deviceKey({ boundAt: NOW, private: true, store: 'secret-service' }, NOW), 'ok', 'the Secret Service'],
    [judge.deviceKey({ boundAt: NOW, private: false, store: 'file' }, NOW), 'fault', 'others'],
    [judge.deviceKey({ boundAt: NOW, private: true, store: 'file' }, NOW), 'ok', '90 days'],
    [judge.deviceKey({ boundAt: NOW - 80 * DAY, private: true, store: 'file' }, NOW), 'warning', '10 days'],
    [judge.deviceKey({ boundAt: NOW - 91 * DAY, private: true, store: 'file' }, NOW), 'fault', 'older than 90'],
    [judge.stateFolder({ path: '/s', lock: 'free' }), 'ok', '/s'],
    [judge.stateFolder({ path: '/s', lock: 'held' }), 'ok', 'an agent runs'],
    [judge.stateFolder({ path: '/s', lock: 'impossible' }), 'fault', 'cannot be locked'],
    [judge.stateFolder({ path: '/s', lock: 'free', network: 'nfs4' }), 'fault', 'network (nfs4)'],
    [judge.stateFolder({ path: '/s', lock: 'free', cannotWrite: 'EROFS' }), 'fault', 'EROFS'],
    [judge.stateFolder({ path: '/s', lock: 'free', cannotWrite: 'ENOSPC' }), 'fault', 'full'],
    [judge.clock(undefined), 'warning', 'not compared'],
    [judge.clock(20_000), 'ok', 'five minutes'],
    [judge.clock(-7_200_000), 'warning', '120 minutes ahead'],
    [judge.clock(600_000), 'warning', '10 minutes behind'],
    [judge.service({ collecting: true }), 'ok', 'collects'],
    [judge.service({ collecting: false }), 'warning', 'paused'],
    [judge.service(new ControlUnreachable('x', { reason: 'captive-portal' })), 'fault', 'a web page answers'],
    [judge.service(new ControlUnreachable('x', { reason: 'proxy-login' })), 'fault', 'asks for a login'],
    [judge.service(new Error('what')), 'fault', 'cannot read'],
    [judge.session({ platform: 'linux', display: ':0' }), 'ok', ':0'],
    [judge.session({ platform: 'linux', display: ':0', wayland: 'wayland-0' }), 'fault', 'Wayland'],
    [judge.session({ platform: 'linux', display: ':0', sessionType: 'wayland' }), 'fault', 'Wayland'],
    [judge.session({ platform: 'linux' }), 'fault', 'no X display'],
    [judge.session({ platform: 'darwin' }), 'warning', 'not verified'],
    [judge.hook(false, 'win32'), 'fault', 'uiohook-napi'],
    [judge.hook(false, 'linux'), 'ok', 'X server'],
    [judge.mark(false), 'warning', 'no status icons'],
    [judge.fields(false, 'linux'), 'warning', 'accessibility'],
    [judge.autostart('absent'), 'warning', 'not started'],
    [judge.autostart('running'), 'ok', 'runs'],
    [judge.autostart('unknown'), 'warning', 'does not say'],
  ])('%j is %s: %s', (checked, verdict, says) => {
    expect(checked.verdict).toBe(verdict);
    expect(checked.says).toContain(says);
    // What is not well says what to do.
    expect(checked.do === undefined).toBe(verdict === 'ok');
  });

  test('a drive of a network is found by where it is mounted', () => {
    const mounts = [
      '/dev/sda1 / ext4 rw 0 0',
      'server:/home /home/ann nfs4 rw 0 0',
      'tmpfs /home/ann/local tmpfs rw 0 0',
      'srv:/x /mnt/a\\040b cifs rw 0 0',
    ].join('\n');
    expect(networkOf('/home/ann/.sluice', mounts)).toBe('nfs4');
    expect(networkOf('/home/ann/local/x', mounts)).toBeUndefined();
    expect(networkOf('/home/anna', mounts)).toBeUndefined();
    expect(networkOf('/mnt/a b/c', mounts)).toBe('cifs');
  });
});

describe('sluice-agent doctor', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sluice-doctor-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const main = fileURLToPath(new URL('../sluice-agent.ts', import.meta.url));

  async function examined(answer: (path: string) => [number, Record<string, string>, string], env = {}) {
    const server = createServer((request, response) => {
      const [status, headers, body] = answer(request.url!);
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [main, 'doctor', '--api', api, '--device', 'd1', '--json'];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      env: { PATH: process.env.PATH, HOME: home, ...env },
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    server.close();
    const { checks } = JSON.parse(text) as { checks: judge.Checked[] };
    return { code, of: (name: string) => checks.find(({ check }) => check === name) };
  }

  test('finds a program that answers, its clock, and a device that is not enrolled; and leaves nothing behind', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { code, of } = await examined(() => [
      200,
      { 'content-type': 'application/json', date },
      '{"collecting":true}',
    ]);
    expect(code).toBe(1);
    expect(of('program')).toMatchObject({ verdict: 'ok', says: 'it answers, and collects' });
    expect(of('clock')).toMatchObject({ verdict: 'warning', says: '60 minutes behind of the program’s' });
    expect(of('device key')).toMatchObject({ verdict: 'fault' });
    expect(of('session')).toMatchObject({ verdict: 'fault' });
    expect(readdirSync(home)).toEqual([]);
  });

  test('names the page of a network that wants a login, and an answer that is none', async () => {
    const portal = await examined(() => [200, { 'content-type': 'text/html' }, '<html>Welcome to the hotel</html>']);
    expect(portal.of('program')).toMatchObject({
      verdict: 'fault',
      says: 'a web page answers in place of the service',
    });
    const older = await examined(() => [404, { 'content-type': 'application/json' }, '{"message":"Not Found"}']);
    expect(older.of('program')).toMatchObject({ verdict: 'ok', says: 'it answers' });
  });

  test('shows of a proxy neither name nor password', async () => {
    const { of } = await examined(() => [200, {}, '{}'], { HTTP_PROXY: 'http://me:hidden@127.0.0.1:9' });
    expect(of('proxy')).toMatchObject({ says: 'by 127.0.0.1:9' });
    expect(of('program')).toMatchObject({ verdict: 'fault', says: 'the proxy does not answer' });
    expect(JSON.stringify([of('proxy'), of('program')])).not.toMatch(/hidden|me:/);
  });
});
