import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { isWordAt } from '../text/classes.ts';

const ANNOUNCED = new Context(
  /(?:\bzip(?:[ -]?code)?|\bpost(?:al|leitzahl)?[ -]?code|\bplz|\bcode postal|\bc[oó]digo postal|\bcap|\bpin ?code|\bpostnummer)[ \t]{0,2}(?:is|ist|est|[:=#])?[ \t]{1,2}$/i,
  24,
);
const VALUE = /\d[\dA-Z]{1,7}(?:[ -]\d{2,4}\b|[ -]\d?[A-Z]{2}\b)?|[A-Z]{1,2}\d[A-Z\d]?(?: \d[A-Z]{2}| ?\d[A-Z]\d)?/y;

export const postcode: Detector = {
  name: 'postcode',
  types: ['ADDRESS'],
  source: 'Universal Postal Union, postcode formats: after a word for it; with a street or state see street-address.ts',
  triggers: { announced: true, digits: [3, 9], worded: [ANNOUNCED], before: ' \t', codes: [2, 8] },
  examine(text, start, _end, emit) {
    const behind = text.charCodeAt(start - 1);
    if ((behind !== 32 && behind !== 9) || !ANNOUNCED.precedes(text, start)) return;
    VALUE.lastIndex = start;
    const match = VALUE.exec(text);
    if (match && !isWordAt(text, start + match[0].length)) emit(start, start + match[0].length, 'ADDRESS');
  },
};
