import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/**
 * True when a process is gone, or is a zombie that nobody has collected yet: only then are its ports and files free. (Its
 * command line vanishes a little earlier.)
 */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''));
  } catch (error) {
    // ENOENT: no /proc on this system, where it is still there then
    return (
      (error as NodeJS.ErrnoException).code === 'ESRCH' ||
      (existsSync('/proc/self/stat') && commandOf(pid) === undefined)
    );
  }
}

/** A background process of a cloud: its command line is like no other cloud's, so that it can be found by it. */
export interface Service {
  name: string;
  command: string;
  args: string[];
}

const commandLine = (service: Service) => [service.command, ...service.args].join(' ');
const pidFile = (layout: Layout, service: Service) => join(layout.run, `${service.name}.pid`);
export const logFile = (layout: Layout, service: Service) => join(layout.run, `${service.name}.log`);

/**
 * The service's process, if it runs. A starter that is killed between starting it and writing the pid file leaves a
 * process that only its command line tells of.
 */
export function running(layout: Layout, service: Service): Running | undefined {
  const entry = remembered(layout, service);
  if (entry !== undefined && commandOf(entry.pid) === entry.command) return entry;
  rmSync(pidFile(layout, service), { force: true });
  const pid = findByCommand(commandLine(service));
  return pid === undefined ? undefined : { pid, command: commandLine(service) };
}

function remembered(layout: Layout, service: Service): Running | undefined {
  try {
    return JSON.parse(readFileSync(pidFile(layout, service), 'utf8'));
  } catch {
    return undefined;
  }
}

function findByCommand(command: string): number | undefined {
  if (existsSync('/proc/self/cmdline')) {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return pids.find((pid) => commandOf(pid) === command);
  }
  const listed = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  const line = listed.find((each) => each.trim().replace(/^\d+\s+/, '') === command);
  return line === undefined ? undefined : Number.parseInt(line, 10);
}

export interface Start {
  env: Record<string, string>;
  cwd: string;
  /** With an owner, the process gets a pipe as standard input and ends when it closes. @default false */
  owned?: boolean;
  note?: string;
}

/** Held on to: a child that is collected as garbage has its pipe closed, and takes that for our end. */
const owned = new Set<ChildProcess>();

/** Starts a service in a process group of its own, with pid file and log. Does not wait for it to be healthy. */
export function start(layout: Layout, service: Service, options: Start): Running {
  const log = openSync(logFile(layout, service), 'w');
  const child = spawn(service.command, service.args, {
    cwd: options.cwd,
    env: { ...options.env, ...(options.owned ? { SLUICE_OWNED: '1' } : {}) },
    detached: true,
    stdio: [options.owned ? 'pipe' : 'ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => {}); // shows as a process that never became healthy, with its log
  child.unref();
  if (options.owned) owned.add(child);
  // The pipe stays open for as long as we live, and must not keep us alive.
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  child.stdin?.on('error', () => {});
  if (child.pid === undefined) throw new Error(`${service.command} could not be started`);
  const note = options.note === undefined ? {} : { note: options.note };
  const entry: Running = { pid: child.pid, command: commandLine(service), ...note };
  writeFileSync(pidFile(layout, service), JSON.stringify(entry));
  return entry;
}

/** Kills a process and its whole group without waiting; the process, if there was one. */
export function kill(layout: Layout, service: Service): Running | undefined {
  const entry = running(layout, service);
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
export async function stop(layout: Layout, service: Service): Promise<boolean> {
  const entry = kill(layout, service);
  if (entry === undefined) return false;
  await until(() => isGone(entry.pid), 5_000, 10);
  rmSync(pidFile(layout, service), { force: true });
  return true;
}

/** Last lines of a background process's log, for an error message. */
export function tail(layout: Layout, service: Service, lines = 5): string {
  try {
    return readFileSync(logFile(layout, service), 'utf8').trim().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
