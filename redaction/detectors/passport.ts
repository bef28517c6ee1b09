import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { isDigitAt } from '../text/classes.ts';

const CONTEXT = new Context(
  /(?:passport|passeport|pasaporte|reisepass|passnummer|passaporto|passaporte|paszport|paspoort|διαβατήρι|cestovní pas|útlevél|pașaport|passi n|旅券|パスポート|여권|جواز|पासपोर्ट|דרכון|\bpass(?:port)?[ -]?(?:no|nr|num|#)|travel document|pasaport|护照|паспорт)[^\n]{0,32}$/i,
);
/** Forms of the issuing states: United States, United Kingdom, Germany, France, India, Canada, China, Japan, ... */
const FORM =
  /^(?:[A-Z]{1,2}\d{6,8}|\d{8,9}|\d{2}[A-Z]{2}\d{5}|[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7,8}\d?|[A-Z]{3}\d{6}[A-Z]?|[A-Z]\d{2}[A-Z]\d{5}|\d{2} ?\d{2} ?\d{6})$/i;
/** Characters of the number, before its check digit. */
const NUMBER_LENGTH = 9;
/** Second line of the machine-readable zone: number, check digit, nationality, birth date, sex, expiry. */
const ZONE = /[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14,16}/y;

export const passport: Detector = {
  name: 'passport',
  types: ['PASSPORT'],
  source:
    'ICAO Doc 9303 (machine-readable zone); number forms as PRADO, the register of the Council of the EU, shows them',
  triggers: { announced: true, codes: [7, 64], digits: [8, 10] },
  examine(text, start, end, emit) {
    if ((text[start - 1] === '\n' || start === 0) && isDigitAt(text, start + NUMBER_LENGTH)) {
      ZONE.lastIndex = start;
      const match = ZONE.exec(text);
      if (match) emit(start, start + match[0].length, 'PASSPORT');
    }
    if (CONTEXT.precedes(text, start) && FORM.test(text.slice(start, end))) emit(start, end, 'PASSPORT');
  },
};
