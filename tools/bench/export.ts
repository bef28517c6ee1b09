/**
 * `npm run bench -- export [--events N] [--cloud N,N]`: what making a data set takes on one core, from segments that lie sealed in memory to sealed
 * Parquet and trajectories, through the same transaction, redaction and keys as in production, without AWS. Writes `out/bench/export.json`, and
 * fails when rows, with the events that the manifest counts as dropped, are not what was stored less who withdrew.
 *
 * With `--cloud` that alone, by so many events, rising: collected and exported by what is deployed on the local cloud, in time of the clock.
 *
 * Time is that of the processor otherwise, so that what else the machine does counts little.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import { partNames } from '../../core/export/all-parts.ts';
import type { Export } from '../../core/export/export.ts';
import { cutPart, planParts, sealExport } from '../../core/export/job.ts';
import { exportNames } from '../../core/export/names.ts';
import { EventFile } from '../../core/export/parquet.ts';
import { PartMaker } from '../../core/export/part.ts';
import { openFile } from '../../core/export/sealed-part.ts';
import { sessionsOf } from '../../core/export/sessions.ts';
import { eventsOf, type Trajectory } from '../../core/export/trajectory.ts';
import { redactorOf } from '../../core/intake/redactor-of.ts';
import { HOUR, NOW } from '../../core/reading/sample.ts';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { EVENT_KINDS, EVENTS } from '../../wire/event.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, cloud: { type: 'string' } },
});
const FILE = 'out/bench/export.json';
mkdirSync('out/bench', { recursive: true });
if (values.cloud !== undefined) {
  const part = join(import.meta.dirname, 'export/cloud.ts');
  const args = ['--disable-warning=ExperimentalWarning', part, ...values.cloud.split(',')];
  const cloud = JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const known = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  writeFileSync(FILE, `${JSON.stringify({ ...known, cloud }, null, 2)}\n`);
  console.log(JSON.stringify(cloud, null, 2));
  process.exit();
}
const wanted = Number(values.events);
const DAY = 24 * HOUR;
const PEOPLE = Array.from({ length: 10 }, (_, n) => `person${n}`);
/** Events of a segment: what a device sends in half a minute. */
const SEGMENT = 300;

const recorded = readFileSync('programs/model-capability/session.ndjson', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Event);

const used = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
async function timed<T>(run: () => Promise<T> | T): Promise<{ seconds: number; value: T }> {
  const began = process.cpuUsage();
  const value = await run();
  return { seconds: used(began), value };
}
let rss = 0;
const sampling = setInterval(() => {
  rss = Math.max(rss, process.memoryUsage().rss);
}, 50);

/** Some events of one person: the recorded session again and again. */
function* segments(count: number, from: number): Generator<Event[]> {
  let [segment, at, done]: [Event[], number, number] = [[], from, 0];
  while (done < count) {
    const first = recorded[0]!.time;
    for (const event of recorded) {
      if (done++ >= count) break;
      segment.push({ ...event, time: at + (event.time - first) });
      if (segment.length === SEGMENT) {
        yield segment;
        segment = [];
      }
    }
    at += recorded.at(-1)!.time - first + 60_000;
  }
  if (segment.length > 0) yield segment;
}

const disclosure = exportingDisclosure();
disclosure.applications = Object.fromEntries(
  [...new Set(recorded.map(({ app }) => app))].map((app) => [app, { keys: 'content' as const }]),
);
disclosure.events = Object.fromEntries(
  EVENT_KINDS.map((kind) => [kind, { fields: Object.keys(EVENTS[kind].fields), why: 'of the bench' }]),
) as typeof disclosure.events;
const redactor = redactorOf(disclosure, { seed: Buffer.alloc(32, 1), tokenKey: Buffer.alloc(32, 2) });
const names = exportNames(Buffer.alloc(32, 3));
const query = { purpose: 'research', from: 0, to: NOW };

// One part, step by step.
const sample = [...segments(100_000, NOW - 3 * DAY)];
const lines = sample.map((events) => events.map((event) => `${JSON.stringify(event)}\n`).join(''));
const megabytes = lines.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
const sessions = sessionsOf('anna', sample.flat(), names);
const parquet = async () =>
  timed(() => {
    const file = new EventFile();
    for (const session of sessions) file.add(session);
    return file.finish();
  });
await parquet();
/** Six in a row, the first to warm up: the best is what the code takes, the one in the middle what the machine let it have. */
const tries: Awaited<ReturnType<typeof parquet>>[] = [];
for (let n = 0; n < 5; n++) tries.push(await parquet());
tries.sort((a, b) => a.seconds - b.seconds);
const written = tries[0]!;
const part = (of: { redactor?: typeof redactor }) =>
  timed(() => {
    const maker = new PartMaker('anna', { disclosure, query, names, ...of });
    for (const text of lines) maker.add({ tier: 'routine' }, text);
    return maker.finish({});
  });
const without = await part({});
const twice = await part({ redactor });
const gzip = gzipSync(lines.join('')).length;

