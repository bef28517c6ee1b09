import { MASKED, type Passage } from '../../redaction/typing/passages.ts';
import { inOneLine } from '../../wire/printable.ts';
import { quoted, time } from '../output.ts';

/** Passages for a terminal. Deleted stretches stand in braces: they were recorded, too. */

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const KINDS: Readonly<Record<Passage['kind'], string>> = {
  typed: 'typed',
  prompt: 'asked an assistant',
  transcript: 'said',
  message: 'message',
  window: 'window title',
};
const AUTHORS: Readonly<Record<string, string>> = { self: 'you', other: 'somebody else', assistant: 'the assistant' };

export const headOf = ({ kind, app, author }: Passage): string =>
  inOneLine(`${app}, ${KINDS[kind]}${author === undefined ? '' : ` (${AUTHORS[author] ?? author})`}`);

/** What was taken out, and why as far as what is stored says it. Nothing where nothing was. */
export function removedFrom({ masked, found, classesOnly }: Passage): string | undefined {
  if (classesOnly) return `${plural(masked, 'key')}: which ones was not kept, only of which class they were`;
  const types = Object.entries(found).map(([type, count]) => `${count} ${type}`);
  const parts = [
    ...(masked > 0 ? [`${plural(masked, 'key')} of something that may be sensitive (${MASKED})`] : []),
    ...(types.length > 0 ? [`values of the kinds ${types.join(', ')}`] : []),
  ];
  return parts.length > 0 ? `taken out: ${parts.join('; ')}` : undefined;
}

export function passageText(passage: Passage): string {
  const { from, to, pieces } = passage;
  const removed = removedFrom(passage);
  return [
    `${time(from)}${to > from ? ` to ${time(to)}` : ''}  ${headOf(passage)}`,
    ...(passage.classesOnly
      ? []
      : [quoted(pieces.map(({ text, deleted }) => (deleted ? `{${text}}` : text)).join(''))]),
    ...(removed ? [`  ${removed}`] : []),
  ].join('\n');
}

export const LEGEND = `${MASKED} is a key that was masked; {braces} are what you deleted again; [EMAIL] and the like stand for values that were taken out.`;

export const passagesText = (passages: readonly Passage[]): string =>
  passages.length === 0 ? 'No text.' : [...passages.map(passageText), LEGEND].join('\n\n');
