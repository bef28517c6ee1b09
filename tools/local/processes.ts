import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { until } from './until.ts';

/** A background process, as its pid file remembers it. */
export interface Running {
  pid: number;
  /** Command line at the start; a pid can have been given to another program since. */
  command: string;
  /** Anything the starter wants to know again. */
  note?: string;
}

/** Command line of a process, or undefined when there is none (a zombie has none either). */
export function commandOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    if (existsSync('/proc/self/cmdline')) {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    }
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

const pidFile = (layout: Layout, name: string) => join(layout.run, `${name}.pid`);
export const logFile = (layout: Layout, name: string) => join(layout.run, `${name}.log`);

/** The process of this name, if it still runs. A pid file whose process is gone is removed. */
export function running(layout: Layout, name: string): Running | undefined {
  let entry: Running;
  try {
    entry = JSON.parse(readFileSync(pidFile(layout, name), 'utf8'));
  } catch {
    return undefined;
  }
  if (commandOf(entry.pid) === entry.command) return entry;
  rmSync(pidFile(layout, name), { force: true });
  return undefined;
}

export interface Start {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  /** With an owner, the process gets a pipe as standard input and ends when it closes. @default false */
  owned?: boolean;
  note?: string;
}

/** Starts a background process in a group of its own, with pid file and log. Does not wait for it to be healthy. */
export function start(layout: Layout, options: Start): Running {
  const log = openSync(logFile(layout, options.name), 'w');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.env, ...(options.owned ? { SLUICE_OWNED: '1' } : {}) },
    detached: true,
    stdio: [options.owned ? 'pipe' : 'ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => {}); // shows as a process that never became healthy, with its log
  child.unref();
  // The pipe stays open for as long as we live, and must not keep us alive.
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  child.stdin?.on('error', () => {});
  if (child.pid === undefined) throw new Error(`${options.command} could not be started`);
  const entry: Running = { pid: child.pid, command: [options.command, ...options.args].join(' '), ...note(options) };
  writeFileSync(pidFile(layout, options.name), JSON.stringify(entry));
  return entry;
}

const note = (options: Start) => (options.note === undefined ? {} : { note: options.note });

/** Kills a process and its whole group without waiting; the process, if there was one. */
export function kill(layout: Layout, name: string): Running | undefined {
  const entry = running(layout, name);
  if (entry === undefined) return undefined;
  try {
    process.kill(-entry.pid, 'SIGKILL');
  } catch {
    // already gone
  }
  return entry;
}

/**
 * Kills a process and its whole group, and returns when none of it is left. A Lambda process is in its emulator's group,
 * so no orphan stays. Not asked with SIGTERM: what is to be kept is saved before, and a process with a hung custom
 * resource would ignore it. True when there was one.
 */
export async function stop(layout: Layout, name: string): Promise<boolean> {
  const entry = kill(layout, name);
  if (entry === undefined) return false;
  // Gone is also what nobody has collected yet: it holds no port and no file any more.
  await until(() => commandOf(entry.pid) === undefined, 5_000, 10);
  rmSync(pidFile(layout, name), { force: true });
  return true;
}

/** Last lines of a background process's log, for an error message. */
export function tail(layout: Layout, name: string, lines = 5): string {
  try {
    return readFileSync(logFile(layout, name), 'utf8').trim().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
