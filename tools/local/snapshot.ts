import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { control } from './emulator.ts';
import type { Layout } from './layout.ts';

/**
 * Copies all that a cloud holds to `dir`: `memory/held.ndjson`, each text and byte string in the emulator's memory, and
 * `files/`, what is on disk (saved state, objects, logs, trail, unpacked functions). `heldValues` reads both.
 */
export async function snapshot(layout: Layout, endpoint: string, dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await control(endpoint, 'dump', { directory: join(dir, 'memory') });
  await control(endpoint, 'save', {});
  // Not the synthesized assembly, which is no data, nor what holds the copy itself.
  for (const entry of await readdir(layout.dir)) {
    const source = join(layout.dir, entry);
    if (source === layout.assembly || source === layout.lock || `${dir}/`.startsWith(`${source}/`)) continue;
    await cp(source, join(dir, 'files', entry), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules', // the packages that Lambda's folder links to
    }).catch((error) => {
      // A temporary file of a running function may vanish in mid-copy; everything else is an error.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}
