import { luhn } from '../../redaction/checksums.ts';
import type { Detector } from '../../redaction/detector.ts';

/**
 * Personnel numbers of a made-up company: `P-` and six digits, the last of which is a Luhn digit.
 *
 * To use it, copy the file into `redaction/detectors/`, add it to `index.ts` there, and say in the disclosure what is done with its type.
 */
export const personnelNumber: Detector = {
  name: 'personnel-number',
  types: ['OTHER'],
  source: 'HR handbook, section 3.2',
  // Called for each number of six digits; it never searches the text itself, so that time stays linear.
  triggers: { digits: [6, 6] },
  examine(text, start, end, emit, digits) {
    if (text.slice(Math.max(0, start - 2), start) === 'P-' && luhn(digits)) emit(start - 2, end, 'OTHER');
  },
};
