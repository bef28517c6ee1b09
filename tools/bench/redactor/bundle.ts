import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { LANGUAGE_WEIGHTS_FILE } from '../../../redaction/language/weights.ts';
import { WEIGHTS_FILE, WORLD_WEIGHTS_FILE } from '../../../redaction/tagger/weights.ts';
import { TOPIC_WEIGHTS_FILE } from '../../../redaction/topics/weights.ts';

export type Subject = typeof import('./subject.ts');

export interface Bundle {
  subject: Subject;
  bytes: number;
  url: string;
  /** Source file of a place in the bundle (both counted from 0), relative to the project. */
  sourceOf(line: number, column: number): string | undefined;
}

/** With the options that the functions are bundled with (lib/bundle.ts). */
export async function bundleSubject(folder: string): Promise<Bundle> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'redactor.bundle.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'subject.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
    logLevel: 'error',
  });
  for (const file of [WEIGHTS_FILE, WORLD_WEIGHTS_FILE, LANGUAGE_WEIGHTS_FILE, TOPIC_WEIGHTS_FILE])
    copyFileSync(file, join(folder, basename(file.pathname)));
  const url = pathToFileURL(outfile).href;
  const map = new SourceMap(JSON.parse(readFileSync(`${outfile}.map`, 'utf8')));
  return {
    subject: (await import(url)) as Subject,
    bytes: readFileSync(outfile).length,
    url,
    sourceOf(line, column) {
      const entry = map.findEntry(line, column) as { originalSource?: string };
      return entry.originalSource?.replace(/^(\.\.\/)+/, '');
    },
  };
}
