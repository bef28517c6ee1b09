import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Command } from 'commander';
import * as z from 'zod';
import type { Route } from '../api/route.ts';
import { ROUTES } from '../api/routes.ts';
import { createProgram, main } from './program.ts';
import { cardText } from './training.ts';

/** What a reporter, a reader or a document may hold: it clears a screen, renames the window, rewrites a line, reorders, makes a line. */
const HOSTILE = 'x\u001b[2J\u001b]0;pwn\u0007\u009b31m\u0008\r\u202egnp\u2066\u2028\u007f\nFAKE';
const ID = '01KB5DBJH0000000000000000A';

type Schema = z.core.JSONSchema.BaseSchema;

/** A value that the contract admits, with hostile text wherever it admits text. */
function hostile(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const one = (schema.anyOf ?? schema.oneOf)?.[0];
  if (one) return hostile(one as Schema);
  if (schema.type === 'object') {
    const { properties = {}, additionalProperties: others } = schema;
    return {
      ...Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, hostile(part as Schema)])),
      ...(typeof others === 'object' && { [HOSTILE]: hostile(others as Schema) }),
    };
  }
  if (schema.prefixItems) return schema.prefixItems.map((part) => hostile(part as Schema));
  if (schema.type === 'array') return [hostile(schema.items as Schema)];
  if (schema.format === 'date') return '2026-11-25';
  if (schema.type === 'string') return schema.pattern?.includes('64') ? '0'.repeat(64) : schema.format ? ID : HOSTILE;
  if (schema.type === 'boolean') return true;
  return schema.type === undefined ? HOSTILE : 1;
}

const answerOf = ({ answer }: Route): unknown => {
  const value = hostile(z.toJSONSchema(answer, { io: 'input', unrepresentable: 'any' }) as Schema) as object;
  // Pages end.
  return 'next' in value ? { ...value, next: undefined } : value;
};

const COMMANDS = [
  'status',
  'terms',
  'participation',
  'alarms --all',
  'me status',
  'me records',
  'me records --all',
  `me show ${ID} --events`,
  'me text',
  'me readers --refused --mine',
  'me export exported',
  'me pause --for 30m',
  'me resume',
  'me devices list',
  'me devices rename x laptop',
  'me devices remove x',
  'me trim --from 2h --to 1h',
  'me trim --from 2h --to 1h --yes',
  'me withdraw',
  'me erase --yes',
  'me incidents list',
  `me incidents show ${ID}`,
  'consent',
  `consent --accept ${'0'.repeat(64)}`,
  'enrol --device laptop',
  'withdraw',
  'erase --yes',
  'report --severity low --text x',
  'report --anonymous --severity low --text x',
  `report --receipt ${'a'.repeat(26)}`,
  'pause --reason x',
  'incidents list',
  `incidents show ${ID}`,
  `incidents answer ${ID} --text x`,
  `incidents timeline ${ID}`,
  `incidents termination ${ID}`,
  'exposure snapshots',
  `incidents lead ${ID}`,
  `incidents task ${ID} --for g --text x`,
  `incidents note ${ID} --text x`,
  `incidents cause ${ID} --text x`,
  `incidents evidence ${ID} --get 1 --to got`,
  `incidents finding ${ID} --severity low --claim partly --for g --statement x`,
  `incidents publish ${ID}`,
  `incidents verdict ${ID} --verdict confirmed --text x`,
  `approve ${ID} --decision resume --yes`,
  `incidents watch ${ID}`,
  `resume ${ID}`,
  'records list',
  'records list --purpose p --reason r',
  'records totals',
  `records show me ${ID} --purpose own-data --reason x`,
  'grants give somebody --purpose p --hours 1',
  'grants list',
  'grants ask --purpose p --hours 1',
  'grants revoke p#somebody',
  'grants explain --purpose p',
  'ledger export ledger.json',
  'books',
  'export create --purpose p --since 30d --kinds click',
  `export status ${ID}`,
  'export list',
  `export revoke ${ID}`,
  `training declare --export ${ID} --model m --run r`,
  'training list',
  'training concerned me',
  `incidents sample ${ID} --purpose p --reason r`,
  'directory put names.ndjson',
  'directory status',
];
/** They ask no service: their files are the caller's. `agent` is a program of its own. */
const OFFLINE = [
  'login',
  'logout',
  'agent',
  'doctor',
  'completion',
  'ledger verify',
  'disclosure check',
  'disclosure show',
  'disclosure diff',
  'disclosure init',
  'disclosure sign',
  'disclosure prove',
  'disclosure record',
].concat([
  'rights',
  'doors',
  'deployed read',
  'deployed verify',
  'guardrails print',
  'restore plan',
  'restore correct',
  'model check',
  'redact',
  'wire check',
  // Of a document under lock: nothing of it is shown before its hash is that of the signed findings, and all of it in tables.
  'incidents radius',
  // Files, checked by the hashes of a manifest; a place of the caller's own over them; and Markdown, below.
  'export fetch',
  'export table',
  'training card',
  // What their files say is others' word too: `cli/exposure.test.ts`, `cli/investigate.test.ts`.
  ...['collect', 'scan', 'who', 'what', 'explain', 'diff'].map((name) => `exposure ${name}`),
  ...['did', 'blast-radius', 'scope'].map((name) => `investigate ${name}`),
]);

