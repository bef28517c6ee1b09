import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { ulid } from 'ulid';
import { type ApiClient, ApiError } from '../api/client.ts';
import { createExport, fetchExport, listExports, revokeExport, showExport } from '../api/export.ts';
import { ledgerTips } from '../api/ledger.ts';
import type { Answer } from '../api/route.ts';
import type { Manifest } from '../core/export/export.ts';
import { openExportFile, readManifest } from '../core/export/open-export.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { tableCommand } from './export-table.ts';
import { facts, table, time } from './output.ts';
import { momentOf } from './when.ts';

type Shown = Answer<typeof showExport>['export'];
const LOOK_MS = 2_000;
/** Of any time: the first that a frame can say. */
const BEGINNING = Date.UTC(2020, 0, 1);

const list = (value: string): string[] => value.split(',').map((one) => one.trim());

interface CreateOptions {
  purpose: string;
  since?: string;
  until?: string;
  applications?: string[];
  kinds?: string[];
  subjects?: number;
  id?: string;
  wait: boolean;
}

const create = (): Command =>
  new Command('create')
    .description('make a data set for a purpose, on your grant: events as Parquet, sessions as trajectories')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure for which data sets may be made')
    .option('--since <time>', 'arrived from: ISO 8601, a date, or how long ago (default: of any time)')
    .option('--until <time>', 'arrived before (default: now)')
    .option('--applications <ids>', 'of these programs alone, apart by commas', list)
    .option('--kinds <kinds>', 'of these kinds of event alone, apart by commas', list)
    .option('--subjects <n>', 'of so many people at most, drawn by lot', Number)
    .option(
      '--id <ulid>',
      'ask for the same one again, of the same time; one whose making was stopped from outside goes on (default: a new one)',
    )
    .option('--no-wait', 'come back as soon as it is begun')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice export create --purpose interface-research --since 30d --kinds click,key',
    )
    .action(async (options: CreateOptions, command: Command) => {
      const { api, output } = contextOf(command);
      const now = Date.now();
      const before = options.id === undefined ? undefined : await earlier(api, options.id);
      const { export: begun } = await api.call(createExport, {
        body: {
          export: options.id ?? ulid(now),
          purpose: options.purpose,
          from: momentAsked('--since', options.since, { now, before: before?.from, otherwise: BEGINNING }),
          to: momentAsked('--until', options.until, { now, before: before?.to, otherwise: now }),
          ...(options.applications && { applications: options.applications }),
          ...(options.kinds && { kinds: options.kinds }),
          ...(options.subjects !== undefined && { subjects: options.subjects }),
        },
      });
      const made = options.wait ? await untilMade(api, begun, (text) => output.progress(text)) : begun;
      output.result({ export: made }, () => about(made));
      if (made.state === 'stopped') {
        throw new CommandError(
          EXIT.refused,
          made.stopped ?? 'failed',
          STOPPED[made.stopped ?? 'failed'] ?? STOPPED.failed!,
        );
      }
    });

/** What the one of that id was asked for; undefined where there is none. */
const earlier = (api: ApiClient, id: string): Promise<Shown['query'] | undefined> =>
  api.call(showExport, { params: { export: id } }).then(
    ({ export: there }) => there.query,
    (error: unknown) => {
      if (error instanceof ApiError && error.reason === 'not-found') return undefined;
      throw error;
    },
  );

/** Of one that is asked for again what was said by the clock is what it was then: else no second asking would be the same. */
function momentAsked(
  option: string,
  value: string | undefined,
  { now, before, otherwise }: { now: number; before: number | undefined; otherwise: number },
): number {
  const moment = value === undefined ? undefined : momentOf(option, value, now);
  const isByTheClock = value === undefined || /^\d+[a-z]$/.test(value);
  return (isByTheClock ? before : undefined) ?? moment ?? otherwise;
}

