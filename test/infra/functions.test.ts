import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listRecords } from '../../api/reading.ts';
import { keysOf } from '../../api/route.ts';
import type { Manifest } from '../../functions/shared/manifest.ts';
import type { PlaneAccess, RoleAccess } from '../../lib/access/access.ts';
import { checkFunctions } from '../../lib/access/functions.ts';
import { findManifests, functionWith, MANIFESTS } from '../../lib/functions.ts';
import { FOLDERS } from './synthesize.ts';

const manifest: Manifest = {
  plane: 'reading',
  does: 'Lists',
  memory: 128,
  timeoutSeconds: 10,
  triggers: { routes: { listRecords } },
  environment: [],
  alarms: {},
};
const role: RoleAccess = { trusts: { service: 'lambda.amazonaws.com' }, does: 'lists', grants: [] };
const page = (plane: PlaneAccess['plane'], roles: Record<string, RoleAccess>): PlaneAccess => ({
  plane,
  roles,
});

describe('a function', () => {
  const complaint = (one: Manifest, ...pages: PlaneAccess[]) => {
    try {
      checkFunctions(new Map([['exposure', one]]), pages);
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('is declared by a manifest and a role of its name', () => {
    expect(complaint(manifest, page('reading', { exposure: role }))).toBe('none');
  });

  test.each<[what: string, expected: RegExp, manifest: Manifest, pages: PlaneAccess[]]>([
    ['no role', /^functions\/exposure has no role: lib\/access\/reading\.ts/, manifest, [page('reading', {})]],
    [
      'a role that Lambda cannot take',
      /^functions\/exposure has no role/,
      manifest,
      [page('reading', { exposure: { ...role, trusts: { role: 'control' } } })],
    ],
    [
      'its role on the page of another plane',
      /is of the plane reading, and its role stands in lib\/access\/ingest\.ts$/,
      manifest,
      [page('ingest', { exposure: role })],
    ],
    [
      'no error alarm',
      /^functions\/exposure has no error alarm/,
      { ...manifest, triggers: { tasks: 'incident' } },
      [page('reading', { exposure: role })],
    ],
    [
      'an error alarm beside that of the API',
      /^functions\/exposure only answers the API, whose alarm hears of its errors: leave "errors" out$/,
      { ...manifest, errors: { means: 'It fails.' } },
      [page('reading', { exposure: role })],
    ],
    [
      'nothing that calls it',
      /^functions\/exposure is called by nothing/,
      { ...manifest, triggers: {} },
      [page('reading', { exposure: role })],
    ],
    ...(['schedule', 'stream', 'tasks', 'job', 'changes'] as const).map(
      (trigger): [string, RegExp, Manifest, PlaneAccess[]] => [
        `routes and, beside them, the trigger "${trigger}"`,
        new RegExp(
          `^functions/exposure answers people, so that its trigger "${trigger}" belongs to a function of its own`,
        ),
        { ...manifest, triggers: { routes: { listRecords }, [trigger]: 'of any kind' } as Manifest['triggers'] },
        [page('reading', { exposure: role })],
      ],
    ),
    [
      'a role beside it that has no function',
      /has the role "other" of a function, and there is no functions\/other$/,
      manifest,
      [page('reading', { exposure: role, other: role })],
    ],
  ])('with %s fails the synthesis with a sentence', (_what, expected, one, pages) => {
    expect(complaint(one, ...pages)).toMatch(expected);
  });

  test('without a manifest fails the synthesis with a sentence', async () => {
    const folder = join(FOLDERS[0]!, '../functions-without-a-manifest');
    mkdirSync(join(folder, 'exposure'), { recursive: true });
    writeFileSync(join(folder, 'exposure/handler.ts'), '');

    await expect(findManifests(folder)).rejects.toThrow('functions/exposure has no manifest.ts');
  });
});

test('one function reads the stream, and one does the tasks of the workflow', () => {
  expect(functionWith('stream')).toBe('redactor');
  expect(functionWith('tasks')).toBe('investigate');
  expect(functionWith('job')).toBe('export-job');
  expect(() => functionWith('stream', new Map())).toThrow('one function has the trigger "stream"');
});

test('the data model names each function with what calls it', () => {
  const rows = readFileSync('docs/data-model.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  for (const [name, { triggers }] of MANIFESTS) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` `)) ?? '';
    const { schedule, stream, tasks, job } = triggers;
    const routes = keysOf(triggers.routes ?? {});
    const every = schedule?.every;
    const named = [
      ...routes.map((route) => `\`${route}\``),
      ...(every
        ? ['minutes' in every ? (every.minutes === 1 ? 'every minute' : `every ${every.minutes} minutes`) : 'daily']
        : []),
      ...(stream ? ['Kinesis'] : []),
      ...(tasks || job ? ['Step Functions tasks'] : []),
    ];

    expect([name, named.filter((one) => !row.includes(one))]).toEqual([name, []]);
    expect([name, row.match(/`(GET|POST|PUT|DELETE) /g) ?? []]).toHaveProperty('1.length', routes.length);
  }
});

test('names of alarms are given once', () => {
  const names = [...MANIFESTS].flatMap(([name, { alarms }]) => [...Object.keys(alarms), `${name}-errors`]);

  expect(new Set(names).size).toBe(names.length);
});
