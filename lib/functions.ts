import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Manifest } from '../functions/shared/manifest.ts';

const FOLDER = fileURLToPath(new URL('../functions', import.meta.url));

const FOUND: ReadonlyMap<string, Manifest> = await findManifests(FOLDER);
const those = (isWitness: boolean) => new Map([...FOUND].filter(([, one]) => (one.plane === 'witness') === isWitness));

/**
 * The functions of a program, found: each folder below `functions/` is one, and its manifest declares it. What each may do stands in
 * `lib/access`.
 */
export const MANIFESTS: ReadonlyMap<string, Manifest> = those(false);
/** Those of a witness's stack, in another account. */
export const WITNESS_MANIFESTS: ReadonlyMap<string, Manifest> = those(true);
export const FUNCTIONS: readonly string[] = [...MANIFESTS.keys()];

/** @throws Error that names a folder without a manifest */
export async function findManifests(folder: string): Promise<Map<string, Manifest>> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name)
    .sort();
  const found = new Map<string, Manifest>();
  for (const name of names) {
    const file = join(folder, name, 'manifest.ts');
    if (!existsSync(file)) throw new Error(`functions/${name} has no manifest.ts`);
    found.set(name, (await import(pathToFileURL(file).href)).manifest);
  }
  return found;
}

/** Names of the functions that have a trigger of this kind. */
export const functionsWith = (trigger: keyof Manifest['triggers'], manifests = MANIFESTS): string[] =>
  [...manifests].filter(([, { triggers }]) => triggers[trigger] !== undefined).map(([name]) => name);

/** The one function that has it. @throws Error when there is none, or are several */
export function functionWith(
  trigger: 'stream' | 'tasks' | 'ends' | 'job' | 'changes' | 'otherwise',
  manifests = MANIFESTS,
): string {
  const [name, ...others] = functionsWith(trigger, manifests);
  if (name === undefined || others.length > 0)
    throw new Error(`one function has the trigger "${trigger}", not ${[name, ...others]}`);
  return name;
}
