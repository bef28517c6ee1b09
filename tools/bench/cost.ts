/**
 * `npm run bench -- cost`: what a million events cost, from calls that are counted on the deployed local cloud. Mixed traffic of
 * tools/bench/redactor/traffic.ts through the ordinary stacks; every call of the functions is taken from the trail, and priced by the dated
 * list in tools/bench/prices.json. Writes `out/bench/cost.json`; docs/cost.md explains the lines.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createControlApi } from '../../agent/sdk/control-api.ts';
import { readBooks } from '../../api/books.ts';
import { enrol } from '../../api/consent.ts';
import { createRogueAgent } from '../../test/fixtures/rogue-agent.ts';
import { deployLocally } from '../demo/deployment.ts';
import { person } from '../demo/people.ts';
import { type Books, consent } from '../demo/scene.ts';
import { createStorage } from '../demo/storage.ts';
import { until } from '../local/index.ts';
import type { CloudTrailRecord } from '../local/trail.ts';
import { type Counts, type Prices, priceOf } from './cost/price.ts';
import { body } from './redactor/traffic.ts';

const { values } = parseArgs({
  options: {
    subjects: { type: 'string', default: '20' },
    frames: { type: 'string', default: '5' },
    events: { type: 'string', default: '1200' },
  },
});
const [subjects, framesEach, events] = [values.subjects, values.frames, values.events].map(Number) as [
  number,
  number,
  number,
];

/** Mulberry32: the same traffic each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const roleOf = ({ userIdentity }: CloudTrailRecord): string =>
  userIdentity.sessionContext?.sessionIssuer.userName.split('-').at(-1) ?? 'other';

/** How often each role was allowed each action on each kind of thing: `redactor dynamodb:PutItem Index`. */
function countActions(trail: readonly CloudTrailRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of trail) {
    for (const { action, resource, decision } of record.additionalEventData.iam) {
      if (decision !== 'allowed' || action.startsWith('logs:')) continue;
      const table = /:table\/[\w-]+-(\w+)/.exec(resource)?.[1] ?? '';
      const name = `${roleOf(record)} ${action} ${table}`.trim();
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

function sum(counts: Record<string, number>, which: RegExp): number {
  return Object.entries(counts).reduce((total, [name, count]) => (which.test(name) ? total + count : total), 0);
}

const dir = join('.local', 'bench-cost');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const stage = { batch: { records: 500, windowSeconds: 2 } };
const deployment = await deployLocally({ dir, port: 0, onProgress: console.log, stage });
const { cloud, outputs } = deployment;
const storage = createStorage(deployment);
try {
  const pat = await person(deployment, 'pat', ['platform']);
  const api = outputs.ApiUrl!;
  const agents = [];
  for (let at = 0; at < subjects; at++) {
    const who = await person(deployment, `cost-${at}`, ['employees']);
    await who.api.call(enrol, { body: { device: 'laptop' } });
    await consent(who);
    agents.push(await createRogueAgent({ api: createControlApi({ url: api, token: who.token }), device: 'laptop' }));
  }
  const random = seeded(1);
  const before = (await cloud.trail()).length;
  let clearBytes = 0;
  const frames = subjects * framesEach;
  // A minute lies between two frames of a device: each round is stored before the next is sent, so none shares a segment.
  for (let round = 1; round <= framesEach; round++) {
    const sent = agents.map((agent) => {
      const clear = body(events, random, Date.now());
      clearBytes += clear.length;
      return agent.send([clear]);
    });
    await Promise.all(sent);
    let books: Books | undefined;
    const stored = await until(
      async () => {
        books = await pat.api.call(readBooks);
        return books.frames.admitted === subjects * round;
      },
      120_000,
      500,
    );
    if (!stored) throw new Error(`not everything was stored: ${JSON.stringify(books?.frames)}`);
  }
  const trail = (await cloud.trail()).slice(before);
  const renewing = (await cloud.trail()).length;
  for (const agent of agents) await agent.settle();
  const leases = countActions((await cloud.trail()).slice(renewing));
  for (const agent of agents) agent.close();

  const rows = await storage.index();
  const table = (await storage.table('Index')).map((row) => bytesOf(row));
  const objects = await storage.objects();
  const puts = trail.filter(
    ({ eventName, userIdentity }) => /PutRecords?$/.test(eventName) && userIdentity.type === 'AssumedRole',
  );
  const stored = await Promise.all(objects.map(async (key) => (await storage.object(key)).length));
  const actions = countActions(trail);
  const of = (name: string) => actions[name] ?? 0;
  const counts: Counts = {
    events: frames * events,
    frames,
    // A lease is renewed each half minute, in which somebody who works makes 600 events.
    leases: (frames * events) / 600,
    transactions: trail.filter((record) => record.eventName === 'TransactWriteItems' && roleOf(record) === 'redactor')
      .length,
    indexRows: of('redactor dynamodb:PutItem Index'),
    indexRowBytes: table.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, table.length),
    laneUpdates: of('redactor dynamodb:UpdateItem Lanes'),
    subjectUpdates: of('redactor dynamodb:UpdateItem Subjects'),
    reads:
      of('redactor dynamodb:UpdateItem Subjects') +
      of('redactor dynamodb:GetItem Keys') +
      of('redactor dynamodb:GetItem LeaseKeys') +
      of('redactor dynamodb:GetItem Gate') +
      of('redactor dynamodb:GetItem Lanes'),
    s3Puts: of('redactor s3:PutObject'),
    kmsCalls: of('redactor kms:Decrypt') + of('redactor kms:GenerateMac'),
    storedBytes: stored.reduce((sum, bytes) => sum + bytes, 0),
    sealedBytes: await sealedBytes(clearBytes),
    leaseReads: sum(leases, /^control dynamodb:(GetItem|Query)/) / subjects,
    leaseWrites: sum(leases, /^control dynamodb:(PutItem|UpdateItem)/) / subjects,
  };
  const prices = JSON.parse(readFileSync('tools/bench/prices.json', 'utf8')) as Prices;
  const result = {
    ...priceOf(counts, prices),
    counts,
    actions,
    leases,
    puts: puts.length,
    segments: rows.length,
    prices,
  };
  mkdirSync('out/bench', { recursive: true });
  writeFileSync('out/bench/cost.json', `${JSON.stringify(result, null, 2)}\n`);
  for (const [what, line] of Object.entries(result.lines)) {
    console.log(`${what.padEnd(18)} ${String(Math.round(line.count)).padStart(9)}  ${line.usd.toFixed(4)} USD`);
  }
  console.log(
    `${'per million events'.padEnd(28)}  ${result.usdPerMillionEvents.toFixed(4)} USD (prices of ${prices.asOf})`,
  );
} finally {
  storage.close();
  await cloud.stop();
}

/** As DynamoDB counts an item, near enough: names and values. */
function bytesOf(row: Record<string, unknown>): number {
  const size = (value: unknown): number => {
    if (value instanceof Uint8Array) return value.length;
    if (typeof value === 'string') return Buffer.byteLength(value);
    if (value instanceof Set) return [...value].reduce((total, one) => total + size(one), 0);
    if (typeof value === 'object' && value !== null && !('value' in value))
      return bytesOf(value as Record<string, unknown>);
    return 8;
  };
  return Object.entries(row).reduce((total, [name, value]) => total + name.length + size(value), 0);
}

/** Frames are compressed and sealed one by one: measured on one of the same traffic. */
async function sealedBytes(clear: number): Promise<number> {
  const { zstdCompressSync } = await import('node:zlib');
  const one = body(events, seeded(2), Date.now());
  // Header, lease (some 600 bytes), nonce and tag.
  return Math.round(clear * (zstdCompressSync(one).length / one.length) + (clear / one.length) * 660);
}