const leaves = (command: Command, path: string[] = []): string[] =>
  command.commands.length === 0
    ? [path.join(' ')]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));

let server: Server;
let folder: string;
const before = process.cwd();
/** Whether every call is refused, in a hostile sentence. */
let refuses = false;
let printed = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-hostile-'));
  process.chdir(folder);
  writeFileSync('names.ndjson', '["Ada"]\n');
  server = createServer((request, response) => {
    request.resume();
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const route = ROUTES.find(
      (one) => one.method === request.method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )!;
    if (refuses) return response.writeHead(403).end(JSON.stringify({ error: 'forbidden', message: HOSTILE }));
    response.writeHead(200).end(JSON.stringify(answerOf(route)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  refuses = false;
  printed = '';
  process.env.SLUICE_TOKEN = 'token';
  process.env.XDG_CONFIG_HOME = folder;
  process.env.SLUICE_API = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = 0;
  delete process.env.SLUICE_TOKEN;
  delete process.env.XDG_CONFIG_HOME;
  delete process.env.SLUICE_API;
});

const controls = (text: string) => text.match(/[^\P{Cc}\n\t]|[\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu);

test.each(COMMANDS)('%s: what others wrote moves nothing, and makes no line', async (line) => {
  const code = await main(['node', 'sluice', ...line.split(' ')]);

  // The text that people consent to is the program's own, and has lines.
  const lines = line === 'consent' ? null : printed.match(/^FAKE/gm);
  expect({ controls: controls(printed), lines, code }).toEqual({
    ...{ controls: null, lines: null },
    // Something was found, which is no good end.
    code: line.startsWith('incidents sample') ? 1 : 0,
  });
  expect(printed).not.toBe('');
});

test.each(COMMANDS)('%s --json: the same', async (line) => {
  await main(['node', 'sluice', '--json', ...line.split(' ')]);

  expect(controls(printed)).toBeNull();
});

test.each(COMMANDS)('%s: nor does the sentence of a refusal', async (line) => {
  refuses = true;
  await main(['node', 'sluice', ...line.split(' ')]);

  expect({ controls: controls(printed), lines: printed.match(/^FAKE/gm) }).toEqual({ controls: null, lines: null });
});

test.each(COMMANDS)('%s: fits terminals of 60 and of 40 columns, but for words that are longer', async (line) => {
  const before = process.env.COLUMNS;
  for (const columns of [60, 40]) {
    process.env.COLUMNS = String(columns);
    printed = '';
    await main(['node', 'sluice', ...line.split(' ')]);

    // A key and a word, or a word alone, have no place to break at.
    const over = printed.split('\n').filter((one) => one.length > columns && one.trim().split(/ +/).length > 2);
    expect({ columns, over }).toEqual({ columns, over: [] });
  }
  if (before === undefined) delete process.env.COLUMNS;
  else process.env.COLUMNS = before;
});

test('no command is left out', () => {
  expect(
    leaves(createProgram()).filter((leaf) => !OFFLINE.includes(leaf) && !COMMANDS.some((one) => one.startsWith(leaf))),
  ).toEqual([]);
});

test('a card is a page of Markdown, and what was declared makes no line and no column in it', () => {
  const run = { run: HOSTILE, export: ID, purpose: `${HOSTILE}|x`, disclosure: '1.0', rows: 1, people: 1, gone: 0 };
  const card = cardText(HOSTILE, [run] as never);

  expect({ controls: controls(card), lines: card.match(/^FAKE/gm) }).toEqual({ controls: null, lines: null });
  expect(card.split('\n').at(-1)!.replaceAll('\\|', '').split('|')).toHaveLength(9);
});
