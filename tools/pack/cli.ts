import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licenceTexts, packagesIn } from '../../agent/licence-texts.ts';
import { firstFile, OLDEST_NODE } from '../../agent/oldest-node.ts';

/**
 * Builds what is published of the command line: one folder of plain JavaScript with all that it needs inside
 * (docs/decisions/cli-package.md). `npm run pack:cli` makes the file that people install of it.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'cli/dist');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    'sluice-main': 'bin/sluice.ts',
    'redact-worker': 'cli/redact-worker.ts',
    'sluice-agent-main': 'agent/bin/sluice-agent.ts',
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  // Flat: what is looked for beside a file is beside every one of them.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: `node${OLDEST_NODE.major}.${OLDEST_NODE.minor}`,
  minify: true,
  // Errors are told apart by the names of their classes.
  keepNames: true,
  define: { SLUICE_VERSION: JSON.stringify(version) },
  // Native, and optional: found at run time, if it is installed.
  external: ['uiohook-napi'],
  // Bundled CommonJS asks for Node's own modules by require.
  banner: {
    js: "import { createRequire as sluiceRequire } from 'node:module'; const require = sluiceRequire(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

for (const program of ['sluice', 'sluice-agent'])
  writeFileSync(join(dist, `${program}.js`), firstFile(program, `${program}-main.js`));
const packages = packagesIn(root, Object.keys(metafile.inputs));
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(packages));
for (const file of ['tagger/tagger', 'tagger/world', 'language/language', 'topics/topics'])
  copyFileSync(join(root, `redaction/${file}.weights.bin`), join(dist, `${file.split('/')[1]}.weights.bin`));
for (const file of ['LICENSE', 'NOTICE']) copyFileSync(join(root, file), join(dist, file));
copyFileSync(join(root, 'docs/cli.md'), join(dist, 'README.md'));
writeFileSync(
  join(dist, 'package.json'),
  `${JSON.stringify(
    {
      name: '@sluice/cli',
      version,
      description:
        'The command line of Sluice: log in to a program, see what it collects of you, consent, withdraw, erase.',
      license,
      type: 'module',
      bin: { sluice: 'sluice.js', 'sluice-agent': 'sluice-agent.js' },
      engines: { node: `>=${OLDEST_NODE.major}.${OLDEST_NODE.minor}` },
      optionalDependencies: { 'uiohook-napi': agentsOptional()['uiohook-napi'] },
    },
    undefined,
    2,
  )}\n`,
);

function agentsOptional(): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'agent/package.json'), 'utf8')).optionalDependencies;
}