// All of it.
const setup = await exportingSetup({ people: PEOPLE, disclosure });
setup.job.redactorOf = async () => redactor;
let stored = 0;
for (const [n, person] of PEOPLE.entries()) {
  const from = NOW - 20 * DAY;
  for (const events of segments(Math.round(wanted / PEOPLE.length), from + n * 1000)) {
    await setup.record(person, events, from + stored);
    stored += events.length;
  }
}
const make = async (): Promise<Export> => {
  const made = await setup.create();
  await planParts(setup.job, made.export);
  return made;
};
rss = 0;
const whole = await timed(async () => {
  const made = await make();
  const gone = PEOPLE[0]!;
  await setup.setState(gone, 'withdrawn');
  for (const name of await partNames(setup.store, made.export)) await cutPart(setup.job, made.export, name);
  await sealExport(setup.job, made.export);
  await setup.setState(gone, 'live');
  return (await setup.store.find(made.export))!;
});
const most = rss;
const perPerson = Math.round(wanted / PEOPLE.length);
const expected = stored - perPerson;

// A replay from what was fetched, of one part.
const id = whole.value.export;
const page = await setup.fetch(id);
const { dropped } = page.documents!.manifest.document.counts;
const droppedEvents = Object.values(dropped).reduce((sum, by) => sum + by, 0);
const one = page.parts[0]!;
const sealed = setup.objects.objects.get(one.trajectories.url.replace('memory:', ''))!;
const text = zstdDecompressSync(
  openFile(sealed, { program: 'p', export: id, part: one.part, file: 'trajectories' }, one.key),
);
const replayed = text
  .toString()
  .trim()
  .split('\n')
  .flatMap((line) => eventsOf(JSON.parse(line) as Trajectory));

// Ten exports of the same people, then one of them is erased.
const { objects } = setup;
const ten: string[] = [];
for (let n = 0; n < 10; n++) {
  const made = await setup.create({ kinds: ['click'] });
  await setup.run(made.export);
  ten.push(made.export);
}
const before = objects.objects.size;
const erased = await timed(async () => {
  const began = performance.now();
  await setup.setState(PEOPLE[1]!, 'erased');
  await setup.ring.destroy(setup.keyIds.get(PEOPLE[1]!)!);
  const returned = performance.now() - began;
  let closed = 0;
  for (const export_ of ten) {
    const { closed: some } = await setup.fetch(export_);
    closed += some.length > 0 ? 1 : 0;
  }
  return { ms: returned, closed };
});
const writes = objects.objects.size - before;
const anew = await timed(async () => {
  for (let n = 0; n < 10; n++) await setup.run((await setup.create({ kinds: ['click'] })).export);
});
clearInterval(sampling);

/** Of a worker alone: a part has 50,000 events at most, whatever the data set has. */
const workers = [5_000, 50_000].map((events): { events: number; megabytes: number } =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'tools/bench/export-worker.ts', '--events', String(events)],
      {
        encoding: 'utf8',
      },
    ),
  ),
);

/** Clicks of one program, by DuckDB, the best of five: where `npm run training:check`, or the local cloud, has put one. */
function duckdb(): { milliseconds: number; rows: number } | undefined {
  const python = ['out/training/venv/bin/python', '.venv/bin/python'].find((one) => existsSync(one));
  if (python === undefined) return undefined;
  const file = 'out/bench/events.parquet';
  writeFileSync(file, written.value);
  const app = recorded.find(({ kind }) => kind === 'click')!.app;
  const code = [
    'import duckdb, json, sys, time',
    'ask = lambda: duckdb.execute("select app, x, y from read_parquet(?) where kind = \'click\' and app = ?", [sys.argv[1], sys.argv[2]]).fetchall()',
    'best = 9e9',
    'for _ in range(5):',
    '    began = time.perf_counter(); rows = ask(); best = min(best, time.perf_counter() - began)',
    'print(json.dumps({"milliseconds": round(best * 1000, 1), "rows": len(rows)}))',
  ].join('\n');
  return JSON.parse(execFileSync(python, ['-c', code, file, app], { encoding: 'utf8' }));
}
const clicks = duckdb();

const figure = (value: number, digits = 1) => Number(value.toFixed(digits));
const result = {
  events: stored,
  parquet: {
    megabytesASecond: figure(megabytes / written.seconds),
    median: figure(megabytes / tries[2]!.seconds),
    bytes: written.value.length,
    gzippedJsonl: gzip,
  },
  partWithoutRedaction: { megabytesASecond: figure(megabytes / without.seconds) },
  partWithRedaction: { megabytesASecond: figure(megabytes / twice.seconds) },
  whole: {
    seconds: figure(whole.seconds),
    rows: whole.value.sealed?.rows,
    dropped,
    expected: expected - droppedEvents,
    megabytesOfMemory: figure(most / 1e6, 0),
  },
  ...(clicks && { duckdbOneApplicationsClicks: clicks }),
  workerAlone: Object.fromEntries(workers.map(({ events, megabytes }) => [events, megabytes])),
  replay: { events: replayed.length, rows: one.rows },
  erasureWithTenExports: {
    milliseconds: figure(erased.value.ms, 2),
    closed: erased.value.closed,
    writes,
    dollars: 0,
  },
  cutTenAnew: { seconds: figure(anew.seconds) },
};
writeFileSync(FILE, `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
const MOST_MEGABYTES = 512;
if (workers.some(({ megabytes }) => megabytes > MOST_MEGABYTES)) process.exitCode = 1;
if (result.whole.rows !== result.whole.expected || replayed.length !== one.rows || erased.value.closed !== 10)
  process.exitCode = 1;
