import { describe, expect, test } from '@jest/globals';
import { isCommand, isTable } from './commands.ts';
import { createRedactor } from './create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, topics: false });
const at = (text: string, value: string): [string, number, number] => [
  text,
  text.indexOf(value),
  text.indexOf(value) + value.length,
];

describe('what is no name in a command line or a statement', () => {
  test.each([
    ['python -m pytest -k paid -x', 'pytest -k'],
    ['kubectl -n eu get pods', 'kubectl'],
    ['sudo systemctl restart items', 'systemctl'],
    ['$ rsync files', 'rsync'],
    ['ps aux | sort -nrk 3 | head -n 4', '3 | head -n 4'],
    ['pytest -x --maxfail=3', 'maxfail=3'],
    ['grep -rn "word" src', 'rn'],
    ['systemctl restart items.service; journalctl -u items', 'items.service; journalctl'],
    ['SELECT a FROM b ORDER BY n DESC LIMIT 5', 'n DESC LIMIT'],
    ['WHERE id BETWEEN 153 AND 1530', '153 AND 1530'],
    ['select * from t order by region limit 679', 'region limit 679'],
    ['SELECT x OVER (PARTITION BY r.created)', 'r.created'],
    ['SELECT a, SUM(total) FROM b', 'SUM(total'],
    ['SELECT a FROM b WHERE b.qty > 3;', '3'],
    ['INSERT INTO kunden (ort) VALUES (1)', 'VALUES'],
  ])('%j: %j', (text, value) => {
    expect(isCommand(...at(text, value))).toBe(true);
  });

  test.each([
    ['git commit -m "ask jane doe about it"', 'jane doe'],
    ['present were Ada Byron; Benninger writes', 'Ada Byron; Benninger'],
    ['SELECT * FROM people WHERE name = "Ada Byron"', 'Ada Byron'],
    ['call r.byron tomorrow', 'r.byron'],
    ['Smith & Sons', 'Smith & Sons'],
    ['my friend make lives here', 'make'],
    ['she is > 35', '35'],
    ['VALUES matter', 'VALUES'],
    ['12 high street', '12 high street'],
  ])('but it may be one in %j: %j', (text, value) => {
    expect(isCommand(...at(text, value))).toBe(false);
  });

  /** What is judged stands in brackets. */
  const judged = (marked: string): boolean => {
    const start = marked.indexOf('⟦');
    return isCommand(marked.replace(/[⟦⟧]/g, ''), start, marked.indexOf('⟧') - 1);
  };

  test.each([
    ['an option', 'run ⟦it -x⟧'],
    ['a long one', 'run ⟦it --quiet now⟧'],
    ['an option first', '⟦-x it⟧'],
    ['and', 'run ⟦it && that⟧'],
    ['or', 'run ⟦it || that⟧'],
    ['a pipe', 'run ⟦it | that⟧'],
    ['where it goes', 'run ⟦it > that⟧'],
    ['where it comes from', 'run ⟦it < that⟧'],
    ['where it is appended', 'run ⟦it >> that⟧'],
    ['a line that goes on', 'run ⟦it \\;⟧'],
    ['the next command', 'run ⟦it; ls⟧'],
    ['the name of an option', 'run --⟦quiet⟧'],
    ['the second word of one', 'run --dry-⟦run⟧'],
    ['that of one in brackets', 'run [-⟦q⟧] (-⟦q⟧)'],
    ['what an option is given, in digits', 'run --max=⟦3⟧'],
    ['a program after another', 'ls; ⟦cat it⟧'],
    ['behind a pipe', 'ls |⟦cat it⟧'],
    ['behind a dollar', '$ ⟦cat it⟧'],
    ['in a line of its own', 'so\n⟦cat it⟧'],
    ['behind sudo', 'sudo  ⟦cat it⟧'],
    ['the first of all', '⟦cat it⟧'],
    ['and with a capital behind it', '⟦cat IT⟧'],
    ['words of a statement', 'select a from b ⟦ORDER BY⟧'],
    ['compared with a number', 'select a where b = ⟦17⟧'],
    ['of nine digits', 'select a where b >= ⟦123456789⟧'],
    ['a limit', 'select a from b ⟦limit 5⟧'],
    ['behind something', 'select a from b ⟦c limit 5⟧'],
    ['an offset', 'select a from b ⟦offset 5⟧'],
    ['a column', 'select ⟦r.created⟧'],
    ['a call', 'select ⟦x(y⟧'],
    ['a word of it among names', 'select a ⟦b FROM c⟧'],
    ['between numbers', 'where a between ⟦1 AND 2⟧'],
    ['200 characters behind its begin', `select${' '.repeat(194)}⟦r.created⟧`],
    ['and its words, too', `select${' '.repeat(194)}⟦DESC⟧`],
  ])('is of a command: %s', (_, marked) => {
    expect(judged(marked)).toBe(true);
  });

  test.each([
    ['a name with a capital', '⟦Anna -x⟧'],
    ['behind an option, too', 'run -⟦Anna⟧'],
    ['one inside', '⟦ask Anna && that⟧'],
    ['one beyond ASCII', '⟦éva Émile && that⟧'],
    ['a program in the middle of a sentence', 'my ⟦cat it⟧'],
    ['no program', '$ ⟦jane it⟧'],
    ['a word that begins like one', '$ ⟦catherine it⟧'],
    ['in capitals', '$ ⟦CAT it⟧'],
    ['a next word that is none', 'run ⟦it; jane⟧'],
    ['what an option is given, in letters', 'run --max=⟦jane⟧'],
    ['a word with a hyphen', 'a well-⟦known⟧ one'],
    ['a number alone', 'it is ⟦17⟧'],
    ['compared with nothing', 'select a where ⟦17⟧'],
    ['with a number where nothing is stated', 'a = ⟦17⟧'],
    ['of ten digits', 'select a where b = ⟦1234567890⟧'],
    ['a date', 'select a where b = ⟦2024-01-02⟧'],
    ['words of a statement where nothing is stated', 'please ⟦ORDER BY⟧ noon'],
    ['a limit', 'my ⟦limit 5⟧'],
    ['a column', 'my ⟦r.created⟧'],
    ['a call', 'my ⟦x(y⟧'],
    ['201 characters behind its begin', `select${' '.repeat(195)}⟦r.created⟧`],
    ['and its words, too', `select${' '.repeat(195)}⟦DESC⟧`],
    ['capitals alone', 'select ⟦A FROM B⟧'],
    ['small letters in a statement', 'select ⟦jane doe⟧'],
    ['in brackets', 'select ⟦(17)⟧'],
  ])('is of none: %s', (_, marked) => {
    expect(judged(marked)).toBe(false);
  });

  test.each([
    ['1\t2\t3', true],
    ['1\t2', false],
    ['1\n2\n3', true],
    ['1%, 2%, 3%', true],
    ['1 + 2 + 3', true],
    ['1; 2; 3', true],
    ['1 | 2 | 3', true],
    ['1.5, 2, 3', true],
    ['1, 2, 3', false],
    ['a\t1\t2\t3', true],
    ['Q4\t1\t2\t3', true],
    ['ab1\t1\t2\t3', true],
    ['abc\t1\t2\t3', false],
    ['abc1\t1\t2\t3', false],
    ['1abc\t2\t3', true],
    ['улица\t1\t2\t3', false],
    ['1\t2\t3\tabc', false],
  ])('%j is a table: %s', (text, expected) => {
    expect(isTable(text, 0, text.length)).toBe(expected);
    expect(isTable(`ab, ${text}, cd`, 4, 4 + text.length)).toBe(expected);
  });

  test.each(['37, r + 55, r + 11', 'Q3\t13%\t90%\nQ4\t84', '0.432, 0.338\nQ4, 630'])('%j is no address', (text) => {
    expect(isTable(text, 0, text.length)).toBe(true);
  });
  test.each(['12 High Street, 4', '1600 Elm Rd 20500 3', 'str. 5, 10115, 3', 'AB1 2CD'])('%j may be one', (text) => {
    expect(isTable(text, 0, text.length)).toBe(false);
  });
});

describe('as a whole', () => {
  test.each([
    'kubectl -n shop get pods -o wide',
    'python -m pytest -k paid -x --maxfail=3',
    "sed -i 's/old/new/g' config/app.json",
    'Q1 | 505.49 | 89 | 89 | 0.605 | 254.41 | 0.283 | 385.02 | 51',
    'The build is green',
    'the build is green again',
    './run.sh  # retry 3',
    'Der Build ist grün',
  ])('%j stays', (text) => {
    expect(redactor.redactText(text)).toBe(text);
  });

  test('and values in commands, statements and tables go', () => {
    expect(redactor.redactText('mail -s hello jane@example.com')).toBe('mail -s hello [EMAIL]');
    expect(redactor.redactText("SELECT * FROM people WHERE name = 'Jane Smith'")).toContain("'[PERSON]'");
    expect(redactor.redactText('card | 4111 1111 1111 1111 | 3.50')).toContain('[CREDIT_CARD]');
    expect(redactor.redactText('ask Ms Green, she is Green')).toContain('[PERSON]');
  });
});