const STOPPED: Readonly<Record<string, string>> = {
  'no-grant':
    'The grant ended before it was made. Ask for another one (sluice grants ask), and for the data set again.',
  purpose: 'A policy of the purpose refuses it by now: sluice grants explain --purpose P --action slice.',
  disclosure: 'The disclosure is wider than what people have consented to: nothing is read under it.',
  limit: 'More segments than one reader may open in a day: ask for less time, or for the rest tomorrow.',
  'too-few': 'It would be of too few people. Ask for more time, more programs, or more people.',
  'too-many': 'It is more than one data set holds. Ask for less time at once.',
  failed: 'It could not be made, and nothing of it opens. Ask for it again; the platform team sees why.',
};

async function untilMade(api: ApiClient, begun: Shown, progress: (text: string) => void): Promise<Shown> {
  let made = begun;
  while (made.state === 'planned' || made.state === 'making') {
    const of = made.parts === undefined ? 'being planned' : `${made.done ?? 0} of ${made.parts} parts`;
    progress(`${made.export}: ${of}`);
    await new Promise((done) => setTimeout(done, LOOK_MS));
    made = (await api.call(showExport, { params: { export: made.export } })).export;
  }
  return made;
}

const stateOf = ({ state, stopped }: Shown): string => (stopped === undefined ? state : `${state} (${stopped})`);

const about = (made: Shown): string =>
  facts({
    export: made.export,
    state: stateOf(made),
    purpose: made.query.purpose,
    from: time(made.query.from),
    to: time(made.query.to),
    parts:
      made.parts === undefined ? undefined : made.done === undefined ? made.parts : `${made.done} of ${made.parts}`,
    people: made.sealed?.people,
    events: made.sealed?.rows,
    'not in it':
      made.coolOffUntil === undefined
        ? undefined
        : `what was in its cool-off: of all that was asked for another one may be made from ${time(made.coolOffUntil)}`,
    'opens until': time(made.expires),
    copies: made.copies?.join(', '),
    'ledger entry': `${made.receipt.chain} ${made.receipt.seq}`,
  });

const status = (): Command =>
  new Command('status')
    .description('how far one is')
    .argument('<export>', 'id, from "sluice export create" or "list"')
    .addHelpText('after', '\nExample:\n  sluice export status 01KAV...')
    .action(async (id: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const shown = await api.call(showExport, { params: { export: id } });
      output.result(shown, () => about(shown.export));
    });

const listAll = (): Command =>
  new Command('list')
    .description('data sets: your own, or all with the right to see grants')
    .addHelpText('after', '\nExample:\n  sluice export list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const listed = await api.call(listExports);
      output.result(listed, () =>
        listed.exports.length === 0
          ? 'No data sets.'
          : table(
              ['EXPORT', 'PURPOSE', 'STATE', 'EVENTS', 'PEOPLE', 'ASKED', 'OPENS UNTIL'],
              listed.exports.map((one) => [
                one.export,
                one.query.purpose,
                stateOf(one),
                one.sealed?.rows ?? '',
                one.sealed?.people ?? '',
                time(one.asked),
                time(one.expires),
              ]),
            ),
      );
    });

const revoke = (): Command =>
  new Command('revoke')
    .description('take one back: from then on nothing of it opens, for good')
    .argument('<export>', 'id')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice export revoke 01KAV...')
    .action(async (id: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const ended = await api.call(revokeExport, { params: { export: id } });
      output.result(ended, () => about(ended.export));
    });

interface Written {
  export: string;
  folder: string;
  parts: number;
  rows: number;
  /** Parts that open no more. */
  closed: number;
}

const fetchOne = (): Command =>
  new Command('fetch')
    .description('open a data set into a folder: Parquet, trajectories, card, manifest')
    .argument('<export>', 'id')
    .option('--to <folder>', 'where (default: export-<id>)')
    .option('--key <file>', 'public key of the program, as you keep it (default: that of the API)')
    .addHelpText('after', '\nExample:\n  sluice export fetch 01KAV... --to clicks')
    .action(async (id: string, options: { to?: string; key?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const folder = resolve(options.to ?? `export-${id}`);
      const written = await fetchInto(api, id, folder, options.key, (text) => output.progress(text));
      output.result(written, () =>
        facts({ folder: written.folder, events: written.rows, parts: written.parts, 'no longer open': written.closed }),
      );
    });

/** What a folder of a data set holds: one with anything else in it is somebody's own, and is not replaced. */
const OURS: ReadonlySet<string> = new Set(['events', 'trajectories', 'README.md', 'manifest.json', 'fetched.json']);

async function requireOurs(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [folder];
    throw error;
  });
  const isOurs = there.length === 0 || (there.includes('manifest.json') && there.every((name) => OURS.has(name)));
  if (isOurs) return;
  throw new CommandError(
    EXIT.usage,
    'not-empty',
    `${folder} holds what is no data set, and would be replaced: name a new folder, or one that an earlier fetch has made.`,
  );
}

