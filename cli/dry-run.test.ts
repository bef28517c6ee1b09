import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keyOf, type RouteKey } from '../api/route.ts';
import { ROUTES } from '../api/routes.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const ID = '01KB2R8V400000000000000000';
const HASH = '5f'.repeat(32);
const folder = mkdtempSync(join(tmpdir(), 'sluice-dry-run-'));
const FILE = join(folder, 'file');

/** The command of each contract that changes something. */
const COMMANDS: Partial<Record<RouteKey, readonly string[]>> = {
  'POST /enrolments': ['enrol', '--device', 'laptop'],
  'POST /consents': ['consent', '--accept', HASH],
  'DELETE /consents': ['me', 'withdraw'],
  'PUT /consents/pause': ['me', 'pause', '--for', '30m'],
  'DELETE /consents/pause': ['me', 'resume'],
  'DELETE /devices/{device}': ['me', 'devices', 'remove', 'd-1', '--yes'],
  'POST /trims': ['me', 'trim', '--from', '2h', '--to', '1h', '--yes'],
  'DELETE /subject': ['me', 'erase', '--yes'],
  'POST /reports': ['report', '--severity', 'high', '--text', 'x'],
  'POST /anonymous-reports': ['report', '--anonymous', '--severity', 'high', '--text', 'x'],
  'POST /pauses': ['pause', '--reason', 'x'],
  'POST /incidents/{incident}/answers': ['incidents', 'answer', ID, '--text', 'x'],
  'POST /incidents/{incident}/approvals': ['approve', ID, '--decision', 'resume'],
  'POST /incidents/{incident}/resume': ['resume', ID],
  'POST /incidents/{incident}/case': ['incidents', 'note', ID, '--text', 'x'],
  'POST /grants': ['grants', 'give', 'r', '--purpose', 'p', '--hours', '1'],
  'POST /grants/requests': ['grants', 'ask', '--purpose', 'p', '--hours', '1'],
  'POST /grants/revocations': ['grants', 'revoke', 'p#r'],
  'POST /exports': ['export', 'create', '--purpose', 'p'],
  'POST /trainings': ['training', 'declare', '--export', ID, '--model', 'm', '--run', 'r'],
  'POST /exports/{export}/revocation': ['export', 'revoke', ID],
  'POST /exports/{export}/copies': ['export', 'table', ID, '--location', 's3://team-data/clicks/', '--drop'],
  'PUT /directory/parts/{part}': ['directory', 'put', FILE],
  'PUT /directory': ['directory', 'put', FILE],
};
/** Others of the same contract. */
const MORE: (readonly string[])[] = [
  ['withdraw'],
  ['erase', '--yes'],
  ['incidents', 'cause', ID, '--text', 'x'],
  ['incidents', 'lead', ID],
  ['incidents', 'publish', ID],
  ['incidents', 'verdict', ID, '--verdict', 'confirmed', '--text', 'x'],
  [
    ...['incidents', 'finding', ID, '--severity', 'low', '--claim', 'partly'],
    ...['--statement', 'x', '--for', 'platform'],
  ],
  ['incidents', 'task', ID, '--take', '4'],
  ['incidents', 'evidence', ID, FILE, '--text', 'x'],
];
/** Asked by no command of people. */
const NO_COMMAND: Partial<Record<RouteKey, string>> = {
  'POST /leases': 'the agent asks, for itself',
  'POST /device-leases': 'the agent asks, by the key of its device',
};
/** What they say in place of the request: they know more. */
const OWN_WORDS = new Set(['devices', 'trim', 'erase', 'directory']);

