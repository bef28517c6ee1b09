import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildExtension } from './collectors/browser/build-extension.ts';
import { licenceTexts, packagesIn } from './licence-texts.ts';
import { firstFile, OLDEST_NODE } from './oldest-node.ts';

/**
 * Builds what is published: one folder of plain JavaScript with all that it needs inside (docs/decisions/agent-package.md).
 * Run by `npm pack` and `npm publish`; nothing in the repository imports its result.
 */

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: join(here, '..'),
  entryPoints: { index: 'agent/index.ts', 'sluice-agent-main': 'agent/bin/sluice-agent.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: `node${OLDEST_NODE.major}.${OLDEST_NODE.minor}`,
  // Native, and optional: found at run time, if it is installed.
  external: ['uiohook-napi'],
  // Bundled CommonJS asks for Node's own modules by require.
  banner: {
    js: "import { createRequire as sluiceRequire } from 'node:module'; const require = sluiceRequire(import.meta.url);",
  },
  legalComments: 'none',
  // Names stay, so that a stack trace says where: what goes is a third of the bytes.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
});

writeFileSync(join(dist, 'sluice-agent.js'), firstFile('sluice-agent', 'sluice-agent-main.js'));
await buildExtension(join(dist, 'browser-extension'));

writeFileSync(
  join(dist, 'THIRD-PARTY-LICENSES.txt'),
  licenceTexts(packagesIn(join(here, '..'), Object.keys(metafile.inputs))),
);
execFileSync('tsc', ['-p', join(here, 'tsconfig.build.json')], { stdio: 'inherit' });
