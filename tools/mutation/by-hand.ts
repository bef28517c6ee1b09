/**
 * `npm run mutation:hand [-- words of one]`: puts one fault after the other into a copy of the sources, and asks the unit tests that
 * should see it. Faults of the protocol, most in the adapters of production, each of which would break a promise. Exit code 1 if one survives.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Mutant {
  what: string;
  file: string;
  from: string;
  to: string;
  /** Paths as `npm run test:unit -- path` takes them. */
  tests: string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
export const MUTANTS = JSON.parse(readFileSync(new URL('by-hand.json', import.meta.url), 'utf8')) as Mutant[];
/** ms; what runs longer is seen. */
const LONGEST = 120_000;
const LEFT_OUT = new Set(['node_modules', '.git', '.local', '.venv', 'out', 'cdk.out', 'dist']);

/** Every test of it must fail for a reason of its own, so the copy is whole, and only the one line differs. */
function copy(folder: string): void {
  const from = resolve(root);
  cpSync(from, folder, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(path.slice(from.length + 1).split('/')[0]!),
  });
  symlinkSync(join(from, 'node_modules'), join(folder, 'node_modules'));
}

function survives(folder: string, { file, from, to, tests }: Mutant): boolean {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  // In one process, which is ended: a fault may make a test run for ever, and a worker of its own would be left behind.
  const { status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', jest, '--selectProjects', 'unit', '--ci', '--bail', '--runInBand', ...tests],
    { cwd: folder, stdio: 'ignore', timeout: LONGEST, killSignal: 'SIGKILL' },
  );
  writeFileSync(path, source);
  return status === 0;
}

function main(words: string): number {
  const chosen = MUTANTS.filter(({ what }) => what.includes(words));
  const folder = mkdtempSync(join(tmpdir(), 'sluice-mutants-'));
  copy(folder);
  let survived = 0;
  for (const mutant of chosen) {
    const alive = survives(folder, mutant);
    if (alive) survived++;
    console.log(`${alive ? 'SURVIVES' : 'seen    '}  ${mutant.what} (${mutant.file})`);
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`${chosen.length - survived} of ${chosen.length} seen`);
  return survived === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2] ?? '');
