import type { Language } from '../../api/languages.ts';
import { MASKED, type Passage } from '../../redaction/typing/passages.ts';
import { inOneLine } from '../../wire/printable.ts';
import { quoted, time } from '../output.ts';
import { READING_WORDS, type ReadingWords } from './reading-words.ts';

/** Passages for a terminal. Deleted stretches stand in braces: they were recorded, too. */

type Words = ReadingWords['passages'];

export function headOf({ kind, app, author }: Passage, { kinds, authors }: Words): string {
  const who = author === undefined ? undefined : ((authors as Readonly<Record<string, string>>)[author] ?? author);
  return inOneLine(`${app}, ${kinds[kind]}${who === undefined ? '' : ` (${who})`}`);
}

/** What was taken out, and why as far as what is stored says it. Nothing where nothing was. */
export function removedFrom({ masked, found, classesOnly }: Passage, words: Words): string | undefined {
  if (classesOnly) return words.classesOnly(masked);
  const types = Object.entries(found).map(([type, count]) => `${count} ${type}`);
  const parts = [
    ...(masked > 0 ? [words.masked(masked, MASKED)] : []),
    ...(types.length > 0 ? [words.values(types.join(', '))] : []),
  ];
  return parts.length > 0 ? words.takenOut(parts.join('; ')) : undefined;
}

function passageText(passage: Passage, words: Words): string {
  const { from, to, pieces } = passage;
  const removed = removedFrom(passage, words);
  return [
    `${time(from)}${to > from ? ` ${words.to} ${time(to)}` : ''}  ${headOf(passage, words)}`,
    ...(passage.classesOnly
      ? []
      : [quoted(pieces.map(({ text, deleted }) => (deleted ? `{${text}}` : text)).join(''))]),
    ...(removed ? [`  ${removed}`] : []),
  ].join('\n');
}

/** What marks mean. @param deleted how a deleted stretch looks, in words */
export const legendOf = (words: Words, deleted: string): string => words.legend(MASKED, deleted);

export function passagesText(passages: readonly Passage[], language: Language = 'en'): string {
  const { passages: words } = READING_WORDS[language];
  if (passages.length === 0) return words.none;
  return [...passages.map((one) => passageText(one, words)), legendOf(words, words.braces)].join('\n\n');
}
