import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVENT_FIELDS } from '../../wire/event.ts';
import { createAdmission, type Filter } from '../../wire/filter.ts';
import { parseLines } from '../../wire/lines.ts';

/** Two programs in two languages, sharing no code, have to come to the same counts. */
const program = new URL('../../programs/model-capability/', import.meta.url);
const script = fileURLToPath(new URL('count.py', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-count-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function countInPython(filter: Filter, body: Uint8Array): unknown {
  writeFileSync(join(folder, 'filter.json'), JSON.stringify(filter));
  writeFileSync(join(folder, 'recording.ndjson'), body);
  const run = spawnSync('python3', [script, join(folder, 'filter.json'), join(folder, 'recording.ndjson')]);
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return JSON.parse(run.stdout.toString());
}

function countHere(filter: Filter, body: Uint8Array) {
  const admit = createAdmission(filter);
  const dropped: Record<string, number> = {};
  let kept = 0;
  let stripped = 0;
  const lines = parseLines(body);
  for (const line of lines) {
    const admission = admit(line);
    if ('dropped' in admission) dropped[admission.dropped] = (dropped[admission.dropped] ?? 0) + 1;
    else {
      kept++;
      stripped += admission.stripped;
    }
  }
  return { events: lines.length, kept, dropped, stripped };
}

const recordings = Buffer.concat([
  readFileSync(new URL('session.ndjson', program)),
  readFileSync(new URL('conversation.ndjson', program)),
]);
const office: Filter = {
  program: 'test',
  disclosure: '1.0',
  kinds: {
    pointer: ['path'],
    click: ['x', 'y', 'button'],
    key: ['type', 'code', 'key', 'class'],
    text: ['inputType', 'data', 'fieldType'],
    prompt: ['text', 'author'],
    message: ['text', 'author'],
    window: ['type', 'window'],
  },
  applications: {
    mousepad: { keys: 'content' },
    xterm: { keys: 'class' },
    assistant: { keys: 'content' },
    element: { keys: 'content' },
    thunderbird: { keys: 'none' },
  },
};

describe('the counter in Python', () => {
  test.each([
    ['an office program', office],
    ['nothing disclosed', { ...office, kinds: {} }],
    ['all fields, no application', { ...office, kinds: EVENT_FIELDS, applications: {} }],
    ['keys alone, without their type', { ...office, kinds: { key: ['class'] } }],
  ] as [string, Filter][])('agrees about the recordings: %s', (_, filter) => {
    const expected = countHere(filter, recordings);
    expect(countInPython(filter, recordings)).toMatchObject(expected);
  });

  test('counts by kind and application', () => {
    const counted = countInPython(office, recordings) as { kinds: Record<string, number>; applications: object };
    expect(counted.kinds.key).toBeGreaterThan(100);
    expect(counted.applications).toMatchObject({ zenity: { application: expect.any(Number) } });
  });

  test.each(['admission.json', 'catalogue.json'])('agrees about every test vector of %s', (name) => {
    const read = (file: string) =>
      JSON.parse(readFileSync(new URL(`../../wire/vectors/${file}`, import.meta.url), 'utf8'));
    const { filter, cases } = read(name) as { filter: Filter; cases: { event: unknown }[] };
    const lines = (read('lines.json') as { line: string }[]).map(({ line }) => Buffer.from(line, 'base64'));
    const body = [...cases.map(({ event }) => Buffer.from(JSON.stringify(event))), ...lines];
    const joined = Buffer.concat(body.flatMap((line) => [line, Buffer.from('\n')]));
    expect(countInPython(filter, joined)).toMatchObject(countHere(filter, joined));
  });
});
