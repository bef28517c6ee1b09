import { before, type Detector } from '../detector.ts';
import { isDigitAt, isWordAt } from '../text/classes.ts';

const WORDS =
  'key apikey token secret secrets auth authorization authtoken accesstoken accesskey secretkey clientsecret privatekey signature credential bearer basic encryptionkey ' +
  'signingkey apitoken refreshtoken sessiontoken webhook salt cookie session sessionid csrf dsn passkey';
/** The rest of a name (`_KEY`, `["x"]`), then a sign of assignment or a blank after `Bearer`, then the value. */
const ASSIGNED =
  /(?:[_-]?[A-Za-z0-9_-]{0,32})["'\]]{0,2}[ \t]{0,4}(?::=|=>|=|:|,)[ \t]{0,4}(?:Bearer |Basic |Token )?["'`]?([A-Za-z0-9+/_.=~$!@#%^&*:-]{12,2048})/iy;
const BEARER = /[ \t]{1,2}([A-Za-z0-9+/_.=~-]{16,2048})/y;
const REFERENCE =
  /^(?:process\.|os\.|env\.|config\.|self\.|this\.|options\.|props\.|secrets\.|var\.|local\.|data\.|https?:|\/|\.\/|example|your|my[_-]|xxx|\*\*)/i;

const counts = new Uint16Array(128);

/** Shannon entropy of a value of ASCII, in bits per character. */
function entropy(text: string): number {
  counts.fill(0);
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    counts[c] = counts[c]! + 1;
  }
  let bits = 0;
  for (const n of counts) if (n > 0) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}

/** Random-looking: letters and digits mixed without the shape of words. */
function looksRandom(value: string): boolean {
  let digits = 0;
  let letters = 0;
  for (let i = 0; i < value.length; i++) {
    if (isDigitAt(value, i)) digits++;
    else if (isWordAt(value, i)) letters++;
  }
  if (digits === 0 || letters < 2) return value.length >= 24 && letters > 0 && entropy(value) > 4.2;
  if (/^(?:[A-Za-z]+[-_.])+[A-Za-z]*\d{0,4}$/.test(value)) return false;
  return entropy(value) >= (value.length >= 20 ? 3 : 2.8);
}

/** A line of settings that is nothing but a key for a secret and its value, however short: `token: qx7`. */
const SETTING = /[ \t]{0,3}[:=][ \t]{0,3}["']?([\w!#$%&*+@^~-]{3,11})["']?[ \t]*(?:#[^\n]*)?(?=\r?\n|$)/y;
const SETTINGS = new Set([
  'token',
  'secret',
  'apikey',
  'authtoken',
  'accesstoken',
  'accesskey',
  'secretkey',
  'clientsecret',
  'apitoken',
  'passkey',
]);
const KEY_BEFORE = /(?:^|\n)[ \t-]*(?:export[ \t]+)?["']?[\w.-]{0,32}$/;

export const secretAssignment: Detector = {
  name: 'secret-assignment',
  types: ['SECRET'],
  source:
    'gitleaks generic-api-key and detect-secrets high-entropy plugins (MIT, Apache-2.0): value of high entropy in an assignment; RFC 6750, RFC 7617',
  triggers: { words: WORDS.split(' ') },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    const pattern = word === 'bearer' || word === 'basic' ? BEARER : ASSIGNED;
    if (SETTINGS.has(word)) {
      SETTING.lastIndex = end;
      const setting = SETTING.exec(text);
      if (
        setting !== null &&
        /\d/.test(setting[1]!) &&
        /[^\d]/.test(setting[1]!) &&
        !REFERENCE.test(setting[1]!) &&
        KEY_BEFORE.test(before(text, start, 48))
      ) {
        const from = end + setting[0].indexOf(setting[1]!, 1);
        emit(from, from + setting[1]!.length, 'SECRET');
      }
    }
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (match === null) return;
    const value = match[1]!.replace(/[.:,]+$/, '');
    if (value.length < 12 || REFERENCE.test(value) || !looksRandom(value)) return;
    const to = pattern.lastIndex - (match[1]!.length - value.length);
    emit(to - value.length, to, 'SECRET');
  },
};
