import type { Detector } from '../../detector.ts';
import { isWordAt } from '../../text/classes.ts';
import { announced, nationalId } from './national-id.ts';

const SOURCE = 'Servicio de Registro Civil: RUT, weights 2 to 7 from the right modulo 11, K for 10';

function rutCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (2 + (i % 6));
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? 'K' : String(check);
}

export const chileanRut = nationalId({
  name: 'cl-rut',
  source: SOURCE,
  triggers: { digits: [8, 9], codes: [8, 9] },
  printed: /^\d{1,2}\.\d{3}\.\d{3}-\d$/,
  words: announced('\\brut\\b|\\brun\\b'),
  valid: (p) => rutCheck(p.slice(0, -1)) === p.at(-1),
});

/** A letter behind a dash is no part of the number for the scan: `12.345.670-K`, one in eleven. */
export const chileanRutWithLetter: Detector = {
  name: 'cl-rut-with-letter',
  types: ['NATIONAL_ID'],
  source: SOURCE,
  triggers: { digits: [7, 8], atEdges: true, behind: '-' },
  examine(text, start, end, emit, digits) {
    // `-K`
    if (text.charCodeAt(end) !== 45 || (text.charCodeAt(end + 1) | 32) !== 107 || isWordAt(text, end + 2)) return;
    if (rutCheck(digits) === 'K') emit(start, end + 2, 'NATIONAL_ID');
  },
};
