import { Command } from 'commander';
import { ledgerTips } from '../../api/ledger.ts';
import type { Answer } from '../../api/route.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { quoted, time } from '../output.ts';
import { whoRead } from './who-read.ts';

type Tips = Answer<typeof ledgerTips>;
type Entry = NonNullable<Tips['entries']>[number];

const KINDS: Readonly<Record<string, string>> = {
  read: 'read a record of yours',
  listing: 'looked at when you were recorded',
  'read-refused': 'was refused',
  export: 'had records of yours read into a data set',
};
const CHOICES: Readonly<Record<string, string>> = {
  enrolment: 'enrolled a device',
  consent: 'agreed to the text',
  withdrawal: 'withdrew your consent',
  trim: 'trimmed a span of what was stored',
  erasure: 'had everything erased',
};

export const readersCommand = (): Command =>
  new Command('readers')
    .description('who read what is stored of you: when, what for, under whose grant, and the reason that they gave')
    .option('--refused', 'also who asked and was refused')
    .option('--mine', 'also what you did yourself: your readings and choices')
    .addHelpText('after', '\nExample:\n  sluice me readers')
    .action(async (options: { refused?: boolean; mine?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      const tips = await api.call(ledgerTips, {
        query: { subject: 'me', ...(!options.mine && { by: 'others' as const }) },
      });
      const readers = readingsIn(tips, options.refused === true);
      const { purposes, own, everybody, since, unreadable } = tips;
      output.result({ readers, purposes, own, everybody, since, unreadable }, () => readersText(tips, readers));
    });

/** What others did, newest first. */
export const readingsIn = ({ entries = [] }: Pick<Tips, 'entries'>, refused: boolean): Entry[] =>
  entries
    .filter(({ kind, choice }) => choice !== undefined || Object.hasOwn(KINDS, kind))
    .filter(({ kind }) => refused || kind !== 'read-refused')
    .toSorted((a, b) => b.at - a.at);

/** `reader:0d9f...` as a role and a name. */
const nameOf = (actor: string): string => actor.slice(actor.indexOf(':') + 1);

export function readingText(entry: Entry, { purposes = {} }: Pick<Tips, 'purposes'>): string {
  if (entry.choice !== undefined || entry.actor.startsWith('subject:')) return ownText(entry);
  const purpose =
    entry.purpose === undefined || !Object.hasOwn(purposes, entry.purpose) ? undefined : purposes[entry.purpose];
  const groups = purpose ? `a member of ${purpose.readers.join(' or ')}` : 'somebody';
  const refusal = entry.kind === 'read-refused' ? ` (${String(entry.detail?.refusal ?? 'refused')})` : '';
  return [
    `${time(entry.at)}  ${groups} (${nameOf(entry.actor)}) ${KINDS[entry.kind]}${refusal}`,
    ...(entry.segment === undefined ? [] : [`  record: ${entry.segment}`]),
    ...(entry.kind === 'export'
      ? [`  data set: ${entry.detail?.export}, ${entry.detail?.segments} records at once`]
      : []),
    ...(entry.purpose === undefined ? [] : [`  for: ${entry.purpose}${purpose ? `: ${purpose.description}` : ''}`]),
    ...(entry.grant
      ? [`  allowed by: ${nameOf(entry.grant.givenBy)}, ${time(entry.grant.givenAt)} to ${time(entry.grant.expires)}`]
      : []),
    ...reasonOf(entry),
    `  in the ledger: ${entry.chain} ${entry.seq}`,
  ]
    .map((line) => (line.startsWith('  | ') ? line : inOneLine(line)))
    .join('\n');
}

const ownText = ({ at, kind, choice, segment, chain, seq }: Entry): string => {
  const what = choice === undefined ? KINDS[kind] : (CHOICES[choice] ?? choice);
  return inOneLine(`${time(at)}  you ${what}${segment === undefined ? '' : `: ${segment}`} (${chain} ${seq})`);
};

function reasonOf({ reason, text }: Entry): string[] {
  if (reason !== undefined) return ['  the reason that they gave:', ...quoted(reason).split('\n')];
  if (text === undefined) return [];
  return [`  the reason that they gave is ${text === 'erased' ? 'erased' : 'not what it was, and is not shown'}`];
}

/** Whether anybody has, where they are not told one by one: before everything else. */
export const nobodyIn = ({ everybody, since, unreadable = 0 }: Tips, readings: readonly Entry[]): string | undefined =>
  whoRead({
    ...{ found: readings.length, cut: since !== undefined, unreadable },
    everybody: everybody?.reduce((sum, { count }) => sum + count, 0),
  });

/** What the answer does not hold, or of which nobody knows whether it is about whoever asks. */
export const besides = ({ everybody = [], purposes = {}, since, unreadable = 0 }: Tips): string[] => [
  ...everybody.map(({ purpose, count, first, newest }) => {
    const about = Object.hasOwn(purposes, purpose) ? `: ${purposes[purpose]!.description}` : '';
    return inOneLine(
      `Lists of everybody, in which you may have stood: ${count}, ${time(first)} to ${time(newest)}, for ${purpose}${about}`,
    );
  }),
  ...(since === undefined
    ? []
    : [
        `Looked through since ${time(since)}: the ledger is too long for one answer. Your representatives can export all of it.`,
      ]),
  ...(unreadable > 0
    ? [
        `${unreadable} entries cannot be read, and may be about you: tell your representatives, who can verify the ledger.`,
      ]
    : []),
];

export function readersText(tips: Tips, readings: readonly Entry[]): string {
  const { own = 0 } = tips;
  return [
    nobodyIn(tips, readings) ?? readings.map((entry) => readingText(entry, tips)).join('\n\n'),
    [...(own > 0 ? [`What you did yourself is left out, ${own} entries: --mine`] : []), ...besides(tips)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
