import { before, type Detector } from '../detector.ts';
import { classAt, DIGIT, LOWER, UPPER } from '../text/classes.ts';

/** User information before an `@`, in an address that begins with two slashes: `//ops:secret@host`, whatever its scheme. */
const USER_INFO = /\/\/([^\s/@"'<>]{1,128})$/;
/** What stands between the name of an account and its password. */
const BETWEEN =
  /[ \t]{0,2}(?:\/{1,2}|[|:,;]|->|\t|\r?\n[ \t]{0,8}|[ \t](?:and|with|und|mit|et|avec|y|con|e|com|en|met|i|z)[ \t])[ \t]{0,3}["'`]?([^\s"'`]{6,64})["'`]?(?=$|[\s,;.)])/y;
const DOMAIN = /[A-Za-z0-9.-]{3,255}/y;
/** An account by its name alone: `jdoe / Maple#5520x` behind a word for logging in. */
const ACCOUNT = /[ \t:]{1,3}([\w.-]{2,32})[ \t]{0,2}[/|:][ \t]{0,2}["'`]?([^\s"'`]{6,64})["'`]?(?=$|[\s,;.)])/y;

/** Accounts that every system has: `root:Maple#5520x`. */
const BUILT_IN = new Set([
  'root',
  'admin',
  'administrator',
  'postgres',
  'sysadmin',
  'sysdba',
  'sa',
  'superuser',
  'guest',
]);
/** `root/Makefile2` and `admin: Version3.2` have none. */
const SIGN = /[!#$%&*+=?^~_]/;
const OF_BUILT_IN = /[ \t]{0,2}(?:\/{1,2}|[|:])[ \t]{0,2}["'`]?([^\s"'`]{6,64})["'`]?(?=$|[\s,;.)])/y;

/** Letters and digits and a sign, or both cases: what nobody writes behind an address otherwise. */
function secret(value: string): boolean {
  let kinds = 0;
  let signs = 0;
  for (let i = 0; i < value.length; i++) {
    const k = classAt(value, i) & (LOWER | UPPER | DIGIT);
    kinds |= k;
    if (k === 0 && i > 0 && i < value.length - 1) signs++;
  }
  const letters = (kinds & (LOWER | UPPER)) !== 0;
  const mixed = signs > 0 || (kinds & (LOWER | UPPER)) === (LOWER | UPPER);
  if (!letters || (kinds & DIGIT) === 0 || !mixed) return false;
  return !/^(?:https?:|www\.|[\w.+-]+@)|[/\\]|^v?\d+\.\d|^\d+[kmg]B$|:\d\d/.test(value);
}

/** A password without a word for it, beside the name of its account. */
export const login: Detector = {
  name: 'login',
  types: ['PASSWORD'],
  source: 'RFC 3986 section 3.2.1 (user information); logins as people pass them on',
  triggers: {
    marks: '@',
    words: [
      'login',
      'log',
      'user',
      'username',
      'account',
      'benutzer',
      'utilisateur',
      'usuario',
      'utente',
      'creds',
      'credentials',
      ...BUILT_IN,
    ],
  },
  examine(text, start, end, emit) {
    if (text.charCodeAt(start) !== 64) {
      if (BUILT_IN.has(text.slice(start, end).toLowerCase())) {
        OF_BUILT_IN.lastIndex = end;
        const own = OF_BUILT_IN.exec(text);
        if (own === null || !secret(own[1]!) || !SIGN.test(own[1]!)) return;
        const from = end + own[0].lastIndexOf(own[1]!);
        emit(from, from + own[1]!.length, 'PASSWORD');
        return;
      }
      ACCOUNT.lastIndex = end;
      const account = ACCOUNT.exec(text);
      if (account === null || !secret(account[2]!)) return;
      const from = text.indexOf(account[2]!, end + account[0].indexOf(account[1]!) + account[1]!.length);
      emit(from, from + account[2]!.length, 'PASSWORD');
      return;
    }
    const info = USER_INFO.exec(before(text, start, 132));
    if (info !== null) emit(start - info[1]!.length, start, 'PASSWORD');
    DOMAIN.lastIndex = end;
    const domain = DOMAIN.exec(text);
    if (domain === null || !/\.[A-Za-z]{2,24}-?$/.test(domain[0])) return;
    // The dash is that of an arrow.
    BETWEEN.lastIndex = end + domain[0].replace(/-$/, '').length;
    const match = BETWEEN.exec(text);
    if (match === null || !secret(match[1]!)) return;
    const value = match[1]!.replace(/[.,;)]+$/, '');
    const from = BETWEEN.lastIndex - match[0].length + match[0].lastIndexOf(match[1]!);
    emit(from, from + value.length, 'PASSWORD');
  },
};
