import { join } from 'node:path';
import type { DatabaseSync as DatabaseSyncType } from 'node:sqlite';
import { SpoolError } from './errors.ts';

/**
 * One agent a folder. The lock is the system's own, on a file, by way of SQLite, which has it on every system: it goes with the process that holds it,
 * however that ends, and of two that start at once one gets it. A file with a process number in it does neither: numbers are given again.
 * @throws SpoolError it is held, or the drive cannot lock
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const { DatabaseSync } = await quietly(() => import('node:sqlite'));
  let file: DatabaseSyncType | undefined;
  try {
    file = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    file?.close();
    const held = (cause as { errcode?: number }).errcode === SQLITE_BUSY;
    throw new SpoolError(
      held
        ? 'the state folder is in use by another agent'
        : 'the state folder is on a drive that cannot lock files: give --state a folder of this machine',
      { cause },
    );
  }
  return () => file!.close();
}

const SQLITE_BUSY = 5;

/** Older versions of Node say of their own module that it is new: to whoever runs the agent that says nothing. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
