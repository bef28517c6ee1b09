/**
 * Languages that redaction knows.
 *
 * - `trained`: names, places and organisations by a tagger that has seen sentences of it with and without them, and figures in the
 *   model card.
 * - `gated`: the same tagger, from lists and a dozen kinds of sentence; structured detectors, directory; clean text stays whole.
 * - `script`: written in letters of its own: identifiers, names behind and before words that announce them.
 *
 * The order is that of the columns of the detector's weights.
 */
export type Support = 'trained' | 'gated' | 'script';

export interface Language {
  /** ISO 639-1. */
  readonly code: string;
  readonly name: string;
  readonly support: Support;
}

const of = (support: Support, names: Readonly<Record<string, string>>): Language[] =>
  Object.entries(names).map(([code, name]) => ({ code, name, support }));

/** Told apart by their words: Latin and Cyrillic letters. */
export const BY_WORDS: readonly Language[] = [
  ...of('trained', { en: 'English', de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', pt: 'Portuguese' }),
  ...of('trained', { nl: 'Dutch', pl: 'Polish' }),
  ...of('gated', { cs: 'Czech', sk: 'Slovak', sl: 'Slovenian', hr: 'Croatian', hu: 'Hungarian', ro: 'Romanian' }),
  ...of('gated', { sv: 'Swedish', da: 'Danish', no: 'Norwegian', fi: 'Finnish', et: 'Estonian', lv: 'Latvian' }),
  ...of('gated', { lt: 'Lithuanian', tr: 'Turkish', vi: 'Vietnamese', id: 'Indonesian', ca: 'Catalan' }),
  ...of('gated', { ru: 'Russian', uk: 'Ukrainian', bg: 'Bulgarian' }),
];
/** Told apart by their letters. */
export const BY_SCRIPT: readonly Language[] = [
  ...of('gated', { el: 'Greek' }),
  ...of('script', { zh: 'Chinese', ja: 'Japanese', ko: 'Korean', ar: 'Arabic', fa: 'Persian', he: 'Hebrew' }),
  ...of('script', { hi: 'Hindi', th: 'Thai' }),
];
export const LANGUAGES: readonly Language[] = [...BY_WORDS, ...BY_SCRIPT];
export const ENGLISH = 0;

export const languageOf = (code: string): number => LANGUAGES.findIndex((language) => language.code === code);
