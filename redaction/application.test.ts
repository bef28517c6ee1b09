import { describe, expect, test } from '@jest/globals';
import type { Event } from '../wire/event.ts';
import { type Application, applicationOf, mayName } from './application.ts';
import { createRedactor } from './create.ts';
import type { TextTagger } from './finder.ts';

describe('what sort of program an application is', () => {
  test.each<[string | undefined, Application | undefined]>([
    ['xterm', 'terminal'],
    ['gnome-terminal', 'terminal'],
    ['org.kde.konsole', 'terminal'],
    ['cmd.exe', 'terminal'],
    ['foot', 'terminal'],
    ['code', 'editor'],
    ['pycharm', 'editor'],
    ['nvim', 'editor'],
    ['DBeaver', 'database'],
    ['MySQL Workbench', 'database'],
    ['Microsoft Excel', 'spreadsheet'],
    ['libreoffice-calc', 'spreadsheet'],
    ['element', undefined],
    ['thunderbird', undefined],
    ['football-manager', undefined],
    ['barcode', undefined],
    ['determine', undefined],
    ['x'.repeat(100), undefined],
    [undefined, undefined],
  ])('%s', (name, expected) => {
    expect(applicationOf(name)).toBe(expected);
    expect(applicationOf(name)).toBe(expected);
  });

  test('a name of 64 characters is read, a longer one not, and each of a thousand', () => {
    const ending = (length: number): string => `${'x'.repeat(length - 9)} terminal`;

    expect([applicationOf(ending(64)), applicationOf(ending(65))]).toEqual(['terminal', undefined]);
    for (let n = 0; n < 1_000; n++)
      expect([applicationOf(`${n} terminal`), applicationOf(`${n} mail`)]).toEqual(['terminal', undefined]);
  });
});

describe('a guess in a program of code', () => {
  const may = (
    text: string,
    value: string,
    application: Application = 'terminal',
    type = 'PERSON' as const,
  ): boolean => {
    const start = text.indexOf(value);
    return mayName(application, text, start, start + value.length, type);
  };

  test.each([
    ['$ kubectl get pods worker', 'worker'],
    ['cut -d, -f9 sort', 'sort'],
    ['UPDATE kunden SET telefon = 3', 'telefon'],
    ['result.append(left)', 'left'],
    ['Keine Relationen', 'Relationen'],
    ["it's down; restart nginx", 'nginx'],
  ])('is none in %j: %j', (text, value) => {
    expect(may(text, value)).toBe(false);
  });

  test.each([
    ['git config user.name "petra"', 'petra'],
    ["WHERE name = 'galvez'", 'galvez'],
    ['x = 1 // ask anna about this', 'anna'],
    ['$ finger Petra Vandenberg', 'Petra Vandenberg'],
    ['please ask anna about the build', 'anna'],
    ['first && second\nplease ask anna about the build\n$ ls', 'anna'],
  ])('is one in %j: %j', (text, value) => {
    expect(may(text, value)).toBe(true);
  });

  /** What is judged stands in brackets. */
  const judged = (marked: string): boolean => {
    const start = marked.indexOf('⟦');
    return mayName('editor', marked.replace(/[⟦⟧]/g, ''), start, marked.indexOf('⟧') - 1, 'PERSON');
  };

  test.each([
    ['in double quotes', 'f("⟦anna⟧")'],
    ['in single ones', "f('⟦anna⟧')"],
    ['in those of templates', 'f(`⟦anna⟧`)'],
    ['at the begin of a line', "'⟦anna⟧' = f()"],
    ['with the other kind in them', 'f("it\'s ⟦anna⟧")'],
    ['with a word before it', "f('so ⟦anna⟧')"],
    ['behind others that are closed', 'f("a", "⟦anna⟧")'],
    ['behind an apostrophe', "it's ('⟦anna⟧')"],
    ['in a comment', 'f(); // ⟦anna⟧'],
    ['of a shell', 'f() # ⟦anna⟧'],
    ['of a statement', 'f() -- ⟦anna⟧'],
    ['of several lines', '/* ⟦anna⟧'],
    ['in the middle of it', 'x\n * ⟦anna⟧ x = 1'],
    ['of a page', '<!-- ⟦anna⟧'],
    ['in four words', 'ask ⟦anna⟧ about that'],
    ['in a line of its own among others', 'f();\nask ⟦anna⟧ about that\nf();'],
    ['with another word behind it', 'f(⟦Anna Meier⟧)'],
    ['with one between', 'f(⟦Anna van Meier⟧)'],
  ])('is one %s: %s', (_, marked) => {
    expect(judged(marked)).toBe(true);
  });

  test.each([
    ['in quotes that are closed', 'f("a", ⟦anna⟧)'],
    ['in those of another line', 'f("a\n⟦anna⟧)'],
    ['behind an apostrophe', "it's (⟦anna⟧)"],
    ['in a comment of another line', '// f\n⟦anna⟧()'],
    ['before one', 'f(⟦anna⟧) // so'],
    ['in three words', 'ask ⟦anna⟧ now'],
    ['of which one is a letter', 'ask ⟦anna⟧ a now'],
    ['in a line with a sign before it', 'f(); ask ⟦anna⟧ about that'],
    ['in a line with a sign behind it', 'ask ⟦anna⟧ about that = 1'],
  ])('is none %s: %s', (_, marked) => {
    expect(judged(marked)).toBe(false);
  });

  test('is looked for 240 characters around it', () => {
    const [near, far] = ['a'.repeat(238), 'a'.repeat(239)];

    expect([judged(`"${near} ⟦anna⟧`), judged(`"${far} ⟦anna⟧`)]).toEqual([true, false]);
    expect([judged(`ask ⟦anna⟧ about ${near.slice(6)};`), judged(`ask ⟦anna⟧ about ${near.slice(6)}x;`)]).toEqual([
      false,
      true,
    ]);
  });

  test('of a number in a spreadsheet is none, and a date is judged elsewhere', () => {
    expect(may('12.5\t33', '12.5', 'spreadsheet')).toBe(false);
    expect(may('12.5\tAnna', 'Anna', 'spreadsheet')).toBe(true);
    expect(mayName('terminal', '$ ls 2024', 5, 9, 'DATE')).toBe(true);
  });
});

