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
