import type { Detector } from '../detector.ts';
import { hasDigit } from '../text/classes.ts';
import { eachMatch } from '../text/matches.ts';

const WORDS =
  'salary salaries wage wages payroll paycheck payslip bonus bonuses compensation severance raise commission stipend equity rsu rsus earnings income ' +
  'base pay paid net gross gehalt lohn salaire sueldo salario stipendio nomina mortgage debt loan overdraft alimony pension ' +
  'abfindung prämie pramie zulage zuschlag nachzahlung vorschuss urlaubsgeld weihnachtsgeld prime primes indemnité indemnite acompte arriéré treizième atrasos anticipo paga gratificación gratificacion finiquito ' +
  'arretrati anticipo tredicesima premio rimborso adiantamento atrasados subsídio subsidio férias décimo vakantiegeld toeslag nabetaling nabetalen bonus premie premia premię premii premię nadgodziny wypłata wypłatę wynagrodzenie pensja pensję pensji ' +
  'zaliczka mzda mzdy mzdu plat platu doplatek odměna příplatek palkka palkan lisä lomaraha lön lönen tillägg semesterersättning løn lønn maaş maaşı avans avansı prim primi ücret ücreti mesai fizetés fizetése bér jutalom salariu salariul primă ' +
  'премия премию премии аванс зарплата зарплату оклад оклада отпускные доплата премію премії зарплати зарплату доплата аванс μισθός μισθού επίδομα δώρο ' +
  'w2 paye taxable refund garnishment earns earn earned makes offer';
const CURRENCY =
  '(?:[$€£¥₹₽₴₺₪₩฿]|USD|EUR|GBP|CHF|INR|JPY|PLN|CZK|HUF|RON|SEK|NOK|DKK|TRY|RUB|UAH|BRL|dollars?|euros?|pounds?|zł|złotych|Kč|Ft|lei|kr|TL|руб(?:\\.|лей)?|грн|гривень|ευρώ)';
const GROUPED = "\\d{1,3}(?:[,. '\\u00a0\\u202f]\\d{3}){1,4}";
const CENTS = '(?:[.,]\\d{1,2})?';
const AMOUNT = new RegExp(
  `(?:(?:US|CA|AU|R)?[$€£¥₹₽₴₺₪₩฿]\\s?(?:${GROUPED}|\\d{1,12})${CENTS}(?:\\s?(?:k|m|mio|million|thousand))?\\b` +
    `|(?<!\\d)${GROUPED}${CENTS}(?:\\s?${CURRENCY}(?![\\p{L}\\d]))?(?!\\d)` +
    `|(?<!\\d)\\d{2,12}${CENTS}\\s?(?:k|${CURRENCY})(?![\\p{L}\\d]))` +
    '(?:\\s?(?:\\/|per |a |an )(?:year|yr|month|mo|hour|hr|week|annum|jahr|monat|mois|an)\\b)?',
  'giu',
);
const WEAK = new Set([
  'base',
  'pay',
  'paid',
  'net',
  'gross',
  'offer',
  'makes',
  'raise',
  'equity',
  'earn',
  'earns',
  'earned',
  'income',
  'earnings',
  'refund',
  'loan',
  'debt',
  ...'prime primes paga plat lisä prim premio prämie subsidio férias rimborso δώρο lön løn bér kr'.split(' '),
]);
const MONEY = new RegExp(`${CURRENCY}|\\d ?k\\b`, 'i');
/** Characters before and behind the word; an amount of which a part stands there is taken whole. */
const BEFORE = 40;
const BEHIND = 72;
const LONGEST = 20;

/** Amounts beside words for pay: the number is what nobody should read, the word may stay. */
export const pay: Detector = {
  name: 'pay',
  types: ['FINANCIAL'],
  source: 'ISO 4217 (currencies); words for pay and debt in six languages',
  triggers: { words: WORDS.split(' ') },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    const from = start - BEFORE;
    const to = end + BEHIND;
    const offset = Math.max(0, from - LONGEST);
    // No amount is without one, and most of these words stand beside none.
    if (!hasDigit(text, offset, Math.min(text.length, to + LONGEST))) return;
    eachMatch(AMOUNT, text.slice(offset, to + LONGEST), (match) => {
      const at = offset + match.index;
      const until = at + match[0].length;
      if (until <= from || at >= to || (WEAK.has(word) && !MONEY.test(match[0]))) return;
      emit(at, until, 'FINANCIAL');
    });
  },
};
