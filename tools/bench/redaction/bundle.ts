import { copyFileSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { LANGUAGE_WEIGHTS_FILE } from '../../../redaction/language/weights.ts';
import { WEIGHTS_FILE, WORLD_WEIGHTS_FILE } from '../../../redaction/tagger/weights.ts';
import { TOPIC_WEIGHTS_FILE } from '../../../redaction/topics/weights.ts';

/** A module with all that it imports in one file, as functions are shipped, and the weights beside it. */
export function bundled(source: URL, name: string): { readonly module: string; remove(): void } {
  const module = resolve('out', 'bench', `${name}.mjs`);
  buildSync({
    entryPoints: [source.pathname],
    outfile: module,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const files = [WEIGHTS_FILE, WORLD_WEIGHTS_FILE, LANGUAGE_WEIGHTS_FILE, TOPIC_WEIGHTS_FILE].map((file) => {
    const copy = resolve('out', 'bench', basename(file.pathname));
    copyFileSync(file, copy);
    return copy;
  });
  return {
    module,
    remove() {
      for (const file of [module, ...files]) rmSync(file, { force: true });
    },
  };
}
