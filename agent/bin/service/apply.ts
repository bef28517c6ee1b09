import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AgentError } from '../../sdk/errors.ts';
import type { Command, Service, ServiceFile } from './service.ts';

/** What was done, or with a dry run would be. */
export interface Done {
  what: 'write' | 'unchanged' | 'remove' | 'run' | 'not-possible';
  /** A path, or a command line. */
  of: string;
  /** The file as it is to be; where it is shown and not written. */
  text?: string;
}

/** What nothing runs of all the time needs no asking whether it does. */
export type Installed = Omit<Service, 'isRunning'> & Partial<Pick<Service, 'isRunning'>>;

export type Run = (command: Command) => boolean;

/** Whether it ended well. What the system's program says is not shown: it may name what is the person's. */
export const runCommand: Run = ({ command, args }) => {
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: 60_000, windowsHide: true });
  return status === 0;
};

const lineOf = ({ command, args }: Command) => [command, ...args].join(' ');
const bytesOf = ({ text, encoding }: ServiceFile) =>
  encoding === 'utf16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);

const isAsItIs = (file: ServiceFile): boolean => existsSync(file.path) && readFileSync(file.path).equals(bytesOf(file));

/** Again changes nothing; where files are as they are to be, the agent that runs is not started anew. */
export function install(service: Installed, { dryRun, run = runCommand }: { dryRun: boolean; run?: Run }): Done[] {
  const done: Done[] = [];
  for (const file of service.files) {
    if (isAsItIs(file)) {
      done.push({ what: 'unchanged', of: file.path });
      continue;
    }
    done.push({ what: 'write', of: file.path, ...(dryRun && { text: file.text }) });
    if (!dryRun) write(file);
  }
  const same = done.every(({ what }) => what === 'unchanged');
  if (same && (!service.isRunning || run(service.isRunning))) return done;
  for (const command of service.install) {
    if (dryRun) done.push({ what: 'run', of: lineOf(command) });
    else if (run(command)) done.push({ what: 'run', of: lineOf(command) });
    else if (!command.mayFail) {
      // Files that are there start it at the next login all the same.
      done.push({ what: 'not-possible', of: lineOf(command) });
      break;
    }
  }
  return done;
}

/** What is not there is no failure. */
export function uninstall(service: Installed, { dryRun, run = runCommand }: { dryRun: boolean; run?: Run }): Done[] {
  const done: Done[] = [];
  const there = service.files.filter(({ path }) => existsSync(path));
  if (there.length > 0) {
    for (const command of service.uninstall) {
      if (dryRun || run(command)) done.push({ what: 'run', of: lineOf(command) });
    }
  }
  for (const { path } of there) {
    if (!dryRun) rmSync(path, { force: true });
    done.push({ what: 'remove', of: path });
  }
  return done;
}

function write(file: ServiceFile): void {
  try {
    mkdirSync(dirname(file.path), { recursive: true });
    const beside = `${file.path}.new`;
    writeFileSync(beside, bytesOf(file), { mode: file.mode ?? 0o600 });
    renameSync(beside, file.path);
  } catch (cause) {
    throw new AgentError(`${file.path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause,
    });
  }
}
