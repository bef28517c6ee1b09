/*
 * After `npm install`: of onnxruntime-web's 139 MB the project uses one of four runtimes and one of thirty bundles. The rest is removed; whoever
 * installs with --ignore-scripts has it, and everything works.
 */
const { readdirSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, '../../node_modules/onnxruntime-web/dist');
/** What `onnxruntime-web/wasm` and `onnxruntime-web` are in Node, and the runtime beside them. */
const KEPT = /^(ort\.(wasm|node)(\.bundle)?\.min\.m?js|ort-wasm-simd-threaded\.(wasm|mjs))$/;

let names = [];
try {
  names = readdirSync(dist);
} catch {
  // Not installed (`npm install --omit=...`): nothing to do.
}
for (const name of names) {
  const file = join(dist, name);
  if (!KEPT.test(name) && statSync(file).isFile()) rmSync(file);
}
