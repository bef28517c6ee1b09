/** Languages in which people are told what they are asked: the consent text, and what stands around it. */
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of a tag or a locale of the system (`de`, `fr-CA`, `es_MX.UTF-8`); `undefined` of what is none of ours (`C`, `nl_NL`). */
export function languageOf(tag: string | undefined): Language | undefined {
  const [primary] = (tag ?? '').toLowerCase().split(/[-_.@]/);
  return LANGUAGES.find((language) => language === primary);
}
