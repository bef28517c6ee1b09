import { Command } from 'commander';
import { listRecords, readRecord } from '../api/reading.ts';
import { printableJson } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table, time } from './output.ts';

const list = (): Command =>
  new Command('list')
    .description('list segments: whose, when, how many events; never content')
    .option('--subject <pseudonym>', 'of one subject, or "me"; employees see their own alone')
    .option('--from <time>', 'arrived from, ISO 8601')
    .option('--to <time>', 'arrived before, ISO 8601')
    .addHelpText('after', '\nExample:\n  sluice records list --from 2026-11-24T08:00:00Z')
    .action(async (options: { subject?: string; from?: string; to?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const { records } = await api.call(listRecords, {
        query: {
          ...(options.subject !== undefined && { subject: options.subject }),
          ...(options.from !== undefined && { from: milliseconds('--from', options.from) }),
          ...(options.to !== undefined && { to: milliseconds('--to', options.to) }),
        },
      });
      output.result(records, () =>
        records.length === 0
          ? 'No segments.'
          : table(
              ['SUBJECT', 'SEGMENT', 'ARRIVED', 'READABLE FROM', 'EVENTS', 'TIER', 'BYTES'],
              records.map((row) => [
                row.subject,
                row.segment,
                time(row.arrivedTo),
                time(row.readableFrom),
                row.events,
                row.tier,
                row.bytes,
              ]),
            ),
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

function milliseconds(option: string, value: string): number {
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) {
    throw new CommandError(EXIT.usage, 'bad-time', `${option}: not a time: use ISO 8601, e.g. 2026-11-25T09:00:00Z`);
  }
  return ms;
}

export const recordsCommand = (): Command =>
  new Command('records').description('list and read what was stored').addCommand(list()).addCommand(show());
