import { EXTENSION_ID, FIREFOX_ID, NATIVE_HOST } from '../../collectors/browser/protocol.ts';
import { BROWSER_NODE_FLAGS, type Service, type ServiceOf } from '../service/service.ts';

/** How browsers of this person find the agent: a manifest for each, and a script that starts it with what it was installed with. Pure, and without a secret. */

/** Where each looks, below the home of the person, or of their settings. */
const LINUX = {
  chrome: '.config/google-chrome/NativeMessagingHosts',
  chromium: '.config/chromium/NativeMessagingHosts',
  edge: '.config/microsoft-edge/NativeMessagingHosts',
  firefox: '.mozilla/native-messaging-hosts',
};
const MACOS = {
  chrome: 'Library/Application Support/Google/Chrome/NativeMessagingHosts',
  chromium: 'Library/Application Support/Chromium/NativeMessagingHosts',
  edge: 'Library/Application Support/Microsoft Edge/NativeMessagingHosts',
  firefox: 'Library/Application Support/Mozilla/NativeMessagingHosts',
};
/** Windows looks in the registry. */
const WINDOWS = {
  chrome: 'HKCU\\Software\\Google\\Chrome\\NativeMessagingHosts',
  chromium: 'HKCU\\Software\\Chromium\\NativeMessagingHosts',
  edge: 'HKCU\\Software\\Microsoft\\Edge\\NativeMessagingHosts',
  firefox: 'HKCU\\Software\\Mozilla\\NativeMessagingHosts',
};

const manifest = (browser: string, path: string): string => {
  const allowed =
    browser === 'firefox'
      ? { allowed_extensions: [FIREFOX_ID] }
      : { allowed_origins: [`chrome-extension://${EXTENSION_ID}/`] };
  const description = 'Filters, seals and sends what the Sluice extension captures';
  return `${JSON.stringify({ name: NATIVE_HOST, description, path, type: 'stdio', ...allowed }, null, 2)}\n`;
};

function plain(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\0-\x1f\x7f]/.test(value)) throw new RangeError('a path or an address with a control character in it');
  return value;
}
const shellWord = (value: string) => `'${plain(value).replaceAll("'", "'\\''")}'`;
/** Quotes cannot stand in a path of Windows; a percent sign is a variable in a script of commands. */
function batchWord(value: string): string {
  if (plain(value).includes('"')) throw new RangeError('a path or an address with a quote in it');
  return `"${value.replaceAll('%', '%%')}"`;
}

const wordsOf = ({ node, program, api, device, state }: ServiceOf) => [
  ...[node, ...BROWSER_NODE_FLAGS, program, 'run', '--collector', 'browser'],
  ...['--api', api, '--device', device, '--state', state],
];

/** @returns nothing on a system that has none that we know @throws RangeError a path that no such file can hold */
export function nativeHostOf(of: ServiceOf, platform: NodeJS.Platform): Omit<Service, 'isRunning'> | undefined {
  const name = 'browsers';
  if (platform === 'win32') {
    const script = `${of.state}\\${NATIVE_HOST}.bat`;
    const text = `@echo off\r\n${wordsOf(of).map(batchWord).join(' ')}\r\n`;
    const files = Object.keys(WINDOWS).map((browser) => ({
      path: `${of.state}\\${NATIVE_HOST}.${browser}.json`,
      text: manifest(browser, script),
    }));
    const reg = (...args: string[]) => ({ command: 'C:\\Windows\\System32\\reg.exe', args });
    const keys = Object.entries(WINDOWS).map(([browser, key]) => ({ browser, key: `${key}\\${NATIVE_HOST}` }));
    return {
      name,
      files: [{ path: script, text }, ...files],
      install: keys.map(({ browser, key }) =>
        reg('add', key, '/ve', '/t', 'REG_SZ', '/d', `${of.state}\\${NATIVE_HOST}.${browser}.json`, '/f'),
      ),
      uninstall: keys.map(({ key }) => ({ ...reg('delete', key, '/f'), mayFail: true as const })),
    };
  }
  const places = platform === 'linux' ? LINUX : platform === 'darwin' ? MACOS : undefined;
  if (!places) return undefined;
  const script = `${of.state}/${NATIVE_HOST}`;
  const text = `#!/bin/sh\n# Made by "sluice-agent install --browser"; browsers start it.\nexec ${wordsOf(of).map(shellWord).join(' ')}\n`;
  return {
    name,
    files: [
      { path: script, text, mode: 0o700 },
      ...Object.entries(places).map(([browser, folder]) => ({
        path: `${of.home}/${folder}/${NATIVE_HOST}.json`,
        text: manifest(browser, script),
      })),
    ],
    install: [],
    uninstall: [],
  };
}
