import { mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { LocalCloudError } from './errors.ts';
import type { Layout } from './layout.ts';
import { commandOf } from './processes.ts';

/**
 * Takes the cloud's lock, so that two starts do not build on each other's half-made state. A lock whose holder is gone
 * (kill -9) is taken over. Returns the function that gives it back.
 */
export function lock(layout: Layout): () => void {
  mkdirSync(layout.dir, { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, command: commandOf(process.pid) });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(layout.lock, 'wx');
      writeSync(file, mine);
      return () => {
        try {
          if (readFileSync(layout.lock, 'utf8') === mine) rmSync(layout.lock, { force: true });
        } catch {
          // already given back
        }
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(layout);
    if (holder !== undefined && commandOf(holder.pid) === holder.command) {
      throw new LocalCloudError(
        `Another run (pid ${holder.pid}) is at work on the local cloud in ${layout.dir}: wait for it to end.`,
      );
    }
    rmSync(layout.lock, { force: true });
  }
  throw new LocalCloudError(`Another run has just taken the local cloud in ${layout.dir}: wait for it to end.`);
}

function readHolder(layout: Layout): { pid: number; command: string } | undefined {
  try {
    return JSON.parse(readFileSync(layout.lock, 'utf8'));
  } catch {
    return undefined; // written by halves, or just given back
  }
}
