import { type ChildProcess, spawn } from 'node:child_process';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

const children = new Set<ChildProcess>();

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Called for each whole line of both outputs. */
  onLine?: (line: string) => void;
}

/** Runs a command to its end. Rejects only when it cannot be started. */
export function run(command: string, args: string[], options: RunOptions): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    children.add(child);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      let rest = '';
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        if (options.onLine) for (const line of lines) options.onLine(line);
      });
    }
    child.on('error', (error) => {
      children.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      resolve({ code: code ?? (signal ? 1 : 0), ...output });
    });
  });
}

/** Ends every command that still runs: for the handler of an interrupt. */
export function endCommands(): void {
  for (const child of children) child.kill('SIGTERM');
}
