import { Command } from 'commander';
import { countRecords, listForPurpose, listRecords, readRecord } from '../api/reading.ts';
import type { Answer } from '../api/route.ts';
import { printableJson } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table, time } from './output.ts';
import { momentOf } from './when.ts';

interface Span {
  from?: string;
  to?: string;
}
const withSpan = (command: Command): Command =>
  command
    .option(
      '--from <time>',
      'arrived from: ISO 8601, a date, or how long ago (default: a week before --to; of your own: any time)',
    )
    .option('--to <time>', 'arrived before (default: now)');
const spanOf = ({ from, to }: Span) => ({
  ...(from !== undefined && { from: momentOf('--from', from, Date.now()) }),
  ...(to !== undefined && { to: momentOf('--to', to, Date.now()) }),
});

interface ListOptions extends Span {
  before?: string;
  subject?: string;
  purpose?: string;
  reason?: string;
  after?: string;
}

const list = (): Command =>
  withSpan(new Command('list').description('list segments: whose, when, how many events; never content'))
    .option('--purpose <purpose>', 'those of others: a purpose of the disclosure for which you hold a grant')
    .option('--reason <text>', 'with --purpose: why, in a sentence')
    .option('--subject <pseudonym>', 'with --purpose: of one person (default: of all); without: "me"')
    .option('--after <segment>', 'with --purpose: the page behind that segment')
    .option('--before <segment>', 'of your own, newest first: the page with what is older')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice records list --from 2026-11-24T08:00:00Z\n  sluice records list --purpose quality-review --reason "sample for the weekly review"',
    )
    .action(async (options: ListOptions, command: Command) => {
      const { api, output } = contextOf(command);
      const { after, before } = options;
      const own = isOwn(options);
      if (own ? after !== undefined : before !== undefined) {
        throw new CommandError(
          EXIT.usage,
          'other-order',
          'Your own are newest first and go on with --before; those of others are oldest first and go on with --after.',
        );
      }
      const listed = await (own
        ? api.call(listRecords, { query: { ...spanOf(options), ...(before !== undefined && { before }) } })
        : api.call(listForPurpose, {
            body: { ...spanOf(options), ...whyOf(options), ...(after !== undefined && { after }) },
          }));
      output.result(listed, () => (listed.records.length === 0 ? 'No segments.' : segments(listed, own)));
    });

const isOwn = ({ purpose, subject }: ListOptions): boolean =>
  purpose === undefined && (subject === undefined || subject === 'me');

/** @throws CommandError `no-purpose` */
function whyOf({ purpose, reason, subject }: ListOptions) {
  if (purpose === undefined || reason === undefined) {
    throw new CommandError(
      EXIT.usage,
      'no-purpose',
      'Say why: --purpose and --reason; or see your own, without --subject.',
    );
  }
  return { purpose, reason, ...(subject !== undefined && { subject }) };
}

function segments({ records, next }: Answer<typeof listRecords>, own: boolean): string {
  const rows = table(
    ['SUBJECT', 'SEGMENT', 'ARRIVED', 'READABLE FROM', 'EVENTS', 'TIER', 'BYTES'],
    records.map((row) => [
      row.subject,
      row.segment,
      time(row.arrivedTo),
      // Of one's own there is no cool-off.
      own ? 'now' : time(row.readableFrom),
      row.events,
      row.tier,
      row.bytes,
    ]),
  );
  return next === undefined ? rows : `${rows}\n\n${facts({ more: `--${own ? 'before' : 'after'} ${next}` })}`;
}

const totals = (): Command =>
  withSpan(
    new Command('totals').description(
      'how much there is, day by day, where it is of several people; of nobody by name',
    ),
  )
    .addHelpText('after', '\nExample:\n  sluice records totals --from 2026-11-01T00:00:00Z')
    .action(async (options: Span, command: Command) => {
      const { api, output } = contextOf(command);
      const counted = await api.call(countRecords, { query: spanOf(options) });
      output.result(counted, () =>
        [
          table(
            ['DAY', 'SEGMENTS', 'EVENTS', 'BYTES', 'PEOPLE'],
            counted.days.map((row) => [row.day, row.segments, row.events, row.bytes, row.people]),
          ),
          ...(counted.withheld > 0 ? ['', `${counted.withheld} more days are of too few people to be shown.`] : []),
        ].join('\n'),
      );
    });

const show = (): Command =>
  new Command('show')
    .description('read one segment; the ledger notes who, what for and why')
    .argument('<subject>', 'pseudonym, or "me"')
    .argument('<segment>', 'segment id, from "sluice records list"')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure for which you hold a grant, or own-data')
    .requiredOption('--reason <text>', 'why, in a sentence')
    .option('--skip <n>', 'leave out so many events: segments too large for one answer come in pages', Number)
    .addHelpText(
      'after',
      '\nExample:\n  sluice records show 4kzq... 01KAV... --purpose quality-review --reason "sample for the weekly review"',
    )
    .action(
      async (
        subject: string,
        segment: string,
        options: { purpose: string; reason: string; skip?: number },
        command: Command,
      ) => {
        const { api, output } = contextOf(command);
        const read = await api.call(readRecord, {
          params: { subject, segment },
          body: {
            purpose: options.purpose,
            reason: options.reason,
            ...(options.skip !== undefined && { skip: options.skip }),
          },
        });
        output.result(read, () =>
          [
            ...read.events.map((event) => printableJson(event)),
            '',
            facts({
              'ledger entry': `${read.receipt.chain} ${read.receipt.seq}`,
              hash: read.receipt.hash,
              more: read.next === undefined ? undefined : `--skip ${read.next}`,
            }),
          ].join('\n'),
        );
      },
    );

export const recordsCommand = (): Command =>
  new Command('records')
    .description('list, count and read what was stored')
    .addCommand(list())
    .addCommand(totals())
    .addCommand(show());
