import { before, type Detector } from '../detector.ts';
import { isHexAt, isWordAt } from '../text/classes.ts';

const V4 = /(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}/y;
const VERSION = /(?:\bv(?:ersion)?|release|build|@|\^|~)[ .:=]{0,3}$/i;

const isV6At = (text: string, at: number): boolean => isHexAt(text, at) || text[at] === ':' || text[at] === '.';

/** Behind these a sign between a name and four numbers is that of a login. */
const LOGIN = /\b(?:ssh|scp|sftp|rsync|ftp|mosh|ping|root|admin|ubuntu|deploy|user)\b[^\n]{0,32}@$|:\/\/[^\s]{0,32}@$/i;

/** RFC 4291 section 2.2: eight groups of up to four hex digits, one run of zero groups as `::`, an IPv4 tail. */
function isV6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [h, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [p, part] of parts.entries()) {
      if (/^[0-9a-f]{1,4}$/i.test(part)) groups++;
      else if (p === parts.length - 1 && h === halves.length - 1 && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(part)) groups += 2;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

export const ipAddress: Detector = {
  name: 'ip-address',
  types: ['IP_ADDRESS'],
  source: 'RFC 791 (dotted quad), RFC 4291 section 2.2 (IPv6 text)',
  triggers: { digits: [4, 12], groups: () => 4, marks: ':' },
  mayBegin: (text, _start, end) => text[end] === '.',
  examine(text, start, end, emit, digits) {
    if (text.charCodeAt(start) !== 58) {
      // Three dots.
      if (end - start !== digits.length + 3) return;
      V4.lastIndex = start;
      const match = V4.exec(text);
      if (match === null || start + match[0].length !== end) return;
      // A fifth number, or a version word before it, makes it a version number.
      if (text[start - 1] === '.' || (text[end] === '.' && isWordAt(text, end + 1))) return;
      if (VERSION.test(before(text, start, 12)) && !LOGIN.test(before(text, start, 40))) return;
      emit(start, end, 'IP_ADDRESS');
      return;
    }
    // Nearly every colon leaves here; a single one at the end is no part of an address.
    if (!isV6At(text, end)) return;
    // Judged once, at the first colon of the run.
    let from = start;
    while (isHexAt(text, from - 1) || text[from - 1] === '.') from--;
    if (text[from - 1] === ':' || isWordAt(text, from - 1)) return;
    let to = end;
    while (isV6At(text, to)) to++;
    while (text[to - 1] === '.' || (text[to - 1] === ':' && text[to - 2] !== ':')) to--;
    if (isWordAt(text, to)) return;
    const value = text.slice(from, to);
    if (value.length >= 6 && isV6(value) && /\d/.test(value)) emit(from, to, 'IP_ADDRESS');
  },
};
