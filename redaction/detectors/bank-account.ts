import { weighted } from '../checksums.ts';
import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

const ROUTING = new Context(/(?:routing|\baba\b|\brtn\b|transit|\bach\b|wire)[^\n]{0,28}$/i);
const ACCOUNT = new Context(
  /(?:account|\bacct|\ba\/c\b|konto|compte|cuenta|conto|rekening|checking|savings|\bc\/c\b|účet|účtu|bankszámla|számlaszám|\bsort[ -]?code|\bbsb\b|\bifsc\b|\bclabe\b|bank)[^\n]{0,28}$/i,
);
const NOT_BANK = new Context(
  /(?:user|github|twitter|aws|service|google|azure|created|account id is for)[^\n]{0,12}account[^\n]{0,12}$/i,
);

/** American Bankers Association: first two digits are a Federal Reserve district or special range; weights 3 7 1. */
function isRouting(digits: string): boolean {
  const district = Number(digits.slice(0, 2));
  const known =
    district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) || district === 80;
  return known && digits !== '000000000' && weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}

export const bankAccount: Detector = {
  name: 'bank-account',
  types: ['BANK_ACCOUNT'],
  source:
    'ABA routing numbers (3-7-1 check); account numbers of 6 to 18 digits, sort codes and BSB after words for them',
  triggers: { announced: true, digits: [6, 18], worded: [ROUTING, ACCOUNT] },
  examine(text, start, end, emit, digits) {
    if (digits.length === 9 && isRouting(digits) && ROUTING.precedes(text, start)) emit(start, end, 'BANK_ACCOUNT');
    else if (ACCOUNT.precedes(text, start) && !NOT_BANK.precedes(text, start)) emit(start, end, 'BANK_ACCOUNT');
  },
};
