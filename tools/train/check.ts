/**
 * Trains everything anew and says whether the same bytes came out as are shipped:
 *
 *   npm run train:check
 *
 * Some ten minutes of one core. Exit code 1 where a file differs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The training of each file of weights: what reads another one's result stands behind it. */
const TRAININGS = [
  ['languages.ts', 'language/language'],
  ['train.ts', 'tagger/tagger'],
  ['train-world.ts', 'tagger/world'],
  ['topics.ts', 'topics/topics'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'sluice-train-'));
const shaIn = (path: string): string => (JSON.parse(readFileSync(path, 'utf8')) as { sha256: string }).sha256;
try {
  for (const [script, weights] of TRAININGS) {
    process.stderr.write(`${script} ...\n`);
    const out = join(folder, weights.replace('/', '-'));
    const run = spawnSync(process.execPath, [join(import.meta.dirname, script), '--out', out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const shipped = shaIn(fileURLToPath(new URL(`../../redaction/${weights}.weights.json`, import.meta.url)));
    const made = run.status === 0 ? shaIn(`${out}.json`) : `exit code ${run.status}`;
    process.stdout.write(`${weights}: ${made === shipped ? 'the same' : `shipped ${shipped}, trained ${made}`}\n`);
    if (made !== shipped) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
