/**
 * `npm run bench -- investigate [--small] [--only exposure|findings|cloud|did]`: what an investigation costs. Who could read, from a stored inventory of
 * accounts of several sizes, loading and all; beside asking pair by pair. From a report to published findings, by how much was stored: over memory
 * adapters, and by the deployed workflow on the local cloud. Who did, of so many records of a file. Each size in a process of its own. Writes `out/bench/investigate.json`.
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

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, only: { type: 'string' } },
});

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

/** One of the parts, in a process of its own: what it prints. */
const inProcess = (part: string, ...given: string[]): object =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `investigate/${part}.ts`), ...given],
      { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'inherit'] },
    ),
  );

/** Segments in the window, and seconds that were asked for. */
const WINDOWS: readonly { segments: number; most?: number }[] = values.small
  ? [{ segments: 200 }]
  : [{ segments: 1_000, most: 60 }, { segments: 10_000 }, { segments: 100_000, most: 300 }];

const measured: Record<string, unknown> = {};
const isAsked = (part: string): boolean => values.only === undefined || values.only === part;
if (isAsked('findings')) {
  measured.findings = WINDOWS.map(({ segments, most }) => {
    const figures = { ...inProcess('findings', String(segments)), ...(most !== undefined && { most }) };
    console.error(JSON.stringify(figures));
    return figures;
  });
}
if (isAsked('cloud')) {
  const figures = inProcess('cloud', ...WINDOWS.map(({ segments }) => String(segments))) as { segments: number }[];
  measured.cloud = figures.map((one, at) => ({ ...one, ...(WINDOWS[at]!.most && { most: WINDOWS[at]!.most }) }));
  for (const one of measured.cloud as object[]) console.error(JSON.stringify(one));
}
if (isAsked('did')) {
  measured.did = (values.small ? [10_000] : [10_000, 100_000, 1_000_000]).map((records) => {
    const figures = inProcess('did', String(records));
    console.error(JSON.stringify(figures));
    return figures;
  });
}
if (isAsked('exposure')) measured.exposure = await exposure();

async function exposure(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-investigate-'));
  const sizes: Record<string, object> = {};
  try {
    for (const { name, most, ...size } of SIZES) {
      const file = join(folder, 'inventory.ndjson');
      await pipeline(
        Readable.from(inventoryLines(HEAD, accountOf(size), () => HEAD.begun + 60_000)),
        createWriteStream(file),
      );
      const figures = inProcess('exposure', file);
      sizes[name] = { ...figures, fileMB: Math.round(statSync(file).size / 2 ** 20), ...(most && { most }) };
      console.error(`${name}: ${JSON.stringify(sizes[name])}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const bruteForce = await againstBruteForce(200, values.small ? 500 : 5000, values.small ? 200 : 3000);
  return { sizes, bruteForce };
}

const out = 'out/bench/investigate.json';
mkdirSync('out/bench', { recursive: true });
const before = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as object) : {};
writeFileSync(out, `${JSON.stringify({ ...before, ...measured }, null, 2)}\n`);
console.log(JSON.stringify(measured, null, 2));
