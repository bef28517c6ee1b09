import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiError } from '../../api/client.ts';
import { escapeHtml } from '../../core/shared/html.ts';
import type { Event } from '../../wire/event.ts';
import { CommandError } from '../exit-codes.ts';
import { fetchAll } from './export.ts';
import type { OpenedRecord, OwnRecord } from './own.ts';
import { type PageParts, writePage } from './page.ts';

const T = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;
const record = (at: number): OwnRecord => ({
  ...{ subject: 'anna', segment: `01KB5DBJH000000000000000${String(at).padStart(2, '0')}`, disclosure: '1.0' },
  ...{ arrivedFrom: T - at * HOUR, arrivedTo: T - at * HOUR, readableFrom: T, expiresSeconds: T / 1_000, events: 1 },
  ...{ kinds: { click: 1 }, tier: 'routine', bytes: 1 },
});
const RECORDS = Array.from({ length: 30 }, (_, at) => record(at));
const opened = (one: OwnRecord, events: Event[] = []): OpenedRecord => ({ record: one, events, receipts: [] });
const refused = (reason: string) => new ApiError('refused', reason, 'Used up until noon.', { status: 429 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const there = () =>
  existsSync(join(folder, 'records')) ? readdirSync(join(folder, 'records'), { recursive: true }) : [];
const files = () => there().filter((name) => String(name).endsWith('.json'));

function fetching(open: (segment: string) => Promise<OpenedRecord>, asked: () => boolean = () => false) {
  const told: string[] = [];
  const stop = {
    get asked() {
      return asked();
    },
  };
  return { told, run: fetchAll(RECORDS, { folder, stop, open, tell: (line) => told.push(line) }) };
}

describe('a download', () => {
  test('that is stopped goes on where it was, and opens no record twice', async () => {
    const asked: string[] = [];
    const open = async (segment: string) => {
      asked.push(segment);
      return opened(RECORDS.find((one) => one.segment === segment)!);
    };
    const first = fetching(open, () => asked.length >= 10);
    await expect(first.run).rejects.toMatchObject({
      exitCode: 130,
      message: `Stopped. To go on: sluice me export ${folder}`,
    });
    const before = asked.length;
    expect(files()).toHaveLength(before);
    expect(before).toBeLessThan(20);

    const second = fetching(open);
    expect(await second.run).toEqual([]);
    expect(files()).toHaveLength(30);
    expect(asked).toHaveLength(30);
    expect(second.told[0]).toBe(`${before} of 30 records are here already`);
  });

  test('that uses up the limit says how far it came, when there is more, and what to do', async () => {
    let asked = 0;
    const open = async (segment: string) => {
      if (++asked > 12) throw refused('limit');
      return opened(RECORDS.find((one) => one.segment === segment)!);
    };
    const failure = await fetching(open).run.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect((failure as CommandError).message).toBe(
      `12 of 30 records are here. Used up until noon. Then go on: sluice me export ${folder}`,
    );
    // Nothing is asked for in vain, but what was under way.
    expect(asked).toBeLessThan(12 + 5);
  });

  test('goes on over what was erased or has ended since it was listed, and names it', async () => {
    const open = async (segment: string) => {
      if (segment === RECORDS[3]!.segment) throw refused('expired');
      return opened(RECORDS.find((one) => one.segment === segment)!);
    };
    expect(await fetching(open).run).toEqual([{ segment: RECORDS[3]!.segment, reason: 'expired' }]);
    expect(files()).toHaveLength(29);
  });

  test('leaves no half of a file, and what it writes is its owner’s alone', async () => {
    await fetching(async (segment) => opened(RECORDS.find((one) => one.segment === segment)!)).run;
    for (const name of files()) expect(statSync(join(folder, 'records', String(name))).mode & 0o077).toBe(0);
    expect(there().filter((name) => String(name).endsWith('.part'))).toEqual([]);
  });
});

describe('the page', () => {
  const HOSTILE = `</pre><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e\u0007`;
  const parts = (events: Event[]): PageParts => ({
    status: {
      program: HOSTILE,
      disclosure: { version: HOSTILE, title: HOSTILE, text: HOSTILE, hash: '0'.repeat(64) },
      gates: {} as never,
      ...{ covered: true, subject: HOSTILE, devices: [] },
    } as unknown as PageParts['status'],
    ledger: {
      ...{ chains: [], publicKey: '' },
      entries: [
        {
          ...{
            kind: 'read',
            at: T,
            actor: `reader:${HOSTILE}`,
            purpose: HOSTILE,
            reason: HOSTILE,
            chain: 'c0',
            seq: 1,
          },
          ...{ previous: '', hash: '', grant: { givenBy: HOSTILE, givenAt: T, expires: T } },
        },
      ],
    },
    records: RECORDS.slice(0, 2),
    opened: (one) => opened(one, events),
  });
  const EVENTS: Event[] = [
    { kind: 'message', time: T, app: HOSTILE, text: HOSTILE, author: 'self' },
    { kind: 'click', time: T, app: 'editor', x: 1, y: 2, button: 0 },
  ];

  test('holds what others wrote as text alone: no element, attribute or address of theirs', async () => {
    await writePage(folder, parts(EVENTS));
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag!.toLowerCase()));
    const ours =
      'article body dd details dl dt footer h1 h2 h3 head header html main meta p pre section style summary title';
    expect([...tags].filter((tag) => tag !== '!doctype' && !ours.split(' ').includes(tag))).toEqual([]);
    // The only attributes are these; nothing is fetched, nothing runs.
    const attributes = [...page.matchAll(/<[a-z0-9]+ ([^>]*)>/gi)].map(([, some]) => some!.replace(/="[^"]*"/g, ''));
    expect([...new Set(attributes.flatMap((some) => some.split(' ')))].sort()).toEqual(
      ['charset', 'content', 'dir', 'http-equiv', 'lang', 'name'].sort(),
    );
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
    for (const one of ['\u202e', '\u0007', 'http:', 'https:']) expect(page).not.toContain(one);
    expect(page).toContain('&#60;script&#62;alert(1)');
  });

  test.each([
    [{}, /<p>Nobody but you has read what is stored of you\.<\/p>/],
    [{ since: T }, /<p>As far as was looked through, nobody but you .*\n<p>Looked through since/],
    [{ unreadable: 3 }, /<p>As far as was looked through, nobody but you .*\n<p>3 entries cannot be read/],
    [
      { everybody: [{ purpose: HOSTILE, count: 2, first: T, newest: T }] },
      /<p>Nobody but you has read a record of yours, .* you may have stood in them\.<\/p>\n<p>Lists of everybody/,
    ],
  ])('says that nobody read it as far as it is known: %#', async (more, expected) => {
    const ledger = { chains: [], publicKey: '', entries: [], everybody: [], ...more };
    await writePage(folder, { ...parts(EVENTS), ledger });
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).toMatch(expected);
    expect(page).not.toContain('<script>');
  });

  test('and the events stand beside it, each with the record that it is of', async () => {
    expect(await writePage(folder, parts(EVENTS))).toEqual({ events: 4 });
    const lines = readFileSync(join(folder, 'events.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      [RECORDS[1], RECORDS[1], RECORDS[0], RECORDS[0]].map((one, at) => ({ record: one!.segment, ...EVENTS[at % 2] })),
    );
  });

  test.each([
    ['<a href="x">', '&#60;a href=&#34;x&#34;&#62;'],
    ["it's & so", 'it&#39;s &#38; so'],
    ['a\u0000b\u202ec', 'a\\u0000b\\u202ec'],
    ['two\nlines\tand', 'two\nlines\tand'],
  ])('%j is %j', (text, escaped) => expect(escapeHtml(text)).toBe(escaped));
});
