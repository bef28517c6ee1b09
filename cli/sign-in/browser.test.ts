import { expect, test } from '@jest/globals';
import { browserOf, openBrowser } from './browser.ts';

test.each<[string, NodeJS.Platform, Record<string, string>, string[] | undefined]>([
  ['a desktop', 'linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['a desktop with Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['a Mac', 'darwin', {}, ['open']],
  [
    'Windows, without a shell, and none of that name in the folder at hand',
    'win32',
    {},
    ['C:\\Windows\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler'],
  ],
  [
    'Windows that is elsewhere',
    'win32',
    { SystemRoot: 'D:\\Win' },
    ['D:\\Win\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler'],
  ],
  ['one of the person’s own', 'linux', { BROWSER: '/opt/firefox', SSH_CONNECTION: 'x' }, ['/opt/firefox']],
  ['a server', 'linux', {}, undefined],
  ['the other end of a line', 'darwin', { SSH_CONNECTION: '1 2 3 4' }, undefined],
])('the browser of %s', (_where, platform, env, program) => {
  expect(browserOf(platform, env)).toEqual(program);
});

test('that cannot be started is no error', async () => {
  expect(await openBrowser(['/nowhere/browser'], 'https://x')).toBe(false);
  expect(await openBrowser([process.execPath, '-e', '0'], 'https://x/$(touch x)')).toBe(true);
});
