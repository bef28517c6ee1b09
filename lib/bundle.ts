import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, type OutputFile } from 'esbuild';
import { compileDisclosure } from '../core/disclosure/compiled.ts';
import type { Disclosure } from '../core/disclosure/disclosure.ts';
import { FUNCTIONS, WITNESS_MANIFESTS } from './functions.ts';

export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Where the output would stand: source maps hold paths relative to it, so it is the same on every machine and in every test. */
const VIRTUAL = join(PROJECT, 'out/functions');

/** Cedar's engine: the package names its files by their builds. */
const CEDAR = join(
  dirname(createRequire(import.meta.url).resolve('@cedar-policy/cedar-wasm/nodejs')),
  'cedar_wasm_bg.wasm',
);

/** Modules that read a file beside themselves, so beside a bundle that they are part of. */
const BESIDE = [
  { module: 'redaction/tagger/weights.ts', file: join(PROJECT, 'redaction/tagger/tagger.weights.bin') },
  { module: 'redaction/tagger/weights.ts', file: join(PROJECT, 'redaction/tagger/world.weights.bin') },
  { module: 'redaction/language/weights.ts', file: join(PROJECT, 'redaction/language/language.weights.bin') },
  { module: 'redaction/topics/weights.ts', file: join(PROJECT, 'redaction/topics/topics.weights.bin') },
  {
    module: 'redaction/deep/onnx-session.ts',
    file: createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
    wanted: ({ redaction }: Disclosure) => redaction.deepPass?.by === 'model',
  },
  { module: 'core/policy/cedar.ts', file: CEDAR },
];

interface Bundle {
  files: OutputFile[];
  beside: typeof BESIDE;
}

const ALL: readonly string[] = [...FUNCTIONS, ...WITNESS_MANIFESTS.keys()];

let built: Map<string, Bundle> | undefined;

/**
 * All entry points in one call of esbuild: `functions/<name>/handler.ts` -> `<name>/index.mjs` and its source map. The same
 * sources give the same bytes. Once per process, whatever number of programs is deployed.
 * @throws Error that names the handlers that are missing
 */
function build(): Map<string, Bundle> {
  if (built) return built;
  const entries = ALL.map((name) => [name, join(PROJECT, 'functions', name, 'handler.ts')] as const);
  const missing = entries.filter(([, file]) => !existsSync(file)).map(([name]) => `functions/${name}/handler.ts`);
  if (missing.length > 0) throw new Error(`Functions without a handler: ${missing.join(', ')}`);
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: Object.fromEntries(entries.map(([name, file]) => [`${name}/index`, file])),
    outdir: VIRTUAL,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages with both: the ESM build, which can be shaken.
    mainFields: ['module', 'main'],
    minify: true,
    // Errors are told apart by the name of their class.
    keepNames: true,
    // Beside the bundle, not in it: a function that loads its map starts a third slower.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    // CommonJS packages inside an ES module need a `require` for Node's own modules.
    banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
    logLevel: 'silent',
  });
  const inputsOf = (name: string) =>
    Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1].inputs ?? {};
  built = new Map(
    ALL.map((name) => {
      const inputs = inputsOf(name);
      return [name, { files: [], beside: BESIDE.filter(({ module }) => module in inputs) }];
    }),
  );
  for (const file of outputFiles) {
    const name = ALL.find((one) => file.path.startsWith(join(VIRTUAL, one, '/')));
    if (!name) throw new Error(`esbuild wrote ${file.path}, which belongs to no function`);
    built.get(name)!.files.push(file);
  }
  return built;
}

/**
 * Writes the bundles of one program: `<folder>/<function>/` holds `index.mjs`, what it reads beside itself (the tagger's
 * weights if it redacts), and `disclosure.json`, the compiled disclosure that this deployment runs under; `<folder>/maps/`
 * the source maps, to read stack traces by.
 * @returns the folder of each function
 */
export function bundleFunctions(folder: string, disclosure: Disclosure): Record<string, string> {
  return write(folder, FUNCTIONS, disclosure);
}

/** The same of a witness, which runs under no disclosure. */
export const bundleWitness = (folder: string): Record<string, string> => write(folder, [...WITNESS_MANIFESTS.keys()]);

function write(folder: string, names: readonly string[], disclosure?: Disclosure): Record<string, string> {
  const maps = join(folder, 'maps');
  mkdirSync(maps, { recursive: true });
  const folders: Record<string, string> = {};
  for (const [name, { files, beside }] of build()) {
    if (!names.includes(name)) continue;
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    for (const { path, contents } of files) {
      writeFileSync(path.endsWith('.map') ? join(maps, `${name}.mjs.map`) : join(target, 'index.mjs'), contents);
    }
    for (const { file, wanted } of beside)
      if (!wanted || (disclosure && wanted(disclosure))) copyFileSync(file, join(target, basename(file)));
    if (disclosure) writeFileSync(join(target, 'disclosure.json'), compileDisclosure(disclosure));
    folders[name] = target;
  }
  return folders;
}
