import { countryOf } from './countries.ts';
import type { SensitiveType } from './redactor.ts';

/** Bounds of the bands that an amount is put into, in units of its currency. */
const BANDS = [0, 1_000, 10_000, 50_000, 100_000, 250_000, 1_000_000];

/** The same value with less in it: a date becomes its year, a place its country, an age its decade, an amount its band; else it is masked. */
export function generalise(type: SensitiveType, value: string): string {
  switch (type) {
    case 'DATE':
      return year(value);
    case 'AGE': {
      const age = /\d{1,3}/.exec(value);
      if (age === null) return '[AGE]';
      const decade = Math.floor(Number(age[0]) / 10) * 10;
      return `[AGE ${decade}-${decade + 9}]`;
    }
    case 'LOCATION': {
      const country = countryOf(value);
      return country === undefined ? '[LOCATION]' : `[LOCATION ${country}]`;
    }
    case 'FINANCIAL':
      return band(value);
    default:
      return `[${type}]`;
  }
}

function year(value: string): string {
  const match = /(?<!\d)(?:1[89]|20)\d{2}(?!\d)/.exec(value);
  return match === null ? '[DATE]' : `[DATE ${match[0]}]`;
}

function band(value: string): string {
  const number = /\d[\d., ]*/.exec(value);
  if (number === null) return '[FINANCIAL]';
  const thousand = /\d\s?k\b/i.test(value) ? 1_000 : 1;
  const amount =
    Number(
      number[0]
        .trim()
        .replace(/[.,]\d{1,2}$/, '')
        .replace(/[., ]/g, ''),
    ) * thousand;
  let low = BANDS[0]!;
  let high: number | undefined;
  for (const bound of BANDS) {
    if (amount >= bound) low = bound;
    else {
      high = bound;
      break;
    }
  }
  return `[FINANCIAL ${low}${high === undefined ? '+' : `-${high}`}]`;
}
