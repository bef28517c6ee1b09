import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from './processes.ts';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  /**
   * Folder in which the running command is noted. A run that is killed cannot end its commands; the next one does, by
   * that note, before it begins on the same files.
   */
  notes?: string;
}

/** Commands that run now, with the folder of their note; each leads a group of its own. */
const commands = new Map<number, string | undefined>();

/** Runs a command to its end. Rejects only when it cannot be started. */
export function run(command: string, args: string[], options: RunOptions): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    const forget = note(child.pid, [command, ...args].join(' '), options.notes);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (code) => {
      forget();
      resolve({ code: code ?? 1, ...output });
    });
  });
}

function note(pid: number | undefined, command: string, folder: string | undefined): () => void {
  if (pid === undefined) return () => {};
  const file = folder === undefined ? undefined : join(folder, `${pid}.command`);
  commands.set(pid, folder);
  // The command line as the system tells it: `sh -c` replaces itself.
  if (file) writeFileSync(file, JSON.stringify({ pid, command: commandOf(pid) ?? command }));
  return () => {
    commands.delete(pid);
    if (file) rmSync(file, { force: true });
  };
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ended by itself
  }
}

/** Ends the commands that run now and are noted in this folder, with all that they started. */
export function endCommands(folder: string): void {
  for (const [pid, noted] of commands) if (noted === folder) kill(pid);
}

/** Ends what a run that was killed has left running. */
export function endLeftCommands(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.command'))) {
    const file = join(folder, name);
    try {
      const left: { pid: number; command: string } = JSON.parse(readFileSync(file, 'utf8'));
      if (commandOf(left.pid) === left.command) kill(left.pid);
    } catch {
      // a note that was written by halves
    }
    rmSync(file, { force: true });
  }
}