/**
 * Into a folder beside the one that is asked for, which gets its name when everything is there: what is there in part never looks whole. What
 * was there under that name is replaced, so that who went since is gone from it.
 */
async function fetchInto(
  api: ApiClient,
  id: string,
  folder: string,
  keyFile: string | undefined,
  progress: (text: string) => void,
): Promise<Written> {
  await requireOurs(folder);
  const partial = `${folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  for (const name of ['events', 'trajectories']) await mkdir(join(partial, name), { recursive: true, mode: 0o700 });
  try {
    const written = await fetchParts(api, id, partial, keyFile, progress);
    await requireOurs(folder);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return { export: id, folder, ...written };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function fetchParts(
  api: ApiClient,
  id: string,
  folder: string,
  keyFile: string | undefined,
  progress: (text: string) => void,
): Promise<Omit<Written, 'export' | 'folder'>> {
  let manifest: Manifest | undefined;
  let [after, rows, parts]: [string | undefined, number, number] = [undefined, 0, 0];
  const closed: string[] = [];
  const opened: string[] = [];
  do {
    const page: Answer<typeof fetchExport> = await api.call(fetchExport, {
      params: { export: id },
      body: after === undefined ? {} : { after },
    });
    if (page.documents) {
      const key =
        keyFile === undefined ? (await api.call(ledgerTips, { query: {} })).publicKey : await readFile(keyFile, 'utf8');
      manifest = readManifest(page.documents, id, key);
      await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(page.documents.manifest, undefined, 2)}\n`);
      await writeFile(join(folder, 'README.md'), page.documents.card);
    }
    if (!manifest) throw new CommandError(EXIT.refused, 'no-manifest', 'The data set has no manifest: fetch it again.');
    for (const part of page.parts) {
      for (const file of ['data', 'trajectories'] as const) {
        const bytes = openExportFile({ manifest, part, file }, await download(part[file].url));
        const path =
          file === 'data' ? join('events', `${part.part}.parquet`) : join('trajectories', `${part.part}.jsonl`);
        await writeFile(join(folder, path), bytes);
      }
      rows += part.rows;
      opened.push(part.part);
      progress(`${++parts} of ${manifest.parts.length} parts`);
    }
    closed.push(...page.closed);
    after = page.next;
  } while (after !== undefined);
  // Every part of the signed manifest is here, has no rows, or was said to be closed.
  const missing = manifest.parts.filter(
    (one) => one.rows > 0 && !opened.includes(one.part) && !closed.includes(one.part),
  );
  if (missing.length > 0) {
    throw new CommandError(
      EXIT.refused,
      'incomplete',
      `${missing.length} parts of the manifest did not come: fetch it again.`,
    );
  }
  await writeFile(join(folder, 'fetched.json'), `${JSON.stringify({ export: id, at: Date.now(), rows, closed })}\n`);
  return { parts, rows, closed: closed.length };
}

async function download(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new CommandError(
      EXIT.unreachable,
      'download',
      `A part could not be loaded (${answer.status}): fetch it again.`,
    );
  }
  return new Uint8Array(await answer.arrayBuffer());
}

export const exportCommand = (): Command =>
  new Command('export')
    .description('data sets for model teams: make, follow, open, query, take back')
    .addCommand(create())
    .addCommand(status())
    .addCommand(listAll())
    .addCommand(fetchOne())
    .addCommand(tableCommand())
    .addCommand(revoke());
