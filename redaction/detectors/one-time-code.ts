import { before, type Detector } from '../detector.ts';

/** What kind of code opens something; a zip code or an error code does not. */
const KIND =
  /\b(?:verification|security|confirmation|one[- ]?time|login|log-in|sign-in|sms|2fa|mfa|authentication|authenticator|access|activation|recovery|backup|reset|pairing|door|gate|alarm|entry|unlock)[ \t]$/i;
const OWN = /\b(?:your|the|my|this)[ \t]$/i;
const VALUE =
  /(?:[ \t]{1,2}is|[ \t]{0,2}[:=])?[ \t]{1,3}(?:[A-Z]-)?(\d{3}[- ]\d{3}|\d{4,8})(?![\d.,:%-]*\d|[A-Za-z%])/y;

export const oneTimeCode: Detector = {
  name: 'one-time-code',
  types: ['PASSWORD'],
  source: 'Codes of RFC 4226 and RFC 6238 (six to eight digits), as messages announce them',
  triggers: { words: ['code'] },
  examine(text, start, end, emit) {
    VALUE.lastIndex = end;
    const match = VALUE.exec(text);
    if (match === null) return;
    const value = match[1]!;
    const words = before(text, start, 24);
    if (!KIND.test(words) && !(OWN.test(words) && /^\d{3}[- ]?\d{3}$/.test(value))) return;
    emit(VALUE.lastIndex - value.length, VALUE.lastIndex, 'PASSWORD');
  },
};
