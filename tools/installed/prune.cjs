/*
 * After `npm install`: what packages bring along and nothing here uses is removed, some 230 MB of it. Whoever installs with
 * --ignore-scripts has it, and everything works.
 */
const { readdirSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');

const modules = join(__dirname, '../../node_modules');

/** Not installed (`npm install --omit=...`): nothing to do. */
function entriesOf(folder, options) {
  try {
    return readdirSync(folder, options);
  } catch {
    return [];
  }
}

/** What `onnxruntime-web/wasm` and `onnxruntime-web` are in Node, and the runtime beside them: one of four, and one bundle of thirty. */
const KEPT = /^(ort\.(wasm|node)(\.bundle)?\.min\.m?js|ort-wasm-simd-threaded\.(wasm|mjs))$/;
const dist = join(modules, 'onnxruntime-web/dist');
for (const name of entriesOf(dist)) {
  const file = join(dist, name);
  if (!KEPT.test(name) && statSync(file).isFile()) rmSync(file);
}

// Headers for native addons, of which nothing is compiled here.
for (const name of entriesOf(join(modules, 'node/node_modules')))
  rmSync(join(modules, 'node/node_modules', name, 'include'), { recursive: true, force: true });

// By which the constructs are used from Python, Java and others.
for (const name of ['.jsii.gz', '.jsii.tabl.json.gz']) rmSync(join(modules, 'aws-cdk-lib', name), { force: true });

// Maps back to sources that packages do not bring.
for (const entry of entriesOf(modules, { recursive: true, withFileTypes: true }))
  if (entry.isFile() && /\.[cm]?[jt]s\.map$/.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
