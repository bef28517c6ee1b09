import { Command } from 'commander';
import { listRecords } from '../../api/reading.ts';
import type { Answer } from '../../api/route.ts';
import { contextOf } from '../context.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { table, time } from '../output.ts';
import { momentOf } from '../when.ts';
import { type OwnRecord, ownRecords } from './own.ts';

interface Options {
  since?: string;
  until?: string;
  limit: string;
  before?: string;
  all?: boolean;
}

export const recordsCommand = (): Command =>
  new Command('records')
    .description('what is stored of you, newest first: when it arrived and how much; you may read it now')
    .option('--since <time>', 'arrived since: ISO 8601, a date, or how long ago (8h, 2d)')
    .option('--until <time>', 'arrived until')
    .option('--limit <n>', 'so many', '100')
    .option('--before <segment>', 'goes on with what is older than that segment')
    .option('--all', 'all of them, however many')
    .addHelpText('after', '\nExamples:\n  sluice me records --since 2d\n  sluice me records --all --json')
    .action(async (options: Options, command: Command) => {
      const { api, output } = contextOf(command);
      const span = spanOf(options);
      if (options.all) {
        if (options.before !== undefined) {
          throw new CommandError(EXIT.usage, 'usage', '--all begins with the newest: leave out --before.');
        }
        const records: OwnRecord[] = [];
        for await (const record of ownRecords(api, span)) {
          if (records.push(record) % 1_000 === 0) output.progress(`${records.length} so far`);
        }
        output.result({ records }, () => recordsText({ records }));
        return;
      }
      const { before } = options;
      const query = { ...span, limit: limitOf(options.limit), ...(before !== undefined && { before }) };
      const page = await api.call(listRecords, { query });
      output.result(page, () => recordsText(page));
    });

/** @throws CommandError `bad-time` */
export function spanOf({ since, until }: { since?: string; until?: string }, now = Date.now()) {
  return {
    ...(since !== undefined && { from: momentOf('--since', since, now) }),
    ...(until !== undefined && { to: momentOf('--until', until, now) }),
  };
}

function limitOf(value: string): number {
  const limit = Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw new CommandError(EXIT.usage, 'bad-limit', '--limit takes a whole number from 1 to 1000; all of them: --all.');
}

/** Narrow: whose they are is known, and so is that they may be read. */
export function recordsText({ records, next }: Pick<Answer<typeof listRecords>, 'records' | 'next'>): string {
  if (records.length === 0) return 'Nothing is stored of you in this time.';
  return [
    table(
      ['SEGMENT', 'ARRIVED', 'EVENTS', 'KEPT UNTIL'],
      records.map((row) => [
        row.segment,
        time(row.arrivedTo),
        row.events,
        time(row.expiresSeconds * 1_000).slice(0, 10),
      ]),
    ),
    '',
    `To see one: sluice me show ${records[0]!.segment}`,
    ...(next === undefined ? [] : [`What is older: --before ${next}`]),
  ].join('\n');
}
