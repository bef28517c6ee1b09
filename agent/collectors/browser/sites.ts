/**
 * Which page is which application: that of the disclosure whose id is the host of the page's address. What is not listed is not recorded, and no script of
 * ours runs there. Addresses without TLS are never recorded: whoever is on the network could be the page.
 */

/** A host that could be one on the net: with a dot, and no name of a program that has none. */
const HOST = /^(?=.{4,128}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

export const isSite = (app: string): boolean => HOST.test(app);

/** @returns the application that a page is of; undefined: of none */
export function siteOf(url: string | undefined, sites: Readonly<Record<string, unknown>>): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && isSite(hostname) && Object.hasOwn(sites, hostname) ? hostname : undefined;
}

/** Whether a page of a site is one that is recorded: by its path alone, as it is written. */
export const isListed = (path: string, pages: readonly string[] | undefined): boolean =>
  pages === undefined || pages.some((pattern) => matches(path, pattern));

/** Without going back more than once a star: no pattern is slow, whatever the path. */
function matches(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!path.startsWith(first)) return false;
  if (rest.length === 0) return path === pattern;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

/** As the browser takes patterns: where the script may run at all. */
export const matchesOf = (sites: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(sites)
    .filter(isSite)
    .map((host) => `https://${host}/*`);
