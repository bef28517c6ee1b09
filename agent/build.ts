import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Builds what is published: one folder of plain JavaScript with all that it needs inside (docs/decisions/agent-package.md).
 * Run by `npm pack` and `npm publish`; nothing in the repository imports its result.
 */

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: join(here, '..'),
  entryPoints: { index: 'agent/index.ts', 'sluice-agent': 'agent/bin/sluice-agent.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  // Native, and optional: found at run time, if it is installed.
  external: ['uiohook-napi'],
  // Bundled CommonJS asks for Node's own modules by require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));
execFileSync('tsc', ['-p', join(here, 'tsconfig.build.json')], { stdio: 'inherit' });

/** The licence text of every package whose code is in the bundle. */
function licences(files: string[]): string {
  const packages = new Set<string>();
  for (const file of files) {
    const at = file.lastIndexOf('node_modules/');
    if (at === -1) continue;
    const [first, second] = file.slice(at + 'node_modules/'.length).split('/');
    packages.add(join(file.slice(0, at), 'node_modules', first!.startsWith('@') ? `${first}/${second}` : first!));
  }
  const parts = [...packages].sort().map((folder) => {
    const path = join(here, '..', folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file && existsSync(join(path, file)) ? readFileSync(join(path, file), 'utf8').trim() : '';
    return `${name} ${version} (${license ?? 'see text'})\n\n${text}\n`;
  });
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}
