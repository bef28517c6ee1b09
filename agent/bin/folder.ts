import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of one device of one program: by the address of that, so that frames of one are never put on another's stream. What an agent of before kept by the
 * device's name alone is taken along by the first program that asks; whose it is, is asked again before anything of it is sent.
 */
export function deviceFolder(state: string, api: string, device: string): string {
  const folder = folderName(state, api, device);
  const former = join(state, device);
  if (!existsSync(folder) && existsSync(join(former, 'frames'))) {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
    renameSync(former, folder);
  }
  return folder;
}

/** The same, where nothing is taken along. */
export const folderName = (state: string, api: string, device: string): string => join(state, programName(api), device);

/** Beside the frames: what the device proves itself with. */
export const credentialFile = (folder: string): string => join(folder, 'credential.json');

function programName(api: string): string {
  const { host, pathname } = new URL(api);
  const path = pathname.replace(/\/+$/, '');
  const below = path === '' ? '' : `-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  return `${host.replace(/[^A-Za-z0-9.-]/g, '_')}${below}`;
}
