/**
 * What a directory costs: bytes as sent and as stored, and what a redactor needs to load it: processor time, memory that stays, and at
 * its peak. `npm run bench -- directory [--people 15000,200000]`. Each is loaded in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { memoryDirectoryStore, memoryPartNames } from '../../core/directory/directory.memory.ts';
import { type DirectoryStore, loadDirectory } from '../../core/directory/directory.ts';
import { partsOf } from '../../core/directory/size.ts';
import { saveDirectory } from '../../core/directory/upload.ts';
import { Directory } from '../../redaction/directory.ts';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '15000,200000' }, load: { type: 'string' } },
});
const keys = {
  make: async () => ({ key: new Uint8Array(32), wrapped: new Uint8Array(1) }),
  open: async () => new Uint8Array(32),
};
type Stored = {
  directory: Awaited<ReturnType<DirectoryStore['read']>>;
  parts: [string, Awaited<ReturnType<DirectoryStore['part']>>][];
};

/** Names as a company has them: some thousand first and last names. */
function people(count: number): string[][] {
  const syllables = [
    'ba',
    'chen',
    'da',
    'el',
    'fri',
    'gu',
    'han',
    'io',
    'ka',
    'lu',
    'mar',
    'ne',
    'ol',
    'pe',
    'qui',
    'ro',
    'sa',
    'ti',
    'ul',
    'ver',
  ];
  const word = (at: number) =>
    [at % 20, Math.floor(at / 20) % 20, Math.floor(at / 400) % 20].map((i) => syllables[i]).join('');
  return Array.from({ length: count }, (_, at) => {
    const [first, last] = [word(at * 7 + 3), word(at * 13 + Math.floor(at / 8_000))];
    return [`${first} ${last}`, `${first[0]}${last}${at}`, `${first}.${last}${at}@example.com`];
  });
}

/** Stores one as an upload does. @returns its sizes */
async function store(count: number, file: string) {
  const entries = people(count);
  const memory = memoryDirectoryStore();
  await saveDirectory(entries, { store: memory, keys, names: memoryPartNames, program: 'p', clock: { now: Date.now } });
  const parts = await Promise.all([...(await memory.parts()).keys()].map(async (id) => [id, await memory.part(id)]));
  writeFileSync(file, serialize({ directory: await memory.read(), parts } as Stored));
  const cut = partsOf(entries);
  const [sentBytes, compressedBytes] = [sum(cut.map(({ clear }) => clear)), sum(cut.map(({ packed }) => packed))];
  return { people: count, parts: cut.length, sentBytes, compressedBytes };
}

async function load(file: string) {
  const { directory, parts } = deserialize(readFileSync(file)) as Stored;
  const byId = new Map(parts);
  const source = { read: async () => directory, part: async (id: string) => byId.get(id) };
  globalThis.gc?.();
  const before = memory();
  const start = process.cpuUsage();
  const found = new Directory((await loadDirectory(source, keys, 'p')).entries);
  const { user, system } = process.cpuUsage(start);
  const peak = process.resourceUsage().maxRSS / 1024;
  globalThis.gc?.();
  return {
    ...{ people: found.size, loadCpuMs: Math.round((user + system) / 1000) },
    ...{ staysMb: Math.round((memory() - before) * 10) / 10, peakRssMb: Math.round(peak) },
  };
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

if (values.load !== undefined) console.log(JSON.stringify(await load(values.load)));
else {
  mkdirSync('out/bench', { recursive: true });
  const results: object[] = [];
  for (const count of values.people.split(',')) {
    const file = `out/bench/directory-${count}.bin`;
    const stored = await store(Number(count), file);
    const args = ['--expose-gc', '--disable-warning=ExperimentalWarning', import.meta.filename, '--load', file];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    results.push({ ...stored, ...JSON.parse(stdout) });
  }
  writeFileSync('out/bench/directory.json', `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(JSON.stringify(results, undefined, 2));
}
