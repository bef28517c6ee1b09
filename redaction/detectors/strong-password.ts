import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Where somebody logs in: with these before it, a word with a sign and digits is no name of a file or a part. */
const ACCESS = new Context(
  /(?:passw|kennwort|passphrase|\bpw\b|\bkw\b|\blog(?:ged|ging|in)?\b|anmeld|eingelogg|zugang|clave|contrase|prob[éeó]|acceso|usuario|\buser|admin|entrat[oa]|accesso|senha|entrei|utiliz|identifiant|mot de passe|\bmdp\b|connect|ingelogd|wachtw|hasł|logow|heslo|přihl|salasan|tunnu|şifre|parola|giriş|парол|логин|вход|κωδικ|χρήστη|口令|密码|密碼|パスワード|ログイン|비밀번호|비번|로그인|كلمة|पासवर्ड|लॉगिन|รหัสผ่าน|wi-?fi|wlan|service \/|\w \/ |\bkey\b)[^\n]{0,32}$/i,
  56,
);
const SURE_SIGNS = '!*&$^';
const SIGNS = '!*&$^+#_@.-';
/** Of these one is enough, in a word with a capital: neither code nor prose has them in the middle of a word. */
const STRONG = lazily(() => /^(?=[^a-z]{0,24}[a-z])(?=[^A-Z]{0,24}[A-Z])[\p{L}\d]{3,16}[!*&$^][\p{L}\d]{1,16}$/u);
const WITH_ACCESS = lazily(
  () => /^[\p{L}\d]{3,16}[!*&$^+#_@.-][\p{L}\d]{1,16}(?:[!*&$^+#_@.-][\p{L}\d]{1,8}){0,2}[!#*]?$/u,
);
const BODY = lazily(() => /[\p{L}\d]{1,16}(?:[!*&$^+#_@.-][\p{L}\d]{1,16}){0,3}$/u);
const BEHIND = lazily(() => /(?:[!*&$^+#_@.-]?[\p{L}\d]{1,16}){0,2}[!#*]?(?![\p{L}\d(=[\]{}<>/\\@])/uy);
const FILE = /\.[a-z]{2,4}$|^\w+[-_]\d{1,4}(?:[-_.]\d{1,4})*$|^v?\d/i;
/** `Merluza_2020`: a file would say what it is. */
const WORD_AND_YEAR = /^\p{Lu}\p{Ll}+[_-]\d{2,4}$/u;
/** The account before it: `reji03 / ...`, `khidki4 और पासवर्ड ...`. */
const BESIDE = lazily(
  () =>
    /(?<![\p{L}\d@._/-])([a-z][a-z0-9._-]{1,24}[a-z0-9])(?:[ ]?[/:][ ]?|(?<=\d[a-z0-9._-]{0,24}|[._-][a-z0-9]{1,24})[ ,،、]{1,2}(?:[\p{L}\p{M}]{1,12}[ :]{1,2}){0,2})$/u,
);
const EVERYBODY = /^(?:root|admin|administrator|user|login|pass|password|guest|service|http|https|pwd|pin)$/;
const REACH_OF_ACCOUNT = 56;
const SHORTEST = 8;
const REACH = 34;

/** A word, a sign and digits, as people make passwords: `Pushback!22`; with `_`, `-` or `+` where somebody logs in. */
export const strongPassword: Detector = {
  name: 'strong-password',
  types: ['PASSWORD', 'PERSON'],
  source: 'NIST SP 800-63B, appendix A: how people meet rules of composition',
  triggers: { digits: [1, 4], whole: true, before: SIGNS, codes: [3, 16] },
  examine(text, start, end, emit, digits) {
    if (digits !== '' && end - start !== digits.length) return;
    const c = text[start - 1] ?? ' ';
    const d = text[end] ?? ' ';
    if (!SIGNS.includes(c) && !SIGNS.includes(d)) return;
    // Names of files and versions have such signs as well, and nearly all numbers beside one are of these.
    if (!SURE_SIGNS.includes(c) && !SURE_SIGNS.includes(d) && !ACCESS.precedes(text, start)) return;
    const ahead = SIGNS.includes(c) ? (BODY().exec(text.slice(Math.max(0, start - REACH), start - 1))?.[0] ?? '') : '';
    if (SIGNS.includes(c) && ahead === '') return;
    const from = start - (ahead === '' ? 0 : ahead.length + 1);
    if (/[\p{L}\d/\\@=.~-]/u.test(text[from - 1] ?? ' ')) return;
    const behind = BEHIND();
    behind.lastIndex = end;
    const to = behind.exec(text) === null ? end : behind.lastIndex;
    const value = text.slice(from, to).replace(/[.!]$/, (sign) => (sign === '!' ? sign : ''));
    if (value.length < SHORTEST || value.length > REACH) return;
    const strong = STRONG().test(value);
    const called = (): boolean =>
      WITH_ACCESS().test(value) && (!FILE.test(value) || WORD_AND_YEAR.test(value)) && ACCESS.precedes(text, from);
    if (!strong && !called()) return;
    emit(from, from + value.length, 'PASSWORD');
    const account = BESIDE().exec(text.slice(Math.max(0, from - REACH_OF_ACCOUNT), from));
    if (account !== null && !EVERYBODY.test(account[1]!)) {
      const at = from - account[0].length;
      emit(at, at + account[1]!.length, 'PERSON');
    }
  },
};
