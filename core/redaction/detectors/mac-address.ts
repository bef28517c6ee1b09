import type { Detector } from '../detector.ts';
import { isHexAt, isWordAt } from '../text/classes.ts';

const FORM =
  /[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:\1[0-9a-f]{2}\1[0-9a-f]{2})?)|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}/iy;

const isSeparatorAt = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  return c === 45 || c === 58 || c === 46;
};

export const macAddress: Detector = {
  name: 'mac-address',
  types: ['MAC_ADDRESS'],
  source: 'IEEE 802 (EUI-48, EUI-64); dotted form of Cisco IOS',
  // A dashed address has a mixed token or is all digits; a colon finds those of letters alone.
  triggers: { marks: ':', codes: [2, 4], digits: [2, 2] },
  examine(text, start, end, emit, digits) {
    if (digits !== '' && text[end] !== '-') return;
    // Nearly every colon and short code leaves here: no hex digit behind the colon, no separator beside the group.
    if (
      !(text.charCodeAt(start) === 58 ? isHexAt(text, end) : isSeparatorAt(text, end) || isSeparatorAt(text, start - 1))
    )
      return;
    // Back to the first pair of the address: five separators and ten hex digits at most.
    const colon = text.charCodeAt(start) === 58;
    for (let back = colon ? 2 : 0; back <= 15; back++) {
      const from = start - back;
      if (!isHexAt(text, from)) {
        if (isSeparatorAt(text, from)) continue;
        return;
      }
      if (isWordAt(text, from - 1) || text[from - 1] === ':') continue;
      FORM.lastIndex = from;
      const match = FORM.exec(text);
      if (match !== null) {
        const to = from + match[0].length;
        if (to > start && !isWordAt(text, to)) emit(from, to, 'MAC_ADDRESS');
        return;
      }
      if (colon) return;
    }
  },
};
