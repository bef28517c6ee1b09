import http from 'node:http';

type Environment = Readonly<Record<string, string | undefined>>;
type SetProxies = (proxies: Record<string, string>) => unknown;

/** The variables that `curl` and the agent know, in small letters first as they do. */
const of = (env: Environment, name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;

/** Where requests go through, by the environment; undefined where nothing is set. */
function proxiesOf(env: Environment): Record<string, string> | undefined {
  const all = of(env, 'all_proxy');
  const [secure, plain] = [of(env, 'https_proxy') ?? all, of(env, 'http_proxy') ?? all];
  if (secure === undefined && plain === undefined) return undefined;
  const except = of(env, 'no_proxy');
  return {
    ...(secure !== undefined && { https_proxy: secure }),
    ...(plain !== undefined && { http_proxy: plain }),
    no_proxy: except === undefined ? OWN : `${except},${OWN}`,
  };
}

/** Node's own, from 24.14 on; before it there is `NODE_USE_ENV_PROXY=1` (22.21). */
const SET = (http as { setGlobalProxyFromEnv?: SetProxies }).setGlobalProxyFromEnv ?? null;

/** No proxy stands before this machine itself. */
const OWN = 'localhost,127.0.0.1,::1';

/** What is asked from here on goes through the proxies that the environment names: Node's `fetch` knows of none by itself. */
export function throughProxies(env: Environment = process.env, set: SetProxies | null = SET): void {
  const proxies = proxiesOf(env);
  if (proxies) set?.(proxies);
}

/** What to say beside "cannot be reached", where a proxy is set; empty where none is. */
export function proxyHint(env: Environment = process.env, set: SetProxies | null = SET): string {
  if (!proxiesOf(env)) return '';
  return set || env.NODE_USE_ENV_PROXY === '1'
    ? ' It was asked through the proxy of your environment (HTTPS_PROXY).'
    : ' The proxy of your environment (HTTPS_PROXY) was not used: this Node needs NODE_USE_ENV_PROXY=1 for it, or to be 24.14 or later.';
}
