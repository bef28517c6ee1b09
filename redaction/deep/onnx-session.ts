import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { ModelUnusable } from './model.ts';
import type { TokenClassifierSession } from './onnx.ts';

/**
 * The ONNX runtime in WebAssembly: 14 MB that run on every host, beside 200 MB of the native one, which would fill a function.
 * The `.wasm` file stands beside a bundle (lib/bundle.ts puts it there); else it is the package's.
 */
const FILE = 'ort-wasm-simd-threaded.wasm';

function wasmFile(): string {
  const beside = fileURLToPath(new URL(`./${FILE}`, import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`onnxruntime-web/${FILE}`);
}

/**
 * Opens a token classifier of the BERT family: `input_ids` and, where the model has them, `attention_mask` and
 * `token_type_ids`, each [1, n] of int64; its first output has the logits, [1, n, labels] of float32.
 * @throws ModelUnusable when the bytes are no such model
 */
export async function openSession(model: Uint8Array): Promise<TokenClassifierSession> {
  // One thread: a function has one core, and threads would be workers.
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary ??= await readFile(wasmFile());
  // Its warnings are for whoever made the model, and would stand in the function's log.
  env.logLevel = 'fatal';
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(model, { logSeverityLevel: 4 });
  } catch (cause) {
    throw new ModelUnusable('model.onnx is no model that the ONNX runtime can open', { cause });
  }
  const strange = session.inputNames.filter((name) => !(name in INPUTS));
  if (!session.inputNames.includes('input_ids') || strange.length > 0)
    throw new ModelUnusable(`model.onnx asks for ${session.inputNames.join(', ')}: it is no token classifier`);
  const [output] = session.outputNames;
  return {
    async run(ids) {
      const feeds = Object.fromEntries(
        session.inputNames.map((name) => {
          const values = BigInt64Array.from(ids, INPUTS[name as keyof typeof INPUTS]);
          return [name, new Tensor('int64', values, [1, ids.length])];
        }),
      );
      const { [output!]: logits } = await session.run(feeds);
      return logits!.data as Float32Array;
    },
  };
}

/** What each input holds for one piece. */
const INPUTS = {
  input_ids: (id: number) => BigInt(id),
  attention_mask: () => 1n,
  token_type_ids: () => 0n,
};
