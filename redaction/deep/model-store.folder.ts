import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelFiles, type ModelStore, ModelUnusable, readModel } from './model.ts';

/** Models as folders below one folder: to be checked before they are uploaded. */
export class FolderModelStore implements ModelStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(name: string): Promise<ModelFiles> {
    return readModel(async (file) => {
      try {
        return await readFile(join(this.#folder, name, file));
      } catch (cause) {
        throw new ModelUnusable(`${join(this.#folder, name)} has no ${file} that can be read`, { cause });
      }
    });
  }
}
