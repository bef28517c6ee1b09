import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { drawBooks } from '../core/books/books.ts';
import { sluice } from '../test/fixtures/sluice.ts';
import { accountsOf, type Books, barsOf, booksPage, booksPicture } from './books-picture.ts';
import { widthOf } from './layout.ts';

const HOSTILE = `</td><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e`;

const books = (change: { frames?: Partial<Books['frames']>; events?: Partial<Books['events']> } = {}): Books => ({
  frames: {
    ...{ acknowledged: 100, ahead: 4, admitted: 80, refused: { late: 12, unsealed: 5 }, missing: 6, pending: 3 },
    ...{ untold: 0, repeated: 7, unreadable: 2, ...change.frames },
  },
  events: { admitted: 900, stored: 850, dropped: { field: 49, time: 1 }, stripped: 11, ...change.events },
  ...{ balances: true, settled: false, differences: [], damaged: [], unsettled: [] },
});

const count = fc.nat(1_000_000);
const reasons = fc.dictionary(fc.constantFrom('late', 'unsealed', 'malformed', HOSTILE, 'x'.repeat(60)), count);
const anyBooks = fc
  .record({
    frames: fc.record({
      ahead: count,
      untold: count,
      admitted: count,
      refused: reasons,
      missing: count,
      pending: count,
      repeated: count,
    }),
    events: fc.record({ stored: count, dropped: reasons, stripped: count }),
  })
  .map(({ frames, events }) => books({ frames, events }));

describe('the equations', () => {
  test('add up on both sides where the books balance: nothing is taken away', () => {
    const [frames, events] = accountsOf(books());

    expect(frames!.sides.map(({ what, sum }) => [what, sum])).toEqual([
      ['told by devices', 106],
      ['counted', 106],
    ]);
    expect(frames!.beside).toEqual([['sent again', 7]]);
    expect(events!.sides.map(({ sum }) => sum)).toEqual([900, 900]);
  });

  test('say the same as the books do', () => {
    const lanes = fc.record({ admitted: count, 'refused:late': count, 'refused:malformed': count, missing: count });
    fc.assert(
      fc.property(lanes, fc.nat(100), fc.nat(1_000), (lane, spoiled, acked) => {
        const counters = { ...lane, 'refused:malformed': lane['refused:malformed'] + spoiled, unreadable: spoiled };
        const drawn = drawBooks([counters], [{ subject: 's', device: 'd', acked }]);
        const [{ sides }] = accountsOf(drawn) as [ReturnType<typeof accountsOf>[0]];
        expect(sides[0]!.sum === sides[1]!.sum).toBe(drawn.balances);
      }),
    );
  });

  test('of lanes that do not count events has one side', () => {
    const { admitted: _, ...events } = books().events;
    expect(accountsOf({ ...books(), events })[1]!.sides.map(({ what }) => what)).toEqual(['decided']);
  });
});

describe('bars', () => {
  test('begin where the one before ended, and end where the whole does; what is there is seen', () => {
    fc.assert(
      fc.property(
        fc.array(count, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 8, max: 100 }),
        (counts, places) => {
          const whole = counts.reduce((sum, one) => sum + one, 0);
          const bars = barsOf(counts, whole, places);
          for (const [index, { from, length }] of bars.entries()) {
            expect(length > 0).toBe(counts[index]! > 0);
            expect(from + length).toBeLessThanOrEqual(places);
          }
          if (whole > 0) expect(Math.max(...bars.map(({ from, length }) => from + length))).toBe(places);
        },
      ),
    );
  });
});

const PICTURE = [
  'FRAMES',
  'acknowledged          100  ████████████████',
  'not told yet            4                  █',
  'of no number            2                  █',
  '= told by devices     106',
  'admitted               80  █████████████',
  'refused late           12               ██',
  'refused unsealed        5                 █',
  'missing                 6                  █',
  'under way               3                  █',
  '= counted             106',
  '(sent again)            7',
  '',
  'EVENTS',
  'admitted              900  █████████████████',
  '= in admitted frames  900',
  'stored                850  ████████████████',
  'dropped field          49                  █',
  'dropped time            1                  █',
  '= decided             900',
  '(fields taken out)     11',
];

