import { announced, nationalId } from './national-id.ts';

const FORM = /^[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/;
/** Value of a character at an odd place (counted from one), by its value 0-9 or A-Z. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function fiscalCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const c = code.charCodeAt(i);
    const value = c < 65 ? c - 48 : c - 65;
    sum += i % 2 === 0 ? ODD[value]! : value;
  }
  return String.fromCharCode(65 + (sum % 26));
}

export const italianFiscalCode = nationalId({
  name: 'it-codice-fiscale',
  source: 'Italian Agenzia delle Entrate, DM 23/12/1976: codice fiscale, check letter',
  triggers: { codes: [16, 16] },
  words: announced('codice fiscale|\\bc\\.?f\\.?\\b'),
  rare: true,
  valid: (p) => FORM.test(p) && fiscalCheck(p) === p[15],
});
