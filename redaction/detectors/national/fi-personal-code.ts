import type { Detector } from '../../detector.ts';
import { isWordAt } from '../../text/classes.ts';
import { dayFirstAt } from './national-id.ts';

const FORM = /(\d{6})[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])/iy;

/** The sign between birth date and serial, at a fixed place: nearly every number leaves by it. */
const CENTURIES = '-+ABCDEFUVWXYabcdefuvwxy';

export const finnishPersonalCode: Detector = {
  name: 'fi-personal-code',
  types: ['NATIONAL_ID'],
  source: 'Finnish Digital and Population Data Services Agency: DDMMYY, century sign, serial, remainder by 31',
  triggers: { codes: [11, 11], digits: [6, 6], whole: true },
  examine(text, start, _end, emit) {
    if (!CENTURIES.includes(text[start + 6] ?? ' ')) return;
    FORM.lastIndex = start;
    const match = FORM.exec(text);
    if (match === null || isWordAt(text, start + match[0].length) || !dayFirstAt(match[1]!, 0)) return;
    if ('0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(match[1]! + match[2]!) % 31] !== match[3]!.toUpperCase()) return;
    emit(start, start + match[0].length, 'NATIONAL_ID');
  },
};
