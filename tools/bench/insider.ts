/**
 * `npm run bench -- insider [--changes N]`: from a change that an administrator makes outside a deploy to gates that are held closed for it,
 * and an entry in the ledger that says so, on the local cloud. The first change finds the gates open, the others belong to an incident that
 * holds them. Writes `out/bench/insider.json`, and fails when one is not held within a minute.
 *
 * What the local cloud tells at once CloudTrail tells within minutes (typically five): that delay is AWS's, comes on top, and is not
 * measured here. What denies meanwhile is `sluice guardrails print`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployLocally } from '../demo/deployment.ts';
import { type Person, person } from '../demo/people.ts';
import { status } from '../demo/scene.ts';
import { createStorage } from '../demo/storage.ts';
import { until } from '../local/index.ts';
import { changes } from './insider/changes.ts';

/** ms. */
const LONGEST = 60_000;

const { values } = parseArgs({ options: { changes: { type: 'string', default: '50' } } });
const wanted = Number(values.changes);
const dir = join('.local', 'bench-insider');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const deployment = await deployLocally({ dir, port: 0, onProgress: console.log });
const storage = createStorage(deployment);

interface Measured {
  action: string;
  seconds?: number;
  /** What AWS said, by its name, where the change could not be made. */
  failed?: string;
}

/** Movements that the ledger holds so far, by CloudTrail's id, with the incident that each belongs to. */
async function movements(): Promise<Map<string, string>> {
  const rows = (await storage.table('Ledger')).filter(({ kind }) => kind === 'door');
  const entries = rows.map(({ body }) => JSON.parse(String(body)) as { incident?: string; detail: Detail });
  const moved = entries.filter(({ detail }) => detail.outcome === 'moved');
  return new Map(moved.map(({ incident = '', detail }) => [detail.cloudtrail, incident]));
}
interface Detail {
  outcome: string;
  cloudtrail: string;
}

/** An entry that was not there before, of an incident that holds both gates, and both are closed. */
async function isHeld(of: Person, before: ReadonlyMap<string, string>): Promise<boolean> {
  const fresh = [...(await movements())].filter(([id]) => !before.has(id)).map(([, incident]) => incident);
  const { collection, reading } = (await status(of)).gates;
  const closed = collection.state === 'closed' && reading.state === 'closed';
  return closed && fresh.some((id) => collection.holds.includes(id) && reading.holds.includes(id));
}

const measured: Measured[] = [];
try {
  const rosa = await person(deployment, 'rosa', ['representatives']);
  // Whoever makes people moves a door that is only noted.
  await status(rosa);
  for (let round = 1; measured.length < wanted; round++) {
    for (const { action, make } of changes(deployment, round).slice(0, wanted - measured.length)) {
      const before = await movements();
      const begun = performance.now();
      const failed = await make().then(
        () => undefined,
        (error: Error) => error.name,
      );
      const held = failed === undefined && (await until(() => isHeld(rosa, before), LONGEST, 50));
      const seconds = Number(((performance.now() - begun) / 1000).toFixed(2));
      measured.push({ action, ...(failed !== undefined && { failed }), ...(held && { seconds }) });
      console.log(`${action.padEnd(40)} ${held ? `${seconds.toFixed(2).padStart(6)} s` : (failed ?? 'NOT HELD')}`);
    }
  }
} finally {
  await deployment.cloud.stop();
}

const seconds = measured.flatMap((one) => one.seconds ?? []).sort((a, b) => a - b);
const at = (share: number) => seconds[Math.min(seconds.length - 1, Math.floor(share * seconds.length))];
const result = {
  changes: measured.length,
  kinds: new Set(measured.map(({ action }) => action)).size,
  held: seconds.length,
  first: measured[0]?.seconds,
  median: at(0.5),
  p95: at(0.95),
  most: seconds.at(-1),
  measured,
};
mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(join('out', 'bench', 'insider.json'), `${JSON.stringify(result, null, 2)}\n`);
const { measured: _, ...summary } = result;
console.log(JSON.stringify(summary));
process.exitCode = seconds.length === measured.length ? 0 : 1;
