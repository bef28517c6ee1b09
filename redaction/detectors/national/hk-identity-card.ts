import type { Detector } from '../../detector.ts';
import { isLetterAt, isWordAt } from '../../text/classes.ts';

const FORM = /([A-Z]{1,2})(\d{6})\(?([\dA])\)?/iy;

export const hongKongIdentityCard: Detector = {
  name: 'hk-identity-card',
  types: ['NATIONAL_ID'],
  source: 'Hong Kong Immigration Department: letters (A = 10; a missing one 36), six digits, weights 9 to 2 modulo 11',
  triggers: { codes: [7, 9] },
  examine(text, start, _end, emit) {
    if (!isLetterAt(text, start)) return;
    FORM.lastIndex = start;
    const match = FORM.exec(text);
    if (match === null || isWordAt(text, start + match[0].length)) return;
    const letters = match[1]!.toUpperCase().padStart(2, ' ');
    let sum = 0;
    for (let i = 0; i < 2; i++) sum += (letters[i] === ' ' ? 36 : letters.charCodeAt(i) - 55) * (9 - i);
    for (let i = 0; i < 6; i++) sum += Number(match[2]![i]) * (7 - i);
    const check = match[3]!.toUpperCase() === 'A' ? 10 : Number(match[3]);
    // Without brackets the form is that of many part numbers: one in eleven would pass.
    if ((sum + check) % 11 === 0 && match[0].endsWith(')')) emit(start, start + match[0].length, 'NATIONAL_ID');
  },
};
