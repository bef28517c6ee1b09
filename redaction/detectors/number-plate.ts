import type { Detector } from '../detector.ts';
import { isWordAt } from '../text/classes.ts';

/** Forms that are given to nothing else, as a token of letters and digits and what stands behind it. */
const BRITISH = /[A-HJ-PR-Y]{2}\d{2} [A-HJ-PR-Z]{3}/y;
const RUSSIAN = /[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2}(?: ?\d{2,3})?/y;
/** Around a number: `GK-417-ZB` of France and Italy, `АЕ 4471 КХ` of Ukraine. */
const SINCE_2009 = /^[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}$/;
const UKRAINIAN = /^[АВСЕНІКМОРТХ]{2} ?\d{4} ?[АВСЕНІКМОРТХ]{2}$/;

/** A number plate by its form alone. */
export const numberPlate: Detector = {
  name: 'number-plate',
  types: ['VEHICLE_ID'],
  source:
    'DVLA INF104 (United Kingdom, since 2001); arrêté of 9 February 2009 (France); GOST R 50577 (Russia); DSTU 4278 (Ukraine)',
  triggers: { codes: [4, 6], digits: [3, 4], whole: true, before: ' -' },
  examine(text, start, end, emit, digits) {
    if (digits === '') {
      const form = end - start === 4 ? BRITISH : RUSSIAN;
      form.lastIndex = start;
      const match = form.exec(text);
      if (match !== null && !isWordAt(text, start + match[0].length))
        emit(start, start + match[0].length, 'VEHICLE_ID');
      return;
    }
    const sign = text.charCodeAt(start - 1);
    // A number stands behind a space everywhere: what is before that is seen first.
    const letter = text.charCodeAt(start - 2);
    if (sign === 45 ? letter < 65 || letter > 90 : !(letter >= 128)) return;
    const form = sign === 45 ? SINCE_2009 : UKRAINIAN;
    const from = start - 3;
    const to = end + 3;
    if (!isWordAt(text, from - 1) && !isWordAt(text, to) && form.test(text.slice(from, to)))
      emit(from, to, 'VEHICLE_ID');
  },
};
