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
