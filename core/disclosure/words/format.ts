import type { Language } from '../../../api/languages.ts';

/**
 * Numbers, dates and plurals of a language. A consent is to the bytes of a text, which a function and a laptop have to make alike
 * whatever release of ICU each has: so of the plural rules only "one or not" is used, and all spaces of numbers are the same.
 */

const TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES' };
/** Which space a language puts into a number has changed between releases of ICU. */
const oneSpace = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, '\u00a0');

export function formatsOf<Unit extends string>(
  language: Language,
  units: Readonly<Record<Unit, readonly [one: string, others: string]>>,
) {
  const tag = TAGS[language];
  const plural = new Intl.PluralRules(tag);
  const numbers = new Intl.NumberFormat(tag, { useGrouping: true, maximumFractionDigits: 2 });
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const number = (value: number): string => oneSpace(numbers.format(value));
  return {
    number,
    /** `1 day`, `2 days`. */
    count: (value: number, unit: Unit): string => {
      const [one, others] = units[unit];
      return `${number(value)} ${plural.select(value) === 'one' ? one : others}`;
    },
    list: (names: readonly string[]): string => names.join(', '),
    /** @param day `2026-11-20` */
    date: (day: string): string => oneSpace(dates.format(new Date(`${day}T00:00:00Z`))),
  };
}
