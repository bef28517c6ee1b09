import { before, type Detector } from '../detector.ts';

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
/** Who logs in, beside the password or without it. */
const USER = /(?:^|[ \t])(?:-u|--user(?:name)?|-l|-U)[ \t=]{0,2}["']?([a-z][\w.-]{2,31})(?=[\s:"']|$)/;
const TAKES_USER: ReadonlySet<string> = new Set([
  'curl',
  'http',
  'mysql',
  'mysqldump',
  'mysqladmin',
  'mariadb',
  'docker',
  'podman',
  'psql',
  'mongosh',
]);
const OF_EVERYBODY = /^(?:root|admin|postgres|mysql|user|guest|test|git|deploy|ubuntu)$/;
/** What is put into a program that asks: `echo 'x' | sudo -S`. */
const PIPED = /\becho[ \t]{1,2}(?:-n[ \t]{1,2})?["']?([^\s"'|]{4,64})["']?[ \t]{0,2}\|[ \t]{0,2}$/;
const ASKING: ReadonlySet<string> = new Set(['sudo', 'gpg', 'passwd']);
const ASKS = /^[ \t]{1,2}(?:-S\b|[^\n|]{0,80}--(?:password|passphrase)-(?:stdin|fd)|--stdin\b)/;
/** Arguments are looked for so far behind the program, on its line. */
const REACH = 256;
const REFERENCE = /^(?:\$|%|<|\{|\*+$|x+$)/i;

export const commandLinePassword: Detector = {
  name: 'command-line-password',
  types: ['PASSWORD', 'PERSON'],
  source:
    'Manual pages of curl(1), mysql(1), sshpass(1), ldapsearch(1), mongosh(1), smbclient(1), zip(1), redis-cli(1), docker-login(1), xfreerdp(1); net use',
  triggers: {
    words: [...Object.keys(FORMS).filter((word) => /^[a-z]+$/.test(word)), 'sudo', 'gpg', 'passwd'],
    codes: [2, 2],
  },
  examine(text, start, end, emit) {
    const program = text.slice(start, end).toLowerCase();
    const form = FORMS[program];
    if (form === undefined && !ASKING.has(program)) return;
    const piped = ASKS.test(text.slice(end, end + 100)) ? PIPED.exec(before(text, start, 96)) : null;
    if (piped !== null && !REFERENCE.test(piped[1]!)) {
      const from = start - piped[0].length + piped[0].indexOf(piped[1]!, 4);
      emit(from, from + piped[1]!.length, 'PASSWORD');
    }
    if (form === undefined) return;
    const line = /[^\n]*/.exec(text.slice(end, end + REACH))![0];
    const user = TAKES_USER.has(program) ? USER.exec(line) : null;
    if (user !== null && !OF_EVERYBODY.test(user[1]!)) {
      const from = end + user.index + user[0].length - user[1]!.length;
      emit(from, from + user[1]!.length, 'PERSON');
    }
    const match = form.exec(line);
    if (match === null) return;
    const value = match[1] ?? match[2]!;
    if (REFERENCE.test(value)) return;
    const to = end + match.index + match[0].length;
    emit(to - value.length, to, 'PASSWORD');
  },
};
