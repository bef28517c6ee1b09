import { before, type Detector } from '../detector.ts';
import type { Emit } from '../spans.ts';
import { isHexAt, isWordAt } from '../text/classes.ts';

const FORM =
  /[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:\1[0-9a-f]{2}\1[0-9a-f]{2})?)|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}/iy;

/** One more group in front: the rest of an IPv6 address, say. A word is none: `mac:00:...`. */
const GROUP_BEFORE = /(?:^|[^0-9a-z])[0-9a-f]{0,4}:$/i;
/** From the last group of an address back to its first: five dashes and ten digits. */
const REACH = 15;

export const macAddress: Detector = {
  name: 'mac-address',
  types: ['MAC_ADDRESS'],
  source: 'IEEE 802 (EUI-48, EUI-64); dotted form of Cisco IOS',
  // The first colon finds an address with colons; a dashed or dotted one has a group with a digit.
  triggers: { marks: ':', codes: [2, 4], digits: [2, 2], beside: ['-.', '-.'] },
  mayBegin: (text, start, end) => isJoinAt(text, end) || isJoinAt(text, start - 1),
  examine(text, start, end, emit) {
    if (text[start] === ':') {
      addressAt(text, start - 2, emit);
      return;
    }
    // Nearly every short code leaves here.
    if (!isJoinAt(text, end) && !isJoinAt(text, start - 1)) return;
    for (let from = start; start - from <= REACH && (isHexAt(text, from) || isJoinAt(text, from)); from--)
      addressAt(text, from, emit);
  },
};

function addressAt(text: string, from: number, emit: Emit): void {
  if (!isHexAt(text, from) || !isHexAt(text, from + 1) || isWordAt(text, from - 1)) return;
  FORM.lastIndex = from;
  const match = FORM.exec(text);
  if (match === null || isWordAt(text, FORM.lastIndex) || GROUP_BEFORE.test(before(text, from, 6))) return;
  emit(from, FORM.lastIndex, 'MAC_ADDRESS');
}

/** A dash or a dot. */
function isJoinAt(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c === 45 || c === 46;
}
