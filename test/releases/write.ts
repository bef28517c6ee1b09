/**
 * Writes what this code stores, for later code to read: `node test/releases/write.ts 0.2.0`. Run once a release, by the
 * release's own code; what it wrote is never written again (README.md).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { startWritingCloud } from './cloud.ts';
import { partsOf } from './parts.ts';
import { scenarioOf } from './scenario.ts';
import { seen } from './seen.ts';

const [release] = process.argv.slice(2);
if (!release || !/^\d+\.\d+\.\d+$/.test(release))
  throw new Error('name the release: node test/releases/write.ts 1.2.3');
const folder = new URL(`${release}/`, import.meta.url);
if (existsSync(folder)) throw new Error(`${release} was written before, and is not written again`);

const source = readFileSync(
  new URL('../../programs/model-capability/disclosure.yaml', import.meta.url),
  'utf8',
).replace(/^coolOffHours: .*$/m, 'coolOffHours: 0');
const disclosure = parseDisclosure(source, 'disclosure.yaml');
const start = Date.now();
const clock = { time: start, now: () => clock.time };
const cloud = await startWritingCloud();
try {
  const parts = partsOf(cloud, disclosure, clock);
  const scenario = scenarioOf(parts, clock);
  await scenario.collect();
  await scenario.read();
  const moment = async () => {
    // By an instance that has nothing at hand: everything that is kept wrapped is opened once.
    const fresh = partsOf(cloud, disclosure, clock);
    return { at: clock.now(), tables: await cloud.rows(), seen: await seen(fresh, scenario.frames) };
  };
  const collecting = await moment();
  const incidents = await scenario.incidents();
  const paused = await moment();
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();

  mkdirSync(folder);
  const write = (name: string, content: unknown) =>
    writeFileSync(new URL(name, folder), typeof content === 'string' ? content : `${JSON.stringify(content)}\n`);
  write('disclosure.yaml', source);
  write('about.json', { release, commit, writtenAt: start, incidents });
  write('frames.json', scenario.frames);
  write('collecting.json', collecting);
  write('paused.json', paused);
  write('objects.json', { vault: await cloud.objects('vault'), evidence: await cloud.objects('evidence') });
  write('kms.json', cloud.openings);
  write('public-key.pem', publicKeyPem(await cloud.publicKey()));
  write('ledger.json', await scenario.ledgerExport());
} finally {
  await cloud.stop();
}
