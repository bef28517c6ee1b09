import type { Detector } from '../detector.ts';

/** Programs that take a password as an argument, and how. */
const USER_AND_PASSWORD = /(?:^|[ \t])(?:-u|--user|--proxy-user|-U)[ \t=]{0,2}["']?[^\s:"'@/]{1,64}:([^\s"']{1,128})/;
const JOINED = /(?:^|[ \t])-p["']?([^\s"'-][^\s"']{1,127})/;
const SEPARATE = /(?:^|[ \t])(?:-p|-w|-a)[ \t]{1,2}["']?([^\s"'-][^\s"']{1,127})/;
const CAPITAL = /(?:^|[ \t])-P[ \t]{0,2}["']?([^\s"'-][^\s"']{1,127})/;
const SAMBA = /(?:^|[ \t])(?:-U|--user)[ \t=]{0,2}["']?[^\s%"']{1,64}%([^\s"']{1,128})/;
const LOGIN = /^[ \t]+login\b.{0,200}?[ \t](?:-p|--password)[ \t=]{1,2}["']?([^\s"'-][^\s"']{1,127})/;

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
  net: /^[ \t]+use\b.{0,200}?(?:\/user:\S{1,64}[ \t]{1,3}([^\s/*]\S{3,127})|\\\\\S{1,96}[ \t]{1,3}([^\s/*]\S{3,127})(?=[ \t]{1,3}\/user:))/i,
  smbclient: SAMBA,
  rpcclient: SAMBA,
  zip: CAPITAL,
  unzip: CAPITAL,
  redis: /^-cli\b.{0,200}?[ \t](?:-a|--pass)[ \t]{1,2}["']?([^\s"'-][^\s"']{1,127})/,
  docker: LOGIN,
  podman: LOGIN,
  xfreerdp: /[ \t]\/p:["']?([^\s"']{2,128})/,
};
/** Arguments are looked for so far behind the program, on its line. */
const REACH = 256;
const REFERENCE = /^(?:\$|%|<|\{|\*+$|x+$)/i;

export const commandLinePassword: Detector = {
  name: 'command-line-password',
  types: ['PASSWORD'],
  source:
    'Manual pages of curl(1), mysql(1), sshpass(1), ldapsearch(1), mongosh(1), smbclient(1), zip(1), redis-cli(1), docker-login(1), xfreerdp(1); net use',
  triggers: { words: Object.keys(FORMS).filter((word) => /^[a-z]+$/.test(word)), codes: [2, 2] },
  examine(text, start, end, emit) {
    const form = FORMS[text.slice(start, end).toLowerCase()];
    if (form === undefined) return;
    const line = /[^\n]*/.exec(text.slice(end, end + REACH))![0];
    const match = form.exec(line);
    const value = match?.[1] ?? match?.[2];
    if (match === null || value === undefined || REFERENCE.test(value)) return;
    const to = end + match.index + match[0].length;
    emit(to - value.length, to, 'PASSWORD');
  },
};
