import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput, table } from '../../cli/output.ts';
import { repository } from '../local/layout.ts';
import { agentCost } from './agent-cost.ts';
import { CHECKS } from './checks.ts';
import { judge, type Results } from './judge.ts';

const program = new Command('checks')
  .description('Looks whether each of the thirty checks holds: runs the tests that show them, and prints a table.')
  .option('--from <file>', 'what "npm test -- --json --outputFile FILE" wrote: runs nothing again')
  .option('--json', 'the table as JSON')
  .action(async ({ from, json }: { from?: string; json?: true }) => {
    const results = resultsIn(from ?? (await tested()));
    const measured = from === undefined ? { 'agent-cost': await agentCost() } : {};
    const judged = CHECKS.map((check) => judge(check, results, measured));
    createOutput(json === true).result(judged, () =>
      table(
        ['#', 'CHECK', '', 'SHOWN BY'],
        judged.map(({ number, what, verdict, says }) => [number, what, verdict, says]),
      ),
    );
    if (judged.some(({ verdict }) => verdict === 'FAILS')) process.exitCode = 1;
  });

/** Ends the command, in a sentence, where there are none: a run that ended before it wrote, or another file. */
function resultsIn(file: string): Results {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8')) as Partial<Results>;
    if (Array.isArray(results.testResults)) return results as Results;
  } catch {
    // Said below.
  }
  return program.error(`${file} holds no results of tests, as "npm test -- --json --outputFile FILE" writes them.`);
}

/** The tests that are named, and no others of other files. @returns the file of what became of them */
async function tested(): Promise<string> {
  const file = join(repository, 'out/checks.json');
  mkdirSync(join(repository, 'out'), { recursive: true });
  // What a run before it wrote shows nothing of this one, which may end before it writes.
  rmSync(file, { force: true });
  const files = [...new Set(CHECKS.flatMap(({ shown = [] }) => shown.map((one) => one.file)))];
  const jest = join(repository, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--ci', '--json', '--outputFile', file, ...files], {
    ...{ cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] },
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' },
  });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return file;
}

await program.parseAsync();
