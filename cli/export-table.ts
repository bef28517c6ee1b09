import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { keepCopy } from '../api/export.ts';
import { ledgerTips } from '../api/ledger.ts';
import type { Manifest } from '../core/export/export.ts';
import { readManifest } from '../core/export/open-export.ts';
import {
  BadPlace,
  bucketProblems,
  copyOf,
  ddlOf,
  placeOfTable,
  type TablePlace,
  tableProperties,
} from '../core/export/table.ts';
import { type Context, contextOf } from './context.ts';
import { dryRunOption, isDryRun } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, time } from './output.ts';

interface TableOptions {
  location: string;
  from?: string;
  database: string;
  table?: string;
  workgroup: string;
  run?: boolean;
  drop?: boolean;
  key?: string;
}

export const tableCommand = (): Command =>
  new Command('table')
    .description(
      'a table of Athena over what you fetched, in a bucket of yours: its statement, or with --run the table',
    )
    .argument('<export>', 'id')
    .requiredOption('--location <s3>', 'where the copy lies: s3://BUCKET/FOLDER/, a folder of its own')
    .option('--from <folder>', 'what was fetched (default: export-<id>)')
    .option('--database <name>', 'of the Glue catalog', 'sluice_exports')
    .option('--table <name>', 'name of the table (default: export_<id>)')
    .option('--run', 'put the copy there, make the table, count its rows; with AWS credentials of yours')
    .option('--workgroup <name>', 'of Athena', 'primary')
    .option('--drop', 'delete table and copy')
    .option('--key <file>', 'public key of the program, as you keep it (default: that of the API)')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
A copy opens under your keys, not under those of the people in it: no withdrawal closes it. So the program is told of
it, whoever is responsible is told its place when somebody goes, and it goes when the data set expires.

Examples:
  sluice export table 01KAV... --from clicks --location s3://team-data/clicks/
  sluice export table 01KAV... --from clicks --location s3://team-data/clicks/ --run
  sluice export table 01KAV... --location s3://team-data/clicks/ --drop`,
    )
    .action(async (id: string, options: TableOptions, command: Command) => {
      const context = contextOf(command);
      const place = checkedPlace(options, id);
      if (options.run && options.drop) throw new CommandError(EXIT.usage, 'both', '--run or --drop, not both.');
      if (options.drop) return drop(context, id, place, isDryRun(command));
      const fetched = await readFetched(context, id, options);
      if (options.run) return make(context, fetched, place, options.workgroup);
      const ddl = ddlOf(place, tableProperties(fetched.manifest, fetched.rows));
      context.output.result({ copy: copyOf(place), ddl }, () => ddl);
    });

function checkedPlace({ location, database, table }: TableOptions, id: string): TablePlace {
  try {
    return placeOfTable(location, database, table ?? `export_${id.toLowerCase()}`);
  } catch (error) {
    if (error instanceof BadPlace) throw new CommandError(EXIT.usage, 'bad-place', `${error.message}.`);
    throw error;
  }
}

interface Fetched {
  manifest: Manifest;
  rows: number;
  files: { name: string; path: string }[];
}

const fetchedJson = z.looseObject({ export: z.string(), rows: z.number() });
const manifestJson = z.looseObject({ document: z.record(z.string(), z.unknown()), note: z.string() });

/** What an earlier fetch has written, by its signed manifest. */
async function readFetched({ api }: Context, id: string, { from, key }: TableOptions): Promise<Fetched> {
  const folder = resolve(from ?? `export-${id}`);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  let [fetched, manifest, card, names] = [fetchedJson.parse({ export: '', rows: 0 }), '', '', [] as string[]];
  try {
    fetched = fetchedJson.parse(JSON.parse(await read('fetched.json')));
    [manifest, card] = [await read('manifest.json'), await read('README.md')];
    names = (await readdir(join(folder, 'events'))).filter((name) => name.endsWith('.parquet'));
  } catch {
    throw new CommandError(
      EXIT.usage,
      'not-fetched',
      `${folder} holds no data set: sluice export fetch ${id} --to ${folder}`,
    );
  }
  if (fetched.export !== id) throw new CommandError(EXIT.usage, 'not-fetched', `${folder} holds ${fetched.export}.`);
  const pem = key === undefined ? (await api.call(ledgerTips, { query: {} })).publicKey : await readFile(key, 'utf8');
  const signed = readManifest({ manifest: manifestJson.parse(JSON.parse(manifest)), card }, id, pem);
  const known = new Set(signed.parts.map(({ part }) => `${part}.parquet`));
  const others = names.filter((name) => !known.has(name));
  if (others.length > 0)
    throw new CommandError(
      EXIT.refused,
      'wrong-document',
      `${folder} holds ${others.length} files that the manifest does not name.`,
    );
  if (signed.expires <= Date.now())
    throw new CommandError(
      EXIT.refused,
      'ended',
      `It has expired at ${time(signed.expires)}: delete what you fetched.`,
    );
  return {
    manifest: signed,
    rows: fetched.rows,
    files: names.sort().map((name) => ({ name, path: join(folder, 'events', name) })),
  };
}

async function make(context: Context, fetched: Fetched, place: TablePlace, workgroup: string): Promise<void> {
  const aws = await import('./export-table.aws.ts');
  const { api, output, options } = context;
  const { manifest, rows, files } = fetched;
  const id = manifest.export;
  const clients = aws.tableClients(options);
  try {
    const problems = bucketProblems(await aws.bucketFacts(clients, place.bucket));
    if (problems.length > 0)
      throw new CommandError(EXIT.refused, 'bad-bucket', `${place.bucket} takes no copy: ${problems.join('; ')}.`);
    const there = await aws.copiedThere(clients, place);
    if (there !== undefined && there !== id)
      throw new CommandError(
        EXIT.refused,
        'not-empty',
        `s3://${place.bucket}/${place.prefix} holds ${there}: drop that, or name another folder.`,
      );
    // First the register: no copy is there that it does not know.
    await api.call(keepCopy, { params: { export: id }, body: { copy: copyOf(place), there: true } });
    output.progress(`${files.length} files to s3://${place.bucket}/${place.prefix}`);
    await aws.putCopy(clients, place, { export: id, files });
    await aws.putTable(clients, place, tableProperties(manifest, rows));
    const counted = await aws.countRows(clients, place, workgroup);
    if (counted !== rows)
      throw new CommandError(
        EXIT.failed,
        'rows',
        `Athena counts ${counted} rows, and ${rows} were fetched: fetch it again, and make the table anew.`,
      );
    const made = {
      export: id,
      copy: copyOf(place),
      table: `${place.database}.${place.table}`,
      rows,
      expires: manifest.expires,
    };
    output.result(made, () =>
      facts({
        table: made.table,
        rows,
        copy: `s3://${place.bucket}/${place.prefix}`,
        'delete it by': time(manifest.expires),
        'when somebody goes': 'fetch it again, and make the table anew: theirs go from it',
      }),
    );
  } finally {
    clients.close();
  }
}

async function drop({ api, output, options }: Context, id: string, place: TablePlace, dryRun: boolean): Promise<void> {
  const gone = () => api.call(keepCopy, { params: { export: id }, body: { copy: copyOf(place), there: false } });
  if (dryRun) await gone();
  const aws = await import('./export-table.aws.ts');
  const clients = aws.tableClients(options);
  try {
    const objects = await aws.dropCopy(clients, place, id);
    // Last the register: it knows of a copy as long as there may be one.
    await gone();
    output.result({ export: id, copy: copyOf(place), objects }, () => facts({ deleted: copyOf(place), objects }));
  } finally {
    clients.close();
  }
}
