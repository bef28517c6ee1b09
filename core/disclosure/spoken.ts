import * as z from 'zod';
import { LANGUAGES, type Language } from '../../api/languages.ts';

/**
 * What the author of a disclosure says to people: a text in the language of the file, or one for each language that there is. No
 * translation is made by a machine: a text that is not there in somebody's language is shown as it is, and marked.
 */
export type Spoken = string | { readonly [L in Language]?: string | undefined };

/** @param least and `most`: length of each text */
export const spoken = (least: number, most: number) => {
  const text = z.string().min(least).max(most);
  const each = Object.fromEntries(LANGUAGES.map((language) => [language, text.optional()])) as {
    [L in Language]: z.ZodOptional<typeof text>;
  };
  return z.union([text, z.strictObject(each)]);
};

/** What the texts of a file are in, where it does not say. */
const FIRST: Language = 'en';
export const ownLanguage = ({ language }: { language?: Language | undefined }): Language => language ?? FIRST;

/** The texts that there are. */
export const textsOf = (text: Spoken, own: Language): { readonly [L in Language]?: string | undefined } =>
  typeof text === 'string' ? { [own]: text } : text;

export interface Said {
  text: string;
  /** Absent when it is the language that was asked for. */
  otherwise?: Language;
}

/** A text in a language, else in that of the file, else in any. */
export function saidIn(text: Spoken, language: Language, own: Language): Said {
  const texts = textsOf(text, own);
  for (const one of [language, own, ...LANGUAGES]) {
    const said = texts[one]?.trim();
    if (said) return one === language ? { text: said } : { text: said, otherwise: one };
  }
  return { text: '' };
}
