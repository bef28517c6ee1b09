import { basename, dirname, resolve } from 'node:path';
import { type ModelFiles, ModelUnusable } from '../redaction/deep/model.ts';
import { FolderModelStore } from '../redaction/deep/model-store.folder.ts';
import type { OnnxDeepPass } from '../redaction/deep/onnx.ts';
import { CommandError, EXIT } from './exit-codes.ts';

export interface OpenedModel {
  readonly name: string;
  readonly files: ModelFiles;
  readonly pass: OnnxDeepPass;
  /** Until the runtime has the model. */
  readonly loadMs: number;
}

/** A model in a folder, opened as the redactor would. @throws CommandError saying what to do */
export async function openModel(folder: string): Promise<OpenedModel> {
  const path = resolve(folder);
  try {
    // Loaded by those who ask alone: the runtime takes as long to load as all commands together.
    const [{ OnnxDeepPass }, { openSession }] = await Promise.all([
      import('../redaction/deep/onnx.ts'),
      import('../redaction/deep/onnx-session.ts'),
    ]);
    const files = await new FolderModelStore(dirname(path)).load(basename(path));
    const started = performance.now();
    const pass = new OnnxDeepPass(await openSession(files.model), files);
    return { name: basename(path), files, pass, loadMs: performance.now() - started };
  } catch (error) {
    if (error instanceof ModelUnusable) throw new CommandError(EXIT.failed, 'bad-model', error.message);
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
      throw new CommandError(
        EXIT.failed,
        'no-runtime',
        'The ONNX runtime is not here (14 MB that only models need): npm install onnxruntime-web@1.30.0, beside this package.',
      );
    }
    throw error;
  }
}
