import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ApiError } from '../../api/client.ts';
import { status as ownStatus } from '../../api/consent.ts';
import { ledgerTips } from '../../api/ledger.ts';
import { contextOf } from '../context.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { LANGUAGE_OPTION, languageFrom } from '../language.ts';
import { type OpenedRecord, type OwnRecord, openOwn, ownRecords } from './own.ts';
import { writePage } from './page.ts';

/** Readings at once: the ledger's chains are shared by everybody. */
const AT_A_TIME = 4;
/** ms between two lines of progress. */
const TELLS = 2_000;

export const exportCommand = (): Command =>
  new Command('export')
    .description('download all that is stored of you: files for programs, and a page to read that needs no network')
    .argument('<folder>', 'where to put it; what an earlier call has put there is not fetched again')
    .option(...LANGUAGE_OPTION)
    .addHelpText(
      'after',
      `
Each record is opened once, which the ledger notes as your own reading; of these there are 20,000 an hour at most. Stopped by
Ctrl-C, a limit or a lost network, it goes on where it was: the same command again.

  index.html         everything in one page, to read in a browser
  events.ndjson      all events, one a line, with the record that they are of
  records.json       which records there are
  about.json         consent, devices, the text that you were shown, and what the ledger says of you
  records/DAY/*.json each record as it was opened, with its place in the ledger

The folder holds what you typed, in the clear: keep it as you would keep that.

Example:
  sluice me export ~/sluice-export`,
    )
    .action(async (folder: string, options: { language?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const stop = interrupted();
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const [status, ledger] = await Promise.all([
          api.call(ownStatus, { query: language === undefined ? {} : { language } }),
          api.call(ledgerTips, { query: { subject: 'me', by: 'others' } }),
        ]);
        save(join(folder, 'about.json'), { exportedAt: Date.now(), status, ledger });
        const records: OwnRecord[] = [];
        for await (const record of ownRecords(api, {})) {
          if (stop.asked) throw stopped(folder);
          records.push(record);
        }
        save(join(folder, 'records.json'), records);
        const gone = await fetchAll(records, {
          folder,
          stop,
          open: (segment) => openOwn(api, segment),
          tell: (line) => output.progress(line),
        });
        const page = await writePage(folder, {
          ...{ status, ledger, records },
          opened: (record) => read(folder, record),
          ...(language !== undefined && { language }),
        });
        output.result({ folder, records: records.length, events: page.events, gone }, () =>
          [
            `${records.length - gone.length} records with ${page.events} events are in ${folder}. To read them: open ${join(folder, 'index.html')}`,
            ...(gone.length > 0
              ? [`${gone.length} records were listed and cannot be opened any more: ${reasonsOf(gone)}.`]
              : []),
            'It holds what you typed, in the clear: keep it as you would keep that.',
          ].join('\n'),
        );
      } finally {
        stop.done();
      }
    });

export interface Gone {
  segment: string;
  reason: string;
}

interface Fetching {
  folder: string;
  stop: { readonly asked: boolean };
  open(segment: string): Promise<OpenedRecord>;
  tell(line: string): void;
}

/**
 * Fetches those that are not there yet.
 * @returns those that cannot be opened any more
 * @throws CommandError `stopped`; whatever kept it from going on, to be gone on with later
 */
export async function fetchAll(records: readonly OwnRecord[], { folder, stop, open, tell }: Fetching): Promise<Gone[]> {
  const missing = records.filter((record) => !existsSync(fileOf(folder, record)));
  const there = records.length - missing.length;
  if (there > 0) tell(`${there} of ${records.length} records are here already`);
  const gone: Gone[] = [];
  let [next, fetched, told] = [0, 0, Date.now()];
  let failure: unknown;
  const worker = async () => {
    while (next < missing.length && failure === undefined && !stop.asked) {
      const record = missing[next++]!;
      try {
        const opened = await open(record.segment);
        const file = fileOf(folder, record);
        mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
        save(file, opened);
        fetched++;
      } catch (error) {
        if (!(error instanceof ApiError && GONE.has(error.reason))) failure ??= error;
        else gone.push({ segment: record.segment, reason: error.reason });
      }
      if (Date.now() - told < TELLS) continue;
      told = Date.now();
      tell(`${there + fetched} of ${records.length} records`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  if (failure !== undefined) throw laterOn(failure, there + fetched, records.length, folder);
  if (stop.asked) throw stopped(folder);
  return gone;
}

/** What was listed and is not there when it is opened: it ended, was erased, or was lost. Every other refusal is one of the whole. */
const GONE: ReadonlySet<string> = new Set([
  ...['expired', 'erased', 'not-found', 'no-key', 'no-object', 'altered', 'damaged', 'foreign-object'],
]);

const reasonsOf = (gone: readonly Gone[]): string =>
  [...Map.groupBy(gone, ({ reason }) => reason)].map(([reason, some]) => `${some.length} ${reason}`).join(', ');

/** The same failure, with how far it came and what to do. */
function laterOn(error: unknown, done: number, all: number, folder: string): unknown {
  if (!(error instanceof ApiError) || error.kind !== 'refused' || error.class === 'unauthenticated') return error;
  return new CommandError(
    EXIT.refused,
    error.reason,
    `${done} of ${all} records are here. ${error.message} Then go on: sluice me export ${folder}`,
    { cause: error },
  );
}

const stopped = (folder: string) =>
  new CommandError(EXIT.interrupted, 'stopped', `Stopped. To go on: sluice me export ${folder}`);

/** Ctrl-C ends it between two records; a second one at once. */
function interrupted() {
  const state = { asked: false, done: () => void process.removeListener('SIGINT', onSignal) };
  const onSignal = () => {
    state.asked = true;
  };
  process.once('SIGINT', onSignal);
  return state;
}

/** By day, so that no folder holds a hundred thousand files. */
const fileOf = (folder: string, { segment, arrivedTo }: OwnRecord): string =>
  join(folder, 'records', new Date(arrivedTo).toISOString().slice(0, 10), `${segment}.json`);

/** Whole or not at all: a file that is there is not fetched again. */
function save(file: string, value: unknown): void {
  const part = `${file}.part`;
  writeFileSync(part, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  renameSync(part, file);
}

const read = (folder: string, record: OwnRecord): OpenedRecord | undefined => {
  const file = fileOf(folder, record);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as OpenedRecord) : undefined;
};
