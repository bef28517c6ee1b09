import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CHECKS } from './checks.ts';
import { judge, type Results } from './judge.ts';

const check = { number: 1, what: 'it works', shown: [{ file: 'a/b.test.ts', test: 'works' }] };
const results = (...all: [name: string, status: string][]): Results => ({
  testResults: [
    { name: '/x/a/b.test.ts', assertionResults: all.map(([fullName, status]) => ({ fullName, status })) },
    { name: '/x/c.test.ts', assertionResults: [{ fullName: 'works', status: 'failed' }] },
  ],
});

describe('a check', () => {
  test.each([
    ['holds', results(['it works', 'passed'], ['it works twice', 'passed'], ['other', 'failed'])],
    ['FAILS', results(['it works', 'passed'], ['it works twice', 'failed'])],
    ['FAILS', results(['it works', 'pending'])],
    ['FAILS', results(['other', 'passed'])],
    ['FAILS', { testResults: [] }],
  ])('%s by the tests that show it, all of them, and by no others: %#', (verdict, given) => {
    expect(judge(check, given).verdict).toBe(verdict);
  });

  test.each([
    ['not yet', results(['it works', 'pending'], ['it works twice', 'pending'])],
    ['FAILS', results(['it works', 'pending'], ['it works twice', 'failed'])],
    ['FAILS', results(['other', 'pending'])],
    ['holds', results(['it works', 'passed'])],
  ])('of a desktop, where its programs are missing, shows nothing and fails nothing: %s', (verdict, given) => {
    const shown = [{ file: 'a/b.test.ts', test: 'works', desktop: true as const }];
    expect(judge({ ...check, shown }, given).verdict).toBe(verdict);
  });

  test('that does not hold yet says so, and so does what nobody has measured', () => {
    expect(judge({ number: 1, what: 'x', notYet: 'later' }, results())).toMatchObject({ verdict: 'not yet' });
    const cost = { number: 1, what: 'x', measured: 'agent-cost' } as const;
    expect(judge(cost, results())).toMatchObject({ verdict: 'not yet' });
    expect(judge(cost, results(), { 'agent-cost': { holds: false, says: '9' } })).toMatchObject({ verdict: 'FAILS' });
  });
});

test('there are thirty, and each is shown by something, or said to be open', () => {
  expect(CHECKS.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  for (const { number, shown, measured, notYet } of CHECKS) {
    expect([number, [shown, measured, notYet].filter((one) => one !== undefined).length]).toEqual([number, 1]);
  }
});

test.each(CHECKS.flatMap(({ number, shown = [] }) => shown.map((one) => [number, one.file, one.test] as const)))(
  '%i is shown by tests that there are: %s, %s',
  (_number, file, name) => {
    const own = readFileSync(file, 'utf8');
    // Suites that one file puts one after the other stand in a folder of its name.
    const folder = file.replace(/\.test\.ts$/, '');
    const parts = existsSync(folder)
      ? readdirSync(folder).map((part) => readFileSync(`${folder}/${part}`, 'utf8'))
      : [];
    const titles = [own, ...parts]
      .flatMap((text) => [...text.matchAll(/'((?:[^'\\\n]|\\.)+)'|`([^`\n]+)`/g)])
      .map(([, quoted, template]) => (quoted ?? template)!.replaceAll("\\'", "'"));
    const found = titles.some((title) => title.includes(name)) || titles.some((suite) => beginsIn(suite, titles, name));

    expect(found).toBe(true);
  },
);

/** Whether a name is a suite's title and the beginning of a test's. */
const beginsIn = (suite: string, titles: readonly string[], name: string): boolean =>
  name.startsWith(`${suite} `) && titles.some((title) => title.startsWith(name.slice(suite.length + 1)));
