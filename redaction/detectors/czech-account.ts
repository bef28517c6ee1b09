import { weighted } from '../checksums.ts';
import type { Detector } from '../detector.ts';

/** Banks of the Czech Republic and Slovakia by their first two digits; both parts of the number are divisible by eleven in these weights. */
const CZECH = /^(?:(\d{2,6})-)?(\d{2,10})\/((?:0[1-8]|2[0-9]|3[015]|[4-8]\d)\d{2})$/;
const CZECH_WEIGHTS = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
const isCzechPart = (part: string): boolean => weighted(part, CZECH_WEIGHTS.slice(-part.length)) % 11 === 0;
function isCzech(value: string): boolean {
  const match = CZECH.exec(value);
  return (
    match !== null &&
    isCzechPart(match[2]!) &&
    (match[1] === undefined || isCzechPart(match[1])) &&
    /[1-9]/.test(match[2]!)
  );
}

export const czechAccount: Detector = {
  name: 'czech-account',
  types: ['BANK_ACCOUNT'],
  source: 'Decree 169/2011 of the Czech National Bank: prefix, number and bank, weights by eleven',
  triggers: { digits: [6, 20], announced: true },
  examine(text, start, end, emit) {
    // Nearly every number leaves here: four digits of a bank stand behind its slash.
    if (text.charCodeAt(end - 5) !== 47) return;
    if ('.-/'.includes(text[start - 1] ?? ' ') || !isCzech(text.slice(start, end))) return;
    emit(start, end, 'BANK_ACCOUNT');
  },
};
