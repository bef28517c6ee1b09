import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AgentError } from './errors.ts';

export class FolderRights extends AgentError {}

/**
 * Makes a folder that its owner alone can look into; one that is there is left as it is. On Windows rights are no modes: those that it inherits are
 * taken away by the system's own `icacls`, and the owner and the system itself are left.
 * @throws FolderRights
 */
export function privateFolder(folder: string, platform = process.platform, environment = process.env): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (platform === 'win32') {
    // By its whole path: a program of that name elsewhere would be given the folder.
    const icacls = join(environment.SystemRoot ?? 'C:\\Windows', 'System32', 'icacls.exe');
    const { status } = spawnSync(icacls, icaclsArguments(folder, userInfo().username), { windowsHide: true });
    if (status === 0) return;
    // Left behind it would be found next time, and be taken for one of ours.
    rmSync(folder, { recursive: true });
    throw new FolderRights(`${folder}: icacls could not take others' rights to it away`);
  }
}

/** Takes others' rights to a folder of our own away, however it came here: copied, restored, made by hand. @throws FolderRights */
export function makePrivate(folder: string): void {
  privateFolder(folder);
  if (process.platform === 'win32') return;
  try {
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (cause) {
    throw new FolderRights(`${folder} is not yours: its rights cannot be changed`, { cause });
  }
}

/** `*S-1-5-18` is the system itself, whatever it is called in the language of the machine. */
export const icaclsArguments = (folder: string, user: string): string[] => [
  folder,
  '/inheritance:r',
  ...['/grant:r', `${user}:(OI)(CI)F`],
  ...['/grant:r', '*S-1-5-18:(OI)(CI)F'],
];
