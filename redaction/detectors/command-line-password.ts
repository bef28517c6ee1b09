import type { Detector } from '../detector.ts';

/** Programs that take a password as an argument, and how. */
const USER_AND_PASSWORD = /(?:^|[ \t])(?:-u|--user|--proxy-user|-U)[ \t=]{0,2}["']?[^\s:"'@/]{1,64}:([^\s"']{1,128})/;
const JOINED = /(?:^|[ \t])-p["']?([^\s"'-][^\s"']{1,127})/;
const SEPARATE = /(?:^|[ \t])(?:-p|-w|-a)[ \t]{1,2}["']?([^\s"'-][^\s"']{1,127})/;

const FORMS: Readonly<Record<string, RegExp>> = {
  curl: USER_AND_PASSWORD,
  http: USER_AND_PASSWORD,
  mysql: JOINED,
  mysqldump: JOINED,
  mysqladmin: JOINED,
  mariadb: JOINED,
  '7z': JOINED,
  sshpass: /(?:^|[ \t])-p[ \t]{0,2}["']?([^\s"'-][^\s"']{1,127})/,
  ldapsearch: SEPARATE,
  ldapmodify: SEPARATE,
  mongosh: SEPARATE,
  mongodump: SEPARATE,
};
/** Arguments are looked for so far behind the program, on its line. */
const REACH = 256;
const REFERENCE = /^(?:\$|%|<|\{|\*+$|x+$)/i;

export const commandLinePassword: Detector = {
  name: 'command-line-password',
  types: ['PASSWORD'],
  source: 'Manual pages of curl(1), mysql(1), sshpass(1), ldapsearch(1), mongosh(1)',
  triggers: { words: Object.keys(FORMS).filter((word) => /^[a-z]+$/.test(word)), codes: [2, 2] },
  examine(text, start, end, emit) {
    const form = FORMS[text.slice(start, end).toLowerCase()];
    if (form === undefined) return;
    const line = /[^\n]*/.exec(text.slice(end, end + REACH))![0];
    const match = form.exec(line);
    if (match === null || REFERENCE.test(match[1]!)) return;
    const to = end + match.index + match[0].length;
    emit(to - match[1]!.length, to, 'PASSWORD');
  },
};
