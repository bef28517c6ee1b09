/**
 * `npm run bench -- investigate [--small]`: what an investigation costs. So far: who could read, from a stored inventory of accounts of
 * several sizes, loading and all, each in a process of its own; beside asking pair by pair. Writes `out/bench/investigate.json`.
 */
import { execFileSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { inventoryLines } from '../../core/exposure/load.ts';
import { accountOf, HEAD, type Size } from './investigate/accounts.ts';
import { againstBruteForce } from './investigate/brute.ts';

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });

/** What was asked for, in seconds and MB. */
interface Sized extends Size {
  name: string;
  most?: { seconds: number; megabytes?: number };
}

const SIZES: readonly Sized[] = values.small
  ? [{ name: '200 x 2,000', principals: 200, tables: 2000 }]
  : [
      { name: '200 x 45,000', principals: 200, tables: 45_000, most: { seconds: 60, megabytes: 1024 } },
      { name: '1,000 x 1,000, a policy each', principals: 1000, tables: 1000, own: true, most: { seconds: 10 } },
      { name: '7,000 x 45,000', principals: 7000, tables: 45_000 },
      { name: '70,000 x 4,500', principals: 70_000, tables: 4500 },
      { name: '70,000 x 45,000', principals: 70_000, tables: 45_000 },
    ];

const folder = mkdtempSync(join(tmpdir(), 'sluice-investigate-'));
const sizes: Record<string, object> = {};
try {
  for (const { name, most, ...size } of SIZES) {
    const file = join(folder, 'inventory.ndjson');
    await pipeline(
      Readable.from(inventoryLines(HEAD, accountOf(size), () => HEAD.begun + 60_000)),
      createWriteStream(file),
    );
    const script = join(import.meta.dirname, 'investigate/exposure.ts');
    const figures = JSON.parse(
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, file], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      }),
    ) as object;
    sizes[name] = { ...figures, fileMB: Math.round(statSync(file).size / 2 ** 20), ...(most && { most }) };
    console.error(`${name}: ${JSON.stringify(sizes[name])}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
const bruteForce = await againstBruteForce(200, values.small ? 500 : 5000, values.small ? 200 : 3000);

const out = 'out/bench/investigate.json';
mkdirSync('out/bench', { recursive: true });
const before = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as object) : {};
writeFileSync(out, `${JSON.stringify({ ...before, exposure: { sizes, bruteForce } }, null, 2)}\n`);
console.log(JSON.stringify({ sizes, bruteForce }, null, 2));
