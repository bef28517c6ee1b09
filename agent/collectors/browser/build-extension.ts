import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = join(import.meta.dirname, 'extension');

/** Builds the extension: a folder that a browser loads, or a company packs and signs. Nothing in it comes from anywhere else but this repository. */
export async function buildExtension(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ['page', 'worker', 'popup'].map((name) => join(here, `${name}.ts`)),
    outdir: folder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'chrome120',
    legalComments: 'none',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
  });
  for (const name of ['manifest.json', 'popup.html', 'popup.css']) cpSync(join(here, name), join(folder, name));
}