describe('a redactor that knows the program', () => {
  const tagger: TextTagger = {
    tag(text, emit) {
      for (const match of text.matchAll(/worker|Petra Vandenberg/g))
        emit(match.index, match.index + match[0].length, 'PERSON');
    },
  };
  const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger, topics: false });
  const text = '$ deploy worker --mail a@b.com -p 4111111111111111';
  const found = (application?: string) => redactor.find(text, application).map(({ type }) => type);

  test('guesses less of code, and finds what is proven as ever', () => {
    expect(found()).toEqual(['PERSON', 'EMAIL', 'CREDIT_CARD']);
    expect(found('element')).toEqual(['PERSON', 'EMAIL', 'CREDIT_CARD']);
    expect(found('xterm')).toEqual(['EMAIL', 'CREDIT_CARD']);
    expect(redactor.find('ask Petra Vandenberg', 'xterm')).toHaveLength(1);
  });

  test('in pastes and in typing, each event in its own', () => {
    const paste = (app: string, time: number) =>
      ({
        kind: 'text',
        time,
        app,
        window: app,
        inputType: 'insertFromPaste',
        data: 'deploy worker; and then it is done here again',
      }) as Event;
    const keys = (app: string, from: number) =>
      [...'run worker; and then it is done here again'].map(
        (key, i) => ({ kind: 'key', type: 'keydown', time: from + i, app, window: `${app}2`, key }) as Event,
      );
    const stored = (events: Event[]) => redactor.redactFrames([{ device: 'd', number: 1, events }])[0]!.found;

    expect(stored([paste('xterm', 1)]).PERSON).toBeUndefined();
    expect(stored([paste('xterm', 1), paste('element', 2)]).PERSON).toBeGreaterThan(0);
    const masked = (app: string) =>
      stored([
        ...keys(app, 1),
        { kind: 'key', type: 'keydown', time: 999, app, window: `${app}2`, key: 'Enter' } as Event,
      ]).PERSON ?? 0;
    expect([masked('xterm'), masked('element') > 0]).toEqual([0, true]);
  });
});
