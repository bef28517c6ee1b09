/**
 * `npm run training:check`: makes a data set from the recorded session as in production, without AWS, opens it as `sluice export fetch` does, and
 * has it read by what model teams use: pyarrow, DuckDB, Hugging Face datasets, in a venv of its own below `out/`. Fails unless each sees all
 * of it, in the types that the page says.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openExportFile, readManifest } from '../../core/export/open-export.ts';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { HOUR, NOW } from '../../core/reading/sample.ts';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import { EVENT_KINDS, EVENTS, type Event } from '../../wire/event.ts';

const PACKAGES = ['pyarrow==26.0.1', 'duckdb==2.0.1', 'datasets==5.2.0'];
const out = resolve('out/training');
const folder = join(out, 'set');

const recorded = ['session', 'conversation'].flatMap((name) =>
  readFileSync(`programs/model-capability/${name}.ndjson`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event),
);

/** A data set of four people, in the folder. @returns how many rows, clicks and sessions its manifest says */
async function written() {
  const disclosure = exportingDisclosure();
  const apps = new Set(recorded.map(({ app }) => app));
  disclosure.applications = Object.fromEntries([...apps].map((app) => [app, { keys: 'content' as const }]));
  const rules = EVENT_KINDS.map((kind) => [kind, { fields: Object.keys(EVENTS[kind].fields), why: 'for this check' }]);
  disclosure.events = Object.fromEntries(rules) as typeof disclosure.events;
  const setup = await exportingSetup({ disclosure });
  for (const [n, person] of ['anna', 'bert', 'carl', 'dora'].entries()) {
    const events = recorded.map((event) => ({ ...event, time: event.time + n }));
    await setup.record(person, events, NOW - 72 * HOUR + n);
  }
  const { export: id } = await setup.create();
  await setup.run(id);
  const { parts, documents } = await setup.fetch(id);
  const { manifest: signed, card } = documents!;
  const fetched = { card, manifest: { ...signed, document: { ...signed.document } } };
  const manifest = readManifest(fetched, id, publicKeyPem(await setup.signer.publicKey()));
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['events', 'trajectories']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'README.md'), card);
  for (const { part, key, ...files } of parts) {
    for (const [file, name] of [
      ['data', `events/${part}.parquet`],
      ['trajectories', `trajectories/${part}.jsonl`],
    ] as const) {
      const sealed = setup.objects.objects.get(files[file].url.replace('memory:', ''))!;
      const opened = openExportFile(
        { manifest, part: { part, key: Buffer.from(key).toString('base64') }, file },
        sealed,
      );
      writeFileSync(join(folder, name), opened);
    }
  }
  return manifest.counts;
}

function python(): string {
  const bin = join(out, 'venv/bin');
  if (!existsSync(join(bin, 'python'))) execFileSync('python3', ['-m', 'venv', join(out, 'venv')]);
  execFileSync(join(bin, 'pip'), ['install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
  return join(bin, 'python');
}

const { rows, sessions, byKind } = await written();
const printed = execFileSync(python(), ['examples/training/read_export.py', folder], {
  encoding: 'utf8',
  env: { ...process.env, HF_HOME: join(out, 'cache'), HF_HUB_OFFLINE: '1' },
});
const seen = JSON.parse(printed.trim().split('\n').at(-1)!) as Record<string, unknown>;
console.log(JSON.stringify(seen, null, 2));
const wanted = { pyarrow: rows, datasets: rows, clicks: byKind.click, trajectories: sessions };
const wrong = Object.entries(wanted).filter(([name, count]) => seen[name] !== count);
const types = seen.types as Record<string, string>;
if (wrong.length > 0 || types.time !== 'timestamp[us, tz=UTC]' || types.x !== 'int32') {
  console.error('not what the manifest says:', wanted);
  process.exitCode = 1;
}
