import { Command } from 'commander';
import { trim } from '../../api/consent.ts';
import { contextOf } from '../context.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { facts, time } from '../output.ts';
import { momentOf } from '../when.ts';
import { type OwnRecord, ownRecords } from './own.ts';

interface Options {
  from: string;
  to: string;
  yes?: boolean;
  dryRun?: boolean;
}

/** ms by which the last frame of a segment can have come after its first: both were in the stream. */
const LONGEST_SEGMENT = 8 * 86_400_000;

export const trimCommand = (): Command =>
  new Command('trim')
    .description(
      'erase a span of what is stored of you, inside and after the cool-off; shows what would go unless --yes',
    )
    .requiredOption('--from <time>', 'arrived since: ISO 8601, a date, or how long ago (90m, 8h, 2d)')
    .requiredOption('--to <time>', 'arrived until; "0m" is now')
    .option('--dry-run', 'show what would go (the default)')
    .option('--yes', 'do it')
    .addHelpText(
      'after',
      `
Segments go whole: every one with anything that arrived in the span, and with it what stands beside it. From the moment that
this returns nobody is shown any of them, nor that they were trimmed. It cannot be undone. What you did in the span and a device
still holds arrives later, and is not in it: pause or withdraw first, and nothing of it is stored.

Examples:
  sluice me trim --from 2h --to 1h          # dry run
  sluice me trim --from 2h --to 1h --yes`,
    )
    .action(async (options: Options, command: Command) => {
      const { api, output } = contextOf(command);
      const span = trimSpanOf(options);
      if (!options.yes || options.dryRun) {
        const goes: OwnRecord[] = [];
        let seen = 0;
        for await (const record of ownRecords(api, { from: span.from, to: span.to + LONGEST_SEGMENT })) {
          if (++seen % 1_000 === 0) output.progress(`${seen} looked at so far`);
          if (record.arrivedFrom <= span.to) goes.push(record);
        }
        const would = wouldGo(goes);
        output.result({ dryRun: true, ...span, ...would }, () => dryText(would, options));
        return;
      }
      const trimmed = await api.call(trim, { body: span });
      output.result(trimmed, () =>
        [
          facts({ 'trimmed spans': trimmed.trims.length, 'no trace by': time(trimmed.rowsGoneBy) }),
          '',
          'Nobody is shown any more what arrived from',
          `  ${time(span.from)} to ${time(span.to)},`,
          'nor that it was trimmed. Its rows are deleted within two days; until the date above a recovery copy of the index can still hold',
          'them, and what it brings back is refused as well.',
        ].join('\n'),
      );
    });

/** @throws CommandError `bad-time`, `bad-span` */
export function trimSpanOf({ from, to }: Pick<Options, 'from' | 'to'>, now = Date.now()) {
  const span = { from: momentOf('--from', from, now), to: Math.min(momentOf('--to', to, now), now) };
  if (span.from <= span.to) return span;
  throw new CommandError(EXIT.usage, 'bad-span', '--from has to be before --to, and before now.');
}

interface WouldGo {
  segments: number;
  events: number;
  /** ms: more than was asked for, since segments go whole. Absent where there are none. */
  covers?: { from: number; to: number };
}

export function wouldGo(records: readonly Pick<OwnRecord, 'arrivedFrom' | 'arrivedTo' | 'events'>[]): WouldGo {
  const all = { segments: records.length, events: 0, from: Number.POSITIVE_INFINITY, to: 0 };
  for (const { arrivedFrom, arrivedTo, events } of records) {
    all.events += events;
    all.from = Math.min(all.from, arrivedFrom);
    all.to = Math.max(all.to, arrivedTo);
  }
  const { from, to, ...counts } = all;
  return { ...counts, ...(records.length > 0 && { covers: { from, to } }) };
}

const dryText = ({ segments, events, covers }: WouldGo, { from, to }: Options): string =>
  [
    facts({
      segments,
      events,
      from: covers && time(covers.from),
      to: covers && time(covers.to),
    }),
    '',
    covers
      ? 'These would go, for everybody, you included. Segments go whole, so that it can be more than you asked for. It cannot be undone.'
      : 'Nothing is stored of you in this span. Trimmed, what is stored late of it goes as well.',
    '',
    `To do it: sluice me trim --from ${from} --to ${to} --yes`,
  ].join('\n');
