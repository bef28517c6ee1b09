import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

const CONTEXT = new Context(
  /(?:driver'?s?[ -]?(?:licen[cs]e|lic)|driving[ -]?(?:licen[cs]e|permit)|\bdl\b|\bd\.l\.|dl ?no|dl ?num|dl ?#|licen[cs]e (?:no|num|#|is|:)|licen[cs]e:|f[üu]hrerschein|permis de conduire|carnet de conducir|licencia de conducir|patente di guida|rijbewijs|prawo jazdy|\bcnh\b|運転免許)[^\n]{0,28}$/i,
);
/** Great Britain: five of the surname, decade digit, month (+ 5 in the first digit for women), day, year digit, initials, ... */
const BRITISH = /^[A-Z9]{5}\d[0156]\d(?:[0-2]\d|3[01])\d[A-Z9]{2}[A-Z0-9]\d?[A-Z]{2}$/;
/** Wisconsin, Florida, Illinois and others: Soundex letter and eleven to fourteen digits in groups. */
const SOUNDEX = /[A-Z]\d{3}-\d{3,4}-\d{2,4}(?:-\d{1,4}){1,2}/y;
const REST = /(?:[ -][A-Z0-9]{1,6}){0,5}/iy;

export const driverLicense: Detector = {
  name: 'driver-license',
  types: ['DRIVER_LICENSE'],
  source:
    'AAMVA DL/ID forms by state, DVLA INF45/1 (Great Britain), EU directive 2006/126 field 5: after a word for it',
  triggers: { announced: true, codes: [4, 24], digits: [7, 14], worded: [CONTEXT] },
  examine(text, start, end, emit, digits) {
    const value = text.slice(start, end);
    if (value.length >= 16 && BRITISH.test(value)) {
      emit(start, end, 'DRIVER_LICENSE');
      return;
    }
    SOUNDEX.lastIndex = start;
    const soundex = text[start + 4] === '-' ? SOUNDEX.exec(text) : null;
    if (soundex) {
      emit(start, start + soundex[0].length, 'DRIVER_LICENSE');
      return;
    }
    if (!CONTEXT.precedes(text, start)) return;
    if (digits !== '' || !/\d{3}/.test(value)) {
      if (digits !== '' || value.length >= 6) emit(start, end, 'DRIVER_LICENSE');
      return;
    }
    // Groups that go on with digits belong to it: `D123-4567`.
    REST.lastIndex = end;
    const rest = REST.exec(text)![0];
    const groups = /[ -]\d/.test(rest) ? /(?:[ -][A-Z]?\d[A-Z0-9]*)*/i.exec(rest)![0].length : 0;
    emit(start, end + groups, 'DRIVER_LICENSE');
  },
};
