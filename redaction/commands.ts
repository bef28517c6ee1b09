import { classAt, LOWER, UPPER } from './text/classes.ts';
import { lazily } from './text/lazily.ts';
import { eachMatch } from './text/matches.ts';

/**
 * What the tagger takes for names in command lines, statements and tables of numbers, and what tells that they are none: options, operators,
 * names of programs, key words between columns. Only the look of the value and of what touches it is asked: a name in quotes in a
 * command is a name.
 */

/** An option, an operator between commands, a redirection. */
const COMMAND = /(?:^|\s)-{1,2}[a-zA-Z][\w-]*|&&|\|\||\s\|\s|\s[<>]{1,2}\s|\s\\;/;
const NEXT_COMMAND = /;\s{1,2}([a-z][\w-]*)/;
/** Written large, as names are: such a value is none of a command. */
const NAMED = lazily(() => /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}/u);
/** The value is an option, or the name of one. */
const OPTION_BEFORE = /(?:^|[\s[(])-{1,2}(?:[a-z]+-)*$/;
/** `--maxfail=3`: a number that an option is given. */
const OPTION_IS = /(?:^|\s)--[a-z][\w-]*=$/;

/** Programs that people call by name; none of them is a name of a person when it is written small at the begin of a command. */
const PROGRAMS = new Set(
  (
    'alembic ansible apt apt-get awk aws az bash bazel brew bun bundle cargo cat cd chmod chown clang cmake composer conda cp crontab curl cut date df diff ' +
    'dig dnf docker docker-compose dotnet dpkg du echo env eslint exec export ffmpeg find flutter gcc gcloud gh git go gradle grep gunzip gzip head helm ' +
    'htop ifconfig ip iptables java javac jest journalctl jq k9s kill killall kubectl kustomize less ln ls lsof make man minikube mkdir mongosh mount mv ' +
    'mvn mysql nano netstat nginx ninja node npm npx nslookup openssl pip pip3 pnpm podman poetry prettier ps psql pulumi pwd pytest python python3 rails ' +
    'rake redis-cli rg rm rmdir rpm rsync ruby rustc rustup scp screen sed seq service sftp sh snap sort source split sqlite3 ssh stat strace su sudo ' +
    'svn systemctl tail tar tee terraform time tmux top touch tr traceroute tsc tsx ufw umask uname uniq unzip uvicorn vagrant vi vim vite wc webpack wget ' +
    'which xargs yarn yq yum zcat zip zsh'
  ).split(' '),
);
/** Behind these a program may stand. */
const CALL = /(?:^|[\n;|&(`$]|\b(?:sudo|exec|time|xargs|npx|env|-m|-exec))\s{0,3}(?:[$#%>]\s{1,2})?$/;

/** Words of statements, in capitals between names in lower case, as people write them. */
const STATEMENT =
  /\b(?:SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET|DESC|ASC|BETWEEN|VALUES|JOIN|INNER|OUTER|UNION|DISTINCT|COUNT|SUM|AVG|MIN|MAX|AS|AND|OR|ON|SET|INTO|USING|OVER|PARTITION)\b/;
const BEGINS_STATEMENT = /\b(?:select|insert|update|delete|create|alter|with|from|where|join)\b/i;
const LIMIT = /\b(?:limit|offset) \d+$/;
/** `r.created`, `invoices.total`, `COUNT(`: a column of a table, a call. */
const COLUMN = /^[a-z]\w{0,15}\.[a-z_]\w*$|\w\(/;

/** Nothing but words of statements, and a number that a column is compared with. */
const KEYWORDS =
  /^(?:(?:SELECT|FROM|WHERE|GROUP|ORDER|BY|HAVING|LIMIT|OFFSET|DESC|ASC|VALUES|INSERT|INTO|UPDATE|DELETE|SET|JOIN|LEFT|RIGHT|INNER|OUTER|UNION|ALL|DISTINCT|CREATE|ALTER|TABLE|INDEX|GRANT|TO|ON|AND|OR|AS)(?:\s+|$))+$/;
const COMPARED = /[\w"'`)\]][ \t]{0,2}(?:[<>]=?|!?=|<>)[ \t]{0,2}$/;
const STATES = /\b(?:select|update|delete|where|having|insert)\b/i;

/** Characters before a value in which an option, or what calls a program, is looked for. */
const BEFORE_PROGRAM = 24;
/** How far back the begin of a statement is looked for. */
const STATEMENT_REACH = 200;

/** Signs of commands and calls: `&<>(\\|`. */
const SIGNS = new Uint8Array(128);
for (const c of '&<>(\\|') SIGNS[c.charCodeAt(0)] = 1;

/**
 * Whether a value without a letter can be no part of a command, since no sign of one stands in it, and neither an option nor a comparison
 * ends where it begins: dates and numbers, as most values are that do not begin like a name.
 */
function isBareNumber(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c > 127 || SIGNS[c] === 1 || ((c | 32) >= 97 && (c | 32) <= 122)) return false;
  }
  let before = start - 1;
  while (before >= 0 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  const c = before < 0 ? 0 : text.charCodeAt(before);
  // `-`, `<`, `=`, `>`.
  return c !== 45 && (c < 60 || c > 62);
}

/** What `kindsIn` tells of a value, one bit each. */
const KIND = { UPPER: 1, LOWER: 2, DIGIT: 4, DASH: 8, SEMICOLON: 16, SIGN: 32, DOT: 64, OPEN: 128, WIDE: 256 } as const;
const KINDS = new Uint8Array(128);
for (let c = 65; c <= 90; c++) KINDS[c] = KIND.UPPER;
for (let c = 97; c <= 122; c++) KINDS[c] = KIND.LOWER;
for (let c = 48; c <= 57; c++) KINDS[c] = KIND.DIGIT;
for (const [sign, kind] of [
  ['-', KIND.DASH],
  [';', KIND.SEMICOLON],
  ['.', KIND.DOT],
  ['(', KIND.OPEN],
] as const)
  KINDS[sign.charCodeAt(0)] = kind;
for (const sign of '&|<>\\') KINDS[sign.charCodeAt(0)] = KIND.SIGN;
/** Without one of these, and where no dash stands before it, a value with a letter in it may be a program or a limit and nothing else of a command. */
const OF_COMMANDS = KIND.UPPER | KIND.DASH | KIND.SEMICOLON | KIND.SIGN | KIND.DOT | KIND.OPEN;

/** All kinds of characters between two places. */
function kindsIn(text: string, start: number, end: number): number {
  let kinds = 0;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    kinds |= c < 128 ? KINDS[c]! : KIND.WIDE;
  }
  return kinds;
}

/** Whether what stands between `start` and `end` is a part of a command line or a statement rather than a name. */
export function isCommand(text: string, start: number, end: number): boolean {
  // Most values are names, and begin so.
  if ((classAt(text, start) & UPPER) !== 0 && (classAt(text, start + 1) & LOWER) !== 0) return false;
  if (isBareNumber(text, start, end)) return false;
  const value = text.slice(start, end);
  const kinds = kindsIn(text, start, end);
  if ((kinds & (KIND.UPPER | KIND.WIDE)) !== 0 && NAMED().test(value)) return false;
  if ((kinds & OF_COMMANDS) === 0 && kinds !== KIND.DIGIT && !isDashBefore(text, start))
    return (
      isProgram(text, start, value) ||
      ((kinds & KIND.DIGIT) !== 0 && LIMIT.test(value) && isInStatement(text, start, end))
    );
  if (COMMAND.test(value) || PROGRAMS.has(NEXT_COMMAND.exec(value)?.[1] ?? '')) return true;
  const before = text.slice(Math.max(0, start - BEFORE_PROGRAM), start);
  if (OPTION_BEFORE.test(before) || (/^\d+$/.test(value) && OPTION_IS.test(before))) return true;
  if (KEYWORDS.test(value) || (/^\d{1,9}$/.test(value) && COMPARED.test(before)))
    return STATES.test(text.slice(Math.max(0, start - STATEMENT_REACH), end));
  if (isProgram(text, start, value)) return true;
  const lower = /[a-z]/.test(value);
  const keyword = lower ? STATEMENT.test(value) : /^\d+ AND \d+(?: AND)?$/.test(value);
  if (!keyword && !LIMIT.test(value) && !COLUMN.test(value)) return false;
  return isInStatement(text, start, end);
}

const isDashBefore = (text: string, start: number): boolean => start > 0 && text.charCodeAt(start - 1) === 45;
const isInStatement = (text: string, start: number, end: number): boolean =>
  BEGINS_STATEMENT.test(text.slice(Math.max(0, start - STATEMENT_REACH), end));

/** Whether a value begins with the name of a program where one is called. */
function isProgram(text: string, start: number, value: string): boolean {
  const c = value.charCodeAt(0);
  if (c < 97 || c > 122) return false;
  const [first] = value.split(/\s/, 1);
  return PROGRAMS.has(first!) && CALL.test(text.slice(Math.max(0, start - BEFORE_PROGRAM), start));
}

/** Between numbers of a table, a matrix, code; hardly between those of an address. */
const BETWEEN_CELLS = /[\t\n%+;|]|\d\.\d/;

const WORDS = lazily(() => /[\p{L}\p{M}\p{N}]+/gu);

/** Numbers, signs and letters that are no words: an address names something. */
export function isTable(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  if (!BETWEEN_CELLS.test(value)) return false;
  let numbers = 0;
  let words = false;
  eachMatch(WORDS(), value, ([word]) => {
    if (/^\d/.test(word)) numbers++;
    else if (word.replace(/\d/g, '').length > 2) words = true;
    return !words;
  });
  return !words && numbers >= 3;
}
