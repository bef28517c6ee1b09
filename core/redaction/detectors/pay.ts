import { before, type Detector } from '../detector.ts';
import { isDigitAt } from '../text/classes.ts';

const WORDS =
  'salary salaries wage wages payroll paycheck payslip bonus bonuses compensation severance raise commission stipend equity rsu rsus earnings income ' +
  'base pay paid net gross gehalt lohn salaire sueldo salario stipendio nomina mortgage debt loan overdraft alimony pension ' +
  'w2 paye taxable refund garnishment earns earn earned makes offer';
const CURRENCY = '(?:[$€£¥₹]|USD|EUR|GBP|CHF|INR|JPY|dollars?|euros?|pounds?)';
const GROUPED = "\\d{1,3}(?:[,. ']\\d{3}){1,4}";
const CENTS = '(?:[.,]\\d{1,2})?';
const AMOUNT = new RegExp(
  `(?:(?:US|CA|AU)?[$€£¥₹]\\s?(?:${GROUPED}|\\d{1,12})${CENTS}(?:\\s?(?:k|m|mio|million|thousand))?\\b` +
    `|${GROUPED}${CENTS}(?:\\s?${CURRENCY}(?![\\p{L}\\d]))?(?!\\d)` +
    `|\\d{2,7}${CENTS}\\s?(?:k|${CURRENCY})(?![\\p{L}\\d]))` +
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
]);
const MONEY = new RegExp(`${CURRENCY}|\\d ?k\\b`, 'i');

/** Amounts beside words for pay: the number is what nobody should read, the word may stay. */
export const pay: Detector = {
  name: 'pay',
  types: ['FINANCIAL'],
  source: 'ISO 4217 (currencies); words for pay and debt in six languages',
  triggers: { words: WORDS.split(' ') },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    const from = Math.max(0, start - 40);
    for (const [part, offset] of [
      [text.slice(end, end + 72), end],
      [before(text, start, 40), from],
    ] as const) {
      for (const match of part.matchAll(AMOUNT)) {
        if (WEAK.has(word) && !MONEY.test(match[0])) continue;
        // An amount that the window has cut is judged from its other side.
        const at = offset + match.index;
        if (isDigitAt(text, at - 1) || isDigitAt(text, at + match[0].length)) continue;
        emit(at, at + match[0].length, 'FINANCIAL');
      }
    }
  },
};
