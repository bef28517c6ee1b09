import { LANGUAGES as KNOWN } from '../../redaction/language/languages.ts';
import type { RedactorOptions } from '../../redaction/redactor.ts';

/** Languages in which people write, as a disclosure says them; not those in which it is told (`spoken.ts`). */
export type TextLanguages = RedactorOptions['languages'];

/** ISO 639-1 codes of all that redaction can tell. */
export const TEXT_LANGUAGES = KNOWN.map(({ code }) => code) as [string, ...string[]];

/**
 * What is done with text of a language: `mask`: replaced whole; `read`: names and sentences are looked for as in every language that is
 * spoken; `structured`: only values of a fixed form and the company directory are, names stay.
 */
export type Reading = 'mask' | 'read' | 'structured';

/** From the one that leaves least of a text to the one that leaves most. */
const LEAVES: readonly Reading[] = ['mask', 'read', 'structured'];

/** @param code none of `TEXT_LANGUAGES` stands for what nothing is known of */
export function readingOf(languages: TextLanguages, code: string): Reading {
  if (languages === undefined || languages.spoken.includes(code)) return 'read';
  return languages.others;
}

/** Whether more of a text is stored by the second than by the first. */
export const leavesMore = (before: Reading, after: Reading): boolean => LEAVES.indexOf(after) > LEAVES.indexOf(before);

/** What the author of a disclosure should know of the languages in it. */
export function languageWarnings(languages: TextLanguages): { key: string; message: string }[] {
  if (languages === undefined) {
    return [
      {
        key: 'redaction.languages',
        message:
          'not said which languages people write in: text of every one that redaction can tell is read, though names are found less well in most. Add { spoken: [en, ...], others: mask }',
      },
    ];
  }
  const key = 'redaction.languages.spoken';
  const unsure = KNOWN.filter(({ code, support }) => languages.spoken.includes(code) && support !== 'trained');
  const gated = unsure.filter(({ support }) => support === 'gated').map(({ name }) => name);
  const script = unsure.filter(({ support }) => support === 'script').map(({ name }) => name);
  return [
    ...(gated.length > 0
      ? [
          {
            key,
            message: `${gated.join(', ')}: names are found by a tagger with little training in it, sensitive sentences by none. Measure it: sluice redact --evaluate`,
          },
        ]
      : []),
    ...(script.length > 0
      ? [
          {
            key,
            message: `${script.join(', ')}: names are found only beside words that announce them, sensitive sentences not at all. Measure it: sluice redact --evaluate`,
          },
        ]
      : []),
    ...(languages.others === 'structured'
      ? [
          {
            key: 'redaction.languages.others',
            message: 'names and sensitive sentences in text of other languages are stored: "mask" replaces it whole',
          },
        ]
      : []),
  ];
}
