import { readFileSync } from 'node:fs';

/** Put in by tools/pack/cli.ts, into what is published; absent in the repository. */
declare const SLUICE_VERSION: string | undefined;

const isBuilt = typeof SLUICE_VERSION === 'string';

export const VERSION: string = isBuilt
  ? SLUICE_VERSION
  : JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

/**
 * A program that is started in a thread or process of its own.
 * @param source its file in the repository, relative to here; what is published has all of them in one folder, under their own names
 */
export function programFile(source: string): URL {
  const built = source.split('/').at(-1)!.replace(/\.ts$/, '.js');
  return new URL(isBuilt ? `./${built}` : source, import.meta.url);
}
