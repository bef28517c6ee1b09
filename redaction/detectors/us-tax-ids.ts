import { allSame } from '../checksums.ts';
import { Context, mayPrecede } from '../context.ts';
import type { Detector } from '../detector.ts';

const SSN_CONTEXT = new Context(
  /(?:\bssn|social[ -]?sec|\bss ?#|\bsoc(?:ial)?\b|\bitin|tax(?:payer)?[ -]?id|\btin\b)[^\n]{0,24}$/i,
);
const EIN_CONTEXT = new Context(
  /(?:\bein\b|\bfein\b|employer[ -]?id|federal[ -]?(?:tax|id)|\btin\b|tax[ -]?id)[^\n]{0,24}$/i,
);

const AREA_DIGITS = 3;
/** Nine digits and two separators. */
const PRINTED_LENGTH = 11;

/** Area (not 000, 666, 9xx), group and serial not zero: since 2011 nothing else is sure about a number. */
function isSsn(digits: string): boolean {
  const area = digits.slice(0, 3);
  return area !== '000' && area !== '666' && area < '900' && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

/** 9xx with a group of 50-65, 70-88, 90-92, 94-99. */
function isItin(digits: string): boolean {
  const group = Number(digits.slice(3, 5));
  return (
    digits[0] === '9' &&
    ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94)
  );
}

export const usTaxIds: Detector = {
  name: 'us-tax-ids',
  types: ['NATIONAL_ID'],
  source: 'SSA POMS RM 10201 (SSN), IRS Publication 1915 (ITIN), IRS EIN prefixes',
  triggers: { digits: [9, 9] },
  mayBegin: (text, start, end) => end - start === AREA_DIGITS || mayPrecede(text, start),
  examine(text, start, end, emit, digits) {
    const value = text.slice(start, end);
    if (value.length === PRINTED_LENGTH && /\d{3}([- .])\d{2}\1\d{4}/.test(value)) {
      if ((isSsn(digits) || isItin(digits)) && !(allSame(digits) || digits === '123456789'))
        emit(start, end, 'NATIONAL_ID');
      else if (SSN_CONTEXT.precedes(text, start)) emit(start, end, 'NATIONAL_ID');
      return;
    }
    if (SSN_CONTEXT.precedes(text, start)) emit(start, end, 'NATIONAL_ID');
    else if (EIN_CONTEXT.precedes(text, start)) emit(start, end, 'NATIONAL_ID');
  },
};
