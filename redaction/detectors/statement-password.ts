import type { Detector } from '../detector.ts';

const QUOTED = `["'\`]([^"'\`\\n]{1,128})["'\`]`;
/** What follows the word: `IDENTIFIED BY 'x'`, `PASSWORD 'x'`, `pass:x`, `-u x -p y`, `--password x`. */
const FORMS: Readonly<Record<string, RegExp>> = {
  identified: new RegExp(
    `[ \\t]{1,4}(?:WITH[ \\t]+\\S{1,40}[ \\t]+)?(?:BY|AS)[ \\t]{1,4}(?:PASSWORD[ \\t]+)?${QUOTED}`,
    'iy',
  ),
  password: new RegExp(
    `(?:[ \\t]{1,4}(?:FOR[^=\\n]{1,64}=[ \\t]*|TO[ \\t]+)?|[ \\t]{0,2}\\([ \\t]{0,2})${QUOTED}`,
    'iy',
  ),
  passin: /[ \t]+["']?pass:([^\s"']{2,128})/y,
  passout: /[ \t]+["']?pass:([^\s"']{2,128})/y,
  passwd: /[ \t]+["']?([^\s"'|;&<>=:-][^\s"'|;&<>]{2,127})/y,
};
/** `--password x`, `--http-password=x`: only behind two dashes. */
const ARGUMENT = /[ \t=]{1,2}["']?([^\s"'$<>|;&-][^\s"'|;&]{1,127})/y;
const DASHES = /(?:^|[\s"'[,])--?[a-z-]{0,24}$/i;
const REFERENCE = /^(?:\$|%|<|\{|\*+$|x+$|\?)/i;

/** Passwords in statements and arguments, where no sign stands between the word and its value. */
export const statementPassword: Detector = {
  name: 'statement-password',
  types: ['PASSWORD'],
  source: 'CREATE USER and ALTER ROLE of MySQL, Oracle and PostgreSQL; options of openssl(1), wget(1), docker(1)',
  triggers: { words: [...Object.keys(FORMS), 'pass', 'pwd', 'token', 'secret'] },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    const argument = DASHES.test(text.slice(Math.max(0, start - 28), start));
    const form =
      argument && !word.startsWith('passin') && !word.startsWith('passout')
        ? ARGUMENT
        : word === 'passwd'
          ? undefined
          : FORMS[word];
    if (form === undefined) return;
    form.lastIndex = end;
    const match = form.exec(text);
    if (match === null || REFERENCE.test(match[1]!)) return;
    const from = end + match[0].lastIndexOf(match[1]!);
    emit(from, from + match[1]!.length, 'PASSWORD');
  },
};
