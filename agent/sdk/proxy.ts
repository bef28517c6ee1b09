import { execFile } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { ConnectionFailed, ProxyFailed } from './errors.ts';
import { powershell } from './powershell.ts';
import { troubleOf } from './trouble.ts';

/**
 * The way out of an office. Of the proxies that may be set, the environment's come first, then the system's; both the control plane and the
 * stream are reached through what they say, by `CONNECT`, so that a proxy sees names and bytes and nothing of what is in them.
 */

/** Which proxy a URL goes through. */
export type ProxyRule = (url: URL) => Promise<URL | undefined>;

/** Runs a program of the system; its output, or undefined when it is not there or fails. */
export type RunTool = (command: string, args: readonly string[]) => Promise<string | undefined>;

const runTool: RunTool = (command, args) =>
  new Promise((resolve) => {
    execFile(command, [...args], { timeout: 5000, windowsHide: true }, (error, out) =>
      resolve(error ? undefined : out),
    );
  });

export interface ProxyRuleOptions {
  /** @default process.env */
  environment?: NodeJS.ProcessEnv;
  /** @default process.platform */
  platform?: NodeJS.Platform;
  /** @default runs it */
  run?: RunTool;
  /** ms. @default Date.now */
  now?: () => number;
}

/** For how long the answer of the system is believed, ms: a laptop goes home in the evening. */
const BELIEVED = 300_000;

/** By `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case first; where none of them is set, by the system's setting. */
export function createProxyRule(options: ProxyRuleOptions = {}): ProxyRule {
  const { environment = process.env, platform = process.platform, run = runTool, now = Date.now } = options;
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const asked = new Map<string, { at: number; proxy: Promise<URL | undefined> }>();
  return async (url) => {
    const set = variable(url.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY') ?? variable('ALL_PROXY');
    if (set !== undefined) return isExempt(url, variable('NO_PROXY')) ? undefined : asUrl(set);
    if (isLoopback(url.hostname)) return undefined;
    const known = asked.get(url.origin);
    if (known && now() - known.at < BELIEVED) return known.proxy;
    const proxy = systemProxy(url, platform, run);
    asked.set(url.origin, { at: now(), proxy });
    return proxy;
  };
}

/** Common form: `proxy.example.com:3128`, with or without a scheme. */
function asUrl(text: string): URL | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url)) throw new ProxyFailed('proxy-setting');
  const parsed = new URL(url);
  if (parsed.protocol === 'direct:') return undefined;
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw new ProxyFailed('proxy-setting');
  return parsed;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host) || host.endsWith('.localhost');

/** As curl has it: hosts, domains with or without a leading dot, `*`, each with or without a port. */
function isExempt(url: URL, list: string | undefined): boolean {
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  return (list ?? '').split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', onPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase())!;
    const domain = name.replace(/^\*?\./, '');
    if (domain === '' || (onPort !== undefined && onPort !== port)) return false;
    return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
  });
}

/** What the system says, by tools of its own, which read configuration scripts (PAC) too. Undefined: directly. */
async function systemProxy(url: URL, platform: NodeJS.Platform, run: RunTool): Promise<URL | undefined> {
  if (platform === 'win32') return onWindows(url, run);
  return platform === 'darwin' ? onMac(url, run) : onLinux(url, run);
}

/** libproxy's `proxy` knows desktops and scripts; without it, what GNOME has by hand. */
async function onLinux(url: URL, run: RunTool): Promise<URL | undefined> {
  const told = (await run('proxy', [url.origin]))?.trim().split(/\s+/)[0];
  if (told) return asUrl(told);
  const get = async (schema: string, key: string) =>
    (await run('gsettings', ['get', `org.gnome.system.proxy${schema}`, key]))?.trim().replace(/^'|'$/g, '');
  const mode = await get('', 'mode');
  if (mode === 'auto') throw new ProxyFailed('pac-not-readable');
  if (mode !== 'manual') return undefined;
  const ignored = ((await get('', 'ignore-hosts')) ?? '').match(/'[^']*'/g) ?? [];
  if (isExempt(url, ignored.map((host) => host.slice(1, -1)).join(','))) return undefined;
  const part = url.protocol === 'http:' ? '.http' : '.https';
  const [host, port] = [await get(part, 'host'), await get(part, 'port')];
  return host && Number(port) > 0 ? asUrl(`http://${host}:${port}`) : undefined;
}

async function onMac(url: URL, run: RunTool): Promise<URL | undefined> {
  const settings = (await run('scutil', ['--proxy'])) ?? '';
  const of = (name: string) => new RegExp(`^\\s*${name} : (.+)$`, 'm').exec(settings)?.[1]?.trim();
  if (of('ProxyAutoConfigEnable') === '1') throw new ProxyFailed('pac-not-readable');
  const part = url.protocol === 'http:' ? 'HTTP' : 'HTTPS';
  if (of(`${part}Enable`) !== '1') return undefined;
  const [, exceptions = ''] = /ExceptionsList : <array> \{([^}]*)\}/.exec(settings) ?? [];
  const hosts = [...exceptions.matchAll(/^\s*\d+ : (.+)$/gm)].map(([, host]) => host!.trim());
  if (isExempt(url, hosts.join(','))) return undefined;
  return asUrl(`http://${of(`${part}Proxy`)}:${of(`${part}Port`) ?? '80'}`);
}