describe('the picture', () => {
  test('fits every terminal from 40 columns on, keeps every name and number, and no control gets through', () => {
    fc.assert(
      fc.property(anyBooks, fc.integer({ min: 40, max: 300 }), (one, width) => {
        const picture = booksPicture(one, width);
        // A name that is longer than the terminal stands alone in its line, and is laid out there.
        const tooLong = picture.split('\n').filter((line) => widthOf(line) > Math.min(width, 100));
        expect(tooLong.filter((line) => !/script|x{60}/.test(line))).toEqual([]);
        expect(picture).not.toMatch(/\u202e/);
        for (const number of Object.values(one.frames.refused)) expect(picture).toContain(` ${number}`);
      }),
    );
  });

  test('is this one', () => {
    expect(booksPicture(books(), 44).split('\n')).toEqual(PICTURE);
  });

  test('of a program that has nothing yet is empty, and no division by zero', () => {
    const nothing = {
      acknowledged: 0,
      ahead: 0,
      untold: 0,
      admitted: 0,
      refused: {},
      missing: 0,
      pending: 0,
      repeated: 0,
    };
    const empty = books({ frames: { ...nothing, unreadable: 0 }, events: { admitted: 0, stored: 0, dropped: {} } });
    expect(booksPicture(empty, 80)).not.toMatch(/█|NaN|Infinity/);
    expect(booksPage(empty, [], '')).not.toMatch(/NaN|Infinity/);
  });
});

describe('the page', () => {
  test('holds what others wrote as text alone; nothing is fetched, nothing runs', () => {
    const one = books({ frames: { refused: { [HOSTILE]: 1 } }, events: { dropped: { [HOSTILE]: 2 } } });
    const page = booksPage(one, [['program', HOSTILE]], HOSTILE);

    expect(page).not.toMatch(/<script|<img|\u202e/);
    expect(page).toContain("default-src 'none'");
    const attributes = [...page.matchAll(/<[a-z0-9]+ ([^>]*)>/gi)].map(([, some]) => some!.replace(/="[^"]*"/g, ''));
    expect([...new Set(attributes.flatMap((some) => some.split(' ')))].sort()).toEqual(
      ['charset', 'class', 'content', 'http-equiv', 'lang', 'name', 'scope', 'style'].sort(),
    );
  });
});

describe('sluice books', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-books-'));
  const { COLUMNS, SLUICE_TOKEN } = process.env;
  const back = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  afterEach(() => {
    jest.restoreAllMocks();
    back('COLUMNS', COLUMNS);
    back('SLUICE_TOKEN', SLUICE_TOKEN);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => {
    process.env.SLUICE_TOKEN = 'token';
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(books()));
    return sluice('--api', 'https://api.example', 'books', ...args);
  };

  test('shows bars in a terminal, and tables where it is piped or too narrow', async () => {
    process.env.COLUMNS = '60';
    expect((await run()).out).toMatch(/^acknowledged +100 +█+\n[\s\S]*The books balance/m);
    process.env.COLUMNS = '39';
    expect((await run()).out).not.toContain('█');
    delete process.env.COLUMNS;
    expect((await run()).out).toMatch(/^refused late +12$/m);
  });

  test('writes a page, and never over another file', async () => {
    const file = join(folder, 'books.html');
    expect(await run('--html', file)).toMatchObject({ code: 0, out: expect.stringContaining(`As a page: ${file}`) });
    expect(readFileSync(file, 'utf8')).toContain('https://api.example');

    writeFileSync(file, 'mine');
    expect(await run('--html', file)).toMatchObject({ code: 2, err: expect.stringContaining('is not written over') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await run('--html', join(folder, 'none', 'x.html'))).toMatchObject({ code: 2 });
  });

  test('tells programs the same as before, and where the page is', async () => {
    expect(JSON.parse((await run('--json')).out)).toEqual(books());
    const file = join(folder, 'json.html');
    expect(JSON.parse((await run('--json', '--html', file)).out)).toEqual({ ...books(), html: file });
  });
});
