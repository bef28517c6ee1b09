import { luhn } from '../checksums.ts';
import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

const IMEI = new Context(/(?:\bimei|\bmeid|\besn\b|\bimsi|\biccid|\bsim\b|handset)[^\n]{0,24}$/i, 40);
const SERIAL = new Context(
  /(?:serial(?: ?(?:no|number|nr|#))?|\bs\/n|\bsn\b|asset ?tag|seriennummer|\budid|device[ _-]?id|\bidfa|\bgaid|advertising id|android[ _-]?id|machine[ _-]?id|hardware[ _-]?id)["']?[ \t:=#.]{1,4}(?:is )?["']?$/i,
  40,
);
const IMEI_DIGITS = 15;
const SERIAL_ENDS = ' \t:=#."\'';
const VALUE = /[A-Za-z0-9]{2,40}(?:-[A-Za-z0-9]{2,16}){0,6}/y;

export const deviceId: Detector = {
  name: 'device-id',
  types: ['DEVICE_ID'],
  source:
    '3GPP TS 23.003 (IMEI with Luhn, IMSI), ITU-T E.118 (ICCID); serial and advertising ids after a word for them',
  // Of fifteen digits a form of its own is enough.
  triggers: {
    announced: true,
    digits: [6, 20],
    worded: (digits) => (digits === IMEI_DIGITS ? [] : [IMEI, SERIAL]),
    codes: [5, 40],
  },
  examine(text, start, end, emit, digits) {
    if (digits.length >= 14 && IMEI.precedes(text, start)) {
      // A wrong check digit after the word is a slip of the pen, not another kind of number.
      emit(start, end, 'DEVICE_ID');
      return;
    }
    if (
      digits.length === IMEI_DIGITS &&
      /(?:35|86|01|99)-\d{6}-\d{6}-\d/.test(text.slice(start, end)) &&
      luhn(digits)
    ) {
      emit(start, end, 'DEVICE_ID');
      return;
    }
    // The last character is looked at first: most numbers stand behind something else.
    if (!SERIAL_ENDS.includes(text.charAt(start - 1)) || !SERIAL.precedes(text, start)) return;
    VALUE.lastIndex = start;
    const match = VALUE.exec(text);
    if (match && /\d/.test(match[0]) && match[0].length >= 6) emit(start, start + match[0].length, 'DEVICE_ID');
  },
};
