import { Command } from 'commander';
import { passagesOf } from '../../redaction/typing/passages.ts';
import { EVENTS, type Event, type EventKind } from '../../wire/event.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { facts, time } from '../output.ts';
import { type OpenedRecord, openOwn } from './own.ts';
import { passagesText } from './passages.ts';

export const showCommand = (): Command =>
  new Command('show')
    .description('one record of yours: the text in it, and what else it holds')
    .argument('<segment>', 'from "sluice me records"')
    .option('--events', 'also each event, one a line')
    .addHelpText('after', '\nExample:\n  sluice me show 01KAV...')
    .action(async (segment: string, options: { events?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      const opened = await openOwn(api, segment);
      output.result(opened, () => recordText(opened, options.events === true));
    });

export function recordText({ record, events, receipts }: OpenedRecord, each: boolean): string {
  return [
    facts({
      segment: record.segment,
      arrived: time(record.arrivedTo),
      'others may read it from': time(record.readableFrom),
      'kept until': time(record.expiresSeconds * 1_000),
      events: record.events,
      holds: holds(events),
      tier: record.tier,
      'agreed text': record.disclosure,
    }),
    passagesText(passagesOf(events)),
    ...(each ? [events.map(eventText).join('\n')] : ['Each event: --events']),
    inOneLine(`Your reading is in the ledger: ${receipts.map(({ chain, seq }) => `${chain} ${seq}`).join(', ')}`),
  ].join('\n\n');
}

/** Kinds in words, most first. */
function holds(events: readonly Event[]): string {
  const kinds = Map.groupBy(events, ({ kind }) => kind);
  return [...kinds]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([kind, some]) => `${some.length} ${words(kind)}`)
    .join(', ');
}
/** The service may be newer, and know kinds that this version does not. */
const words = (kind: EventKind): string => (Object.hasOwn(EVENTS, kind) ? EVENTS[kind].words.toLowerCase() : kind);

function eventText({ kind, time: at, app, ...rest }: Event): string {
  const fields = Object.entries(rest).map(([name, value]) => `${name} ${shortened(JSON.stringify(value))}`);
  return inOneLine(`${time(at)}  ${app}  ${kind}  ${fields.join(' ')}`);
}
const LONGEST = 100;
const shortened = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value);
