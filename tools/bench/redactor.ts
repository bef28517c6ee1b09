/**
 * Events a second through the redactor on one core: the shipped bundle with memory adapters and all of it on, beside a
 * reference that opens and parses the same frames and does nothing else. Written to out/bench/redactor.json.
 *
 *   npm run bench -- redactor [--subjects N] [--events N] [--passes N] [--seed N] [--cpu-prof FILE]
 *
 * What counts is processor time of the process, which other work on the machine does not change; wall time stands beside it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import type { StreamRecord } from '../../core/intake/intake.ts';
import { openFrame, readFrame } from '../../wire/frame.ts';
import { bundleSubject } from './redactor/bundle.ts';
import { profiled, shares } from './redactor/profile.ts';
import { MIX, makeTraffic } from './redactor/traffic.ts';

const { values: args } = parseArgs({
  options: {
    subjects: { type: 'string', default: '1000' },
    events: { type: 'string', default: '600' },
    passes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '7' },
    'cpu-prof': { type: 'string' },
  },
});
const [subjects, eventsPerFrame] = [Number(args.subjects), Number(args.events)];
/** Measured, and one more under the profiler. */
const passes = Number(args.passes) + 1;
/** As the event source collects them by default (lib/config.ts). */
const BATCH = 500;
const AIM = 100_000;
const OUT = join('out', 'bench');
const say = (text: string) => process.stderr.write(`${text}\n`);

const disclosure = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));
const directory = readFileSync('programs/model-capability/directory.example.ndjson', 'utf8').trim().split('\n');
say('bundling');
const bundle = await bundleSubject(OUT);
const { subject } = bundle;
say(`making ${subjects} subjects, ${passes + 1} frames of ${eventsPerFrame} events each`);
const now = Date.UTC(2026, 10, 25, 12);
const traffic = await makeTraffic({
  ...{ subject, disclosure, subjects, eventsPerFrame, passes: passes + 1, now, bodies: 200 },
  random: seeded(Number(args.seed)),
});

const gate = subject.memoryGate();
const tables = { ...subject.intakeTables(), lanes: gate.rows };
for (const row of traffic.rows) tables.subjects.set(row.subject, row);
const clock = { now: () => now };
const vault = subject.memoryVault();
const pipeline = subject.createPipeline({
  ...{ disclosure, clock, vault, gate },
  intake: subject.memoryIntake({ tables }),
  keyRing: subject.memoryKeyRing({ keys: traffic.keys, clock }),
  leases: subject.createLeaseOpener({
    keys: subject.memoryLeaseKeys(traffic.leaseKeys),
    program: disclosure.program,
  }),
  redactor: subject.redactorOf(disclosure, {
    seed: new Uint8Array(32).fill(2),
    tokenKey: new Uint8Array(32).fill(1),
    directory: directory.map((line) => JSON.parse(line) as string[]),
  }),
});
const shard = { lane: 'frames/1/shardId-000000000000', hashFrom: '0'.repeat(32), hashTo: 'f'.repeat(32) };

const totals: Record<string, number> = {};
let chunks = 0;
async function redact(records: readonly StreamRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += BATCH) {
    const result = await pipeline.process({ shard, records: records.slice(at, at + BATCH) });
    if (result.failedFrom !== undefined) throw result.error;
    chunks += result.chunks;
    for (const [name, by] of Object.entries(result.counters)) totals[name] = (totals[name] ?? 0) + by;
  }
}

function parse(records: readonly StreamRecord[]): number {
  let events = 0;
  for (const { data, sequence } of records) {
    const text = openFrame(data, readFrame(data), traffic.frameKeys.get(sequence)!).toString('latin1');
    for (let start = 0; start < text.length; events++) {
      const end = text.indexOf('\n', start);
      JSON.parse(text.slice(start, end));
      start = end + 1;
    }
  }
  return events;
}

interface Measured {
  cpuSeconds: number;
  wallSeconds: number;
}
async function measured(work: () => Promise<void>): Promise<Measured> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const used = process.cpuUsage(cpu);
  return { cpuSeconds: (used.user + used.system) / 1e6, wallSeconds: (performance.now() - wall) / 1e3 };
}

const [warmUp, ...rest] = traffic.passes as [StreamRecord[], ...StreamRecord[][]];
const events = subjects * eventsPerFrame * passes;
const clearBytes = (traffic.clearBytes * passes) / (passes + 1);
const sealedBytes = rest.flat().reduce((sum, { data }) => sum + data.length, 0);

say('warming up');
await redact(warmUp);
parse(warmUp);
for (const name of Object.keys(totals)) totals[name] = 0;
chunks = 0;
const storedBefore = tables.index.size;

say('reference: opens and parses');
const reference = await measured(async () => {
  for (const records of rest) if (parse(records) !== subjects * eventsPerFrame) throw new Error('events went missing');
});
say('redactor');
const last = rest.pop()!;
const whole = await measured(async () => {
  for (const records of rest) await redact(records);
});
// The last pass runs under the profiler, which slows it a little, and is not in the figure.
const profile = await profiled(() => redact(last));
if (args['cpu-prof']) writeFileSync(args['cpu-prof'], JSON.stringify(profile));

const done = subjects * eventsPerFrame * (passes - 1);
const rate = ({ cpuSeconds, wallSeconds }: Measured, count: number, bytes: number) => ({
  eventsPerCpuSecond: Math.round(count / cpuSeconds),
  megabytesPerCpuSecond: Math.round((bytes / 1e6 / cpuSeconds) * 10) / 10,
  eventsPerWallSecond: Math.round(count / wallSeconds),
  cpuSeconds: Math.round(cpuSeconds * 100) / 100,
  wallSeconds: Math.round(wallSeconds * 100) / 100,
});
const redactor = rate(whole, done, (clearBytes * (passes - 1)) / passes);
const result = {
  machine: { cpu: cpus()[0]?.model, node: process.version },
  traffic: {
    ...{ subjects, eventsPerFrame, mix: MIX, batch: BATCH, events },
    bytesPerEvent: Math.round(clearBytes / events),
    sealedBytesPerEvent: Math.round((sealedBytes / events) * 10) / 10,
  },
  bundleBytes: bundle.bytes,
  redactor,
  reference: rate(reference, events, clearBytes),
  aim: { eventsPerSecond: AIM, reached: redactor.eventsPerCpuSecond >= AIM },
  shares: shares(profile, bundle),
  counters: totals,
  chunks,
  segments: tables.index.size - storedBefore,
  objects: vault.objects.size,
};
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'redactor.json'), `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
