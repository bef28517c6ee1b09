import { Command } from 'commander';
import type { Language } from '../../api/languages.ts';
import { ledgerTips } from '../../api/ledger.ts';
import type { Answer } from '../../api/route.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { LANGUAGE_OPTION, languageFrom } from '../language.ts';
import { quoted, time } from '../output.ts';
import { READING_WORDS, type ReadingWords } from './reading-words.ts';
import { whoRead } from './who-read.ts';

type Tips = Answer<typeof ledgerTips>;
type Entry = NonNullable<Tips['entries']>[number];
type Words = ReadingWords['readers'];

const KINDS: ReadonlySet<string> = new Set(Object.keys(READING_WORDS.en.readers.kinds));
const said = (words: object, key: string): string | undefined => (words as Readonly<Record<string, string>>)[key];

export const readersCommand = (): Command =>
  new Command('readers')
    .description('who read what is stored of you: when, what for, under whose grant, and the reason that they gave')
    .option('--refused', 'also who asked and was refused')
    .option('--mine', 'also what you did yourself: your readings and choices')
    .option(...LANGUAGE_OPTION)
    .addHelpText('after', '\nExample:\n  sluice me readers')
    .action(async (options: { refused?: boolean; mine?: boolean; language?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const tips = await api.call(ledgerTips, {
        query: { subject: 'me', ...(!options.mine && { by: 'others' as const }) },
      });
      const readers = readingsIn(tips, options.refused === true);
      const { purposes, own, everybody, since, unreadable } = tips;
      output.result({ readers, purposes, own, everybody, since, unreadable }, () =>
        readersText(tips, readers, language),
      );
    });

/** What others did, newest first. */
export const readingsIn = ({ entries = [] }: Pick<Tips, 'entries'>, refused: boolean): Entry[] =>
  entries
    .filter(({ kind, choice }) => choice !== undefined || KINDS.has(kind))
    .filter(({ kind }) => refused || kind !== 'read-refused')
    .toSorted((a, b) => b.at - a.at);

/** `reader:0d9f...` as a role and a name. */
const nameOf = (actor: string): string => actor.slice(actor.indexOf(':') + 1);

export function readingText(entry: Entry, { purposes = {} }: Pick<Tips, 'purposes'>, words: Words): string {
  if (entry.choice !== undefined || entry.actor.startsWith('subject:')) return ownText(entry, words);
  const purpose =
    entry.purpose === undefined || !Object.hasOwn(purposes, entry.purpose) ? undefined : purposes[entry.purpose];
  const groups = purpose ? words.member(purpose.readers) : words.somebody;
  const refusal = entry.kind === 'read-refused' ? ` (${String(entry.detail?.refusal ?? words.refused)})` : '';
  return [
    `${time(entry.at)}  ${groups} (${nameOf(entry.actor)}) ${said(words.kinds, entry.kind)}${refusal}`,
    ...(entry.segment === undefined ? [] : [`  ${words.record}: ${entry.segment}`]),
    ...(entry.kind === 'export'
      ? [`  ${words.dataSet(String(entry.detail?.export), Number(entry.detail?.segments))}`]
      : []),
    ...(entry.purpose === undefined
      ? []
      : [`  ${words.purpose}: ${entry.purpose}${purpose ? `: ${purpose.description}` : ''}`]),
    ...(entry.grant
      ? [
          `  ${words.allowedBy}: ${nameOf(entry.grant.givenBy)}, ${time(entry.grant.givenAt)} ${words.until} ${time(entry.grant.expires)}`,
        ]
      : []),
    ...reasonOf(entry, words),
    `  ${words.inLedger}: ${entry.chain} ${entry.seq}`,
  ]
    .map((line) => (line.startsWith('  | ') ? line : inOneLine(line)))
    .join('\n');
}

const ownText = ({ at, kind, choice, segment, chain, seq }: Entry, words: Words): string => {
  const what = choice === undefined ? (said(words.own, kind) ?? kind) : (said(words.choices, choice) ?? choice);
  const record = segment === undefined ? '' : `: ${segment}`;
  return inOneLine(`${time(at)}  ${words.you(what)}${record} (${chain} ${seq})`);
};

function reasonOf({ reason, text }: Entry, words: Words): string[] {
  if (reason !== undefined) return [`  ${words.reason}`, ...quoted(reason).split('\n')];
  if (text === undefined) return [];
  return [`  ${text === 'erased' ? words.reasonErased : words.reasonAltered}`];
}

/** Whether anybody has, where they are not told one by one: before everything else. */
export const nobodyIn = (
  { everybody, since, unreadable = 0 }: Tips,
  readings: readonly Entry[],
  language: Language,
): string | undefined =>
  whoRead(
    {
      ...{ found: readings.length, cut: since !== undefined, unreadable },
      everybody: everybody?.reduce((sum, { count }) => sum + count, 0),
    },
    language,
  );

/** What the answer does not hold, or of which nobody knows whether it is about whoever asks. */
export const besides = ({ everybody = [], purposes = {}, since, unreadable = 0 }: Tips, words: Words): string[] => [
  ...everybody.map(({ purpose, count, first, newest }) => {
    const about = Object.hasOwn(purposes, purpose) ? `: ${purposes[purpose]!.description}` : '';
    return inOneLine(`${words.lists(count, time(first), time(newest), purpose)}${about}`);
  }),
  ...(since === undefined ? [] : [words.since(time(since))]),
  ...(unreadable > 0 ? [words.unreadable(unreadable)] : []),
];

export function readersText(tips: Tips, readings: readonly Entry[], language: Language = 'en'): string {
  const { own = 0 } = tips;
  const { readers: words } = READING_WORDS[language];
  return [
    nobodyIn(tips, readings, language) ?? readings.map((entry) => readingText(entry, tips, words)).join('\n\n'),
    [...(own > 0 ? [words.left(own)] : []), ...besides(tips, words)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