const STATUS = {
  program: 'p',
  disclosure: {
    version: '1.0',
    title: 't',
    language: 'en',
    text: 'text',
    hash: HASH,
    terms: { covered: [], exempt: [], title: 't', sentences: [] },
  },
  gates: { collection: gate(), reading: gate() },
  ...{ covered: true, subject: 's', devices: [{ device: 'd-1', acked: 0, enrolledAt: 1, leaseExpires: 0 }] },
};
const PAGE = { records: [], receipt: { chain: 'c0', seq: 1, hash: HASH } };
function gate() {
  return { state: 'open', epoch: 1, since: 1, holds: [] };
}
const INCIDENT = {
  incident: {
    ...{ incident: ID, kind: 'report', severity: 'high', status: 'published', reporter: 'withheld', closes: true },
    ...{ reportedAt: 1, from: 1, disclosure: '1.0', epochs: { collection: 1, reading: 1 } },
    findings: { document: HASH, name: 'n', sha256: HASH, bytes: 1 },
  },
  approvals: [],
};

let server: Server;
const asked: string[] = [];
beforeAll(async () => {
  writeFileSync(FILE, '["Ada"]\n');
  process.env.SLUICE_TOKEN = 'token';
  server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!;
    asked.push(request.method!);
    const answer = path === '/status' ? STATUS : path.startsWith('/incidents/') ? INCIDENT : PAGE;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  delete process.env.SLUICE_TOKEN;
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked.length = 0;
});
const run = (args: readonly string[]) =>
  sluice('--json', '--api', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...args, '--dry-run');

const CHANGING = ROUTES.filter(({ changes }) => changes).map(keyOf);

test('every contract that changes something has a command here, or a reason for having none', () => {
  expect(CHANGING.filter((key) => !(key in COMMANDS) && !(key in NO_COMMAND))).toEqual([]);
  expect(Object.keys({ ...COMMANDS, ...NO_COMMAND }).filter((key) => !CHANGING.includes(key as RouteKey))).toEqual([]);
});

describe('with --dry-run nothing is asked that changes anything', () => {
  test.each(Object.entries(COMMANDS) as [string, readonly string[]][])('%s: sluice %j', async (key, args) => {
    const { code, out, err } = await run(args);

    expect({ code, err }).toMatchObject({ code: 0 });
    const said = JSON.parse(out);
    expect(said).toMatchObject({ dryRun: true });
    if (!args.some((one) => OWN_WORDS.has(one))) expect(said.would).toMatchObject({ request: key });
    expect(asked.filter((method) => method !== 'GET')).toEqual([]);
  });

  test.each([
    ['so many people as no number', ['export', 'create', '--purpose', 'p', '--subjects', 'some'], /subjects/],
    ['nobody', ['export', 'create', '--purpose', 'p', '--subjects', '0'], /subjects: .*1/],
    ['a kind that there is not', ['export', 'create', '--purpose', 'p', '--kinds', 'clik'], /kinds.*click/],
    ['an application without a name', ['export', 'create', '--purpose', 'p', '--applications', ''], /applications/],
    ['an id that is none', ['training', 'declare', '--export', 'nope', '--model', 'm', '--run', 'r'], /export: an id/],
    ['a model of words', ['training', 'declare', '--export', ID, '--model', 'of Ada', '--run', 'r'], /model: letters/],
  ])('what the service would not take is said: %s', async (_what, args, words) => {
    const { code, err } = await run(args);

    expect([code, JSON.parse(err)]).toEqual([
      2,
      expect.objectContaining({ error: 'malformed', message: expect.stringMatching(words) }),
    ]);
    expect(asked).toEqual([]);
  });

  test.each(MORE)('sluice %s %s', async (...args) => {
    const { code, out } = await run(args.filter((one) => typeof one === 'string'));
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ dryRun: true })]);
    expect(asked.filter((method) => method !== 'GET')).toEqual([]);
  });
});

test('people are told what it would be, in words, and what they gave; long texts by their beginning', async () => {
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, out } = await sluice(
    '--api',
    api,
    'report',
    '--severity',
    'low',
    '--text',
    'y'.repeat(500),
    '--dry-run',
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^Would ask: POST \/reports/);
  expect(out).toContain('severity: low');
  expect(out).toContain('(500 characters)');
  expect(out).toContain('Nothing was sent.');
});

test('the glass is broken, or it is not: that has no dry run', async () => {
  const { code, err } = await sluice('pause', '--break-glass', '--reason', 'x', '--dry-run');
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining('--dry-run goes with the pause that is filed'),
  });
});