/** WinINet's setting, scripts and detection by the network included. */
async function onWindows(url: URL, run: RunTool): Promise<URL | undefined> {
  // Names may have quotes in them, and this one is a program's to say: doubled, it stays a text.
  const origin = url.origin.replaceAll("'", "''");
  const script = `[System.Net.WebRequest]::GetSystemWebProxy().GetProxy('${origin}').AbsoluteUri`;
  const told = (await run(powershell(), ['-NoProfile', '-NonInteractive', '-Command', script]))?.trim();
  // A host that needs none is answered with itself.
  return !told || new URL(told).host === url.host ? undefined : asUrl(told);
}

/** How long a proxy may take to connect, ms. */
const PATIENCE = 10_000;
/** A proxy's answer to CONNECT is a few lines. */
const LONGEST_HEAD = 16_384;

/** A connection to a host through a proxy. */
async function tunnel(proxy: URL, host: string, port: number): Promise<net.Socket> {
  const secure = proxy.protocol === 'https:';
  const to = { host: proxy.hostname.replace(/^\[|\]$/g, ''), port: Number(proxy.port) || (secure ? 443 : 80) };
  const socket = secure ? tls.connect({ ...to, servername: to.host }) : net.connect(to);
  const user = decodeURIComponent(proxy.username);
  const secret = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64');
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const lines = [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...(user ? [`Proxy-Authorization: Basic ${secret}`] : []),
  ];
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const fail = (reason: ProxyFailed['reason'] | 'captive-portal', cause?: unknown) => {
    reject(reason === 'captive-portal' ? new ConnectionFailed(reason, { cause }) : new ProxyFailed(reason, { cause }));
    socket.destroy();
  };
  let head = Buffer.alloc(0);
  socket.setTimeout(PATIENCE, () => fail('proxy-unreachable'));
  socket.once('error', (cause) => fail('proxy-unreachable', cause));
  socket.once('close', () => fail('proxy-refused'));
  socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
  socket.on('data', function read(chunk: Buffer) {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1 && head.length < LONGEST_HEAD) return;
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1'))?.[1];
    // The page of a network that wants a login first: it leads elsewhere, or says so (RFC 6585).
    if (/^(3\d\d|511)$/.test(status ?? '')) return fail('captive-portal');
    if (end === -1 || status !== '200') return fail(status === '407' ? 'proxy-login' : 'proxy-refused');
    socket.off('data', read);
    socket.pause();
    socket.setTimeout(0);
    for (const event of ['error', 'close', 'timeout'] as const) socket.removeAllListeners(event);
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
    resolve(socket);
  });
  return promise;
}

/** The same, once it stands. @throws ConnectionFailed naming what was in the way, whoever asked for it */
async function connected<S extends net.Socket>(socket: S, secure: boolean): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<S>();
  const fail = (cause: unknown) => reject(new ConnectionFailed(troubleOf(cause), { cause }));
  const gone = () => fail(new Error('closed before it stood'));
  socket.once('error', fail).once('close', gone);
  socket.once(secure ? 'secureConnect' : 'connect', () => resolve(socket));
  try {
    return await promise;
  } finally {
    socket.off('error', fail).off('close', gone);
  }
}

type Callback = (error: Error | null, stream: Duplex) => void;
type ConnectionOptions = tls.ConnectionOptions & { host?: string; port?: number | string; servername?: string };

/** Agents for `node:http` and `node:https`, which ask the rule before each connection. */
export interface Agents {
  http: http.Agent;
  https: https.Agent;
}

export function createAgents(rule: ProxyRule = createProxyRule()): Agents {
  const connect =
    (secure: boolean) =>
    (options: ConnectionOptions, callback: Callback): undefined => {
      const { host = 'localhost', port = secure ? 443 : 80 } = options;
      const url = new URL(`${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`);
      const made = rule(url).then(async (proxy) => {
        if (!proxy)
          return connected(secure ? tls.connect(options) : net.connect(options as net.NetConnectOpts), secure);
        const socket = await tunnel(proxy, host, Number(port));
        // What is on it from here on is the request's: nothing comes before that was sent.
        if (!secure) return socket.resume();
        const { host: _, port: __, path: ___, ...rest } = options;
        const servername = options.servername || (net.isIP(host) ? '' : host);
        return connected(tls.connect({ ...rest, socket, servername }), secure);
      });
      made.then(
        (socket) => callback(null, socket),
        (error) => callback(error as Error, undefined as unknown as Duplex),
      );
    };
  const kept = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 8 };
  return {
    http: Object.assign(new http.Agent(kept), { createConnection: connect(false) }),
    https: Object.assign(new https.Agent(kept), { createConnection: connect(true) }),
  };
}

/** One pair for all that a process sends. */
let shared: Agents | undefined;
export const sharedAgents = (): Agents => {
  shared ??= createAgents();
  return shared;
};
