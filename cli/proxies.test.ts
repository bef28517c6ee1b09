import { createServer, type IncomingMessage, type Server } from 'node:http';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../test/fixtures/run.ts';
import { proxyHint, throughProxies } from './proxies.ts';

const set = (env: Record<string, string>) => {
  const given: unknown[] = [];
  throughProxies(env, (proxies) => given.push(proxies));
  return given;
};

const OWN = { no_proxy: 'localhost,127.0.0.1,::1' };

test.each([
  [{}, []],
  [{ HTTPS_PROXY: '' }, []],
  [{ NO_PROXY: 'a.test' }, []],
  [{ HTTPS_PROXY: 'http://p:1' }, [{ https_proxy: 'http://p:1', ...OWN }]],
  [{ https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, [{ https_proxy: 'http://q:1', ...OWN }]],
  [{ ALL_PROXY: 'http://p:1' }, [{ https_proxy: 'http://p:1', http_proxy: 'http://p:1', ...OWN }]],
  [
    { HTTP_PROXY: 'http://p:1', NO_PROXY: 'a.test' },
    [{ http_proxy: 'http://p:1', no_proxy: `a.test,${OWN.no_proxy}` }],
  ],
])('%j: %j', (env, expected) => {
  expect(set(env as Record<string, string>)).toEqual(expected);
});

test('where it cannot be reached it is said whether a proxy was asked', () => {
  const env = { HTTPS_PROXY: 'http://p:1' };
  expect(proxyHint({}, () => {})).toBe('');
  expect(proxyHint(env, () => {})).toContain('through the proxy');
  expect(proxyHint(env, null)).toContain('was not used');
  expect(proxyHint({ ...env, NODE_USE_ENV_PROXY: '1' }, null)).toContain('through the proxy');
});

describe('the command line as a process', () => {
  let proxy: Server;
  let connected: string[];
  beforeEach(async () => {
    connected = [];
    proxy = createServer((_, response) => response.writeHead(400).end());
    proxy.on('connect', (request: IncomingMessage, socket: net.Socket) => {
      connected.push(request.url!);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => proxy.close(resolve)));

  const sluice = (env: Record<string, string>, ...args: string[]) =>
    run(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', ...args], {
      env: { SLUICE_TOKEN: 'token', ...env },
    });
  const asked = ['--api', 'https://service.test', 'report', '--severity', 'low', '--text', 'x'];

  test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])('goes through the proxy of %s, and says so', async (name) => {
    const { code, stderr } = await sluice(
      { [name]: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` },
      ...asked,
    );

    expect([code, new Set(connected)]).toEqual([5, new Set(['service.test:443'])]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('It was asked through the proxy of your environment');
  });

  test('not where NO_PROXY says so', async () => {
    await sluice(
      { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, NO_PROXY: 'service.test' },
      ...asked,
    );
    expect(connected).toEqual([]);
  });
});
