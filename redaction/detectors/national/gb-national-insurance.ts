import type { Detector } from '../../detector.ts';
import { isLetterAt, isWordAt } from '../../text/classes.ts';

const FORM = /[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]/iy;
const NEVER = /^(?:BG|GB|KN|NK|NT|TN|ZZ)/i;

export const britishNationalInsurance: Detector = {
  name: 'gb-national-insurance',
  types: ['NATIONAL_ID'],
  source: 'HMRC NIM39110: two prefix letters, six digits, suffix A to D',
  // Written together it is one token; in groups its digits are a number of six with letters around it.
  triggers: { codes: [8, 9], announced: true, digits: [6, 6] },
  examine(text, start, _end, emit, digits) {
    // In groups both letters stand before it, one or two characters away.
    if (digits === '' ? !isLetterAt(text, start + 1) : !isLetterAt(text, start - 2)) return;
    for (const back of digits === '' ? [0] : [3, 2]) {
      const from = start - back;
      if (from < 0 || isWordAt(text, from - 1)) continue;
      FORM.lastIndex = from;
      const match = FORM.exec(text);
      if (match === null || NEVER.test(match[0]) || isWordAt(text, from + match[0].length)) continue;
      emit(from, from + match[0].length, 'NATIONAL_ID');
      return;
    }
  },
};
