import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAdmission, type Filter } from '../../wire/filter.ts';
import { parseLines } from '../../wire/lines.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';
import { runOptions, UsageError } from './options.ts';

/** The command line as it is run, against a server on loopback that answers as the control plane and Kinesis do. */
const main = fileURLToPath(new URL('sluice-agent.ts', import.meta.url));
const session = fileURLToPath(new URL('../../programs/model-capability/session.ndjson', import.meta.url));
const filter: Filter = {
  program: 'test',
  disclosure: '1.0',
  kinds: { key: ['type', 'class', 'window'], click: ['x', 'y', 'button'] },
  applications: { mousepad: { keys: 'class' } },
};

let cloud: FakeCloud;
let folder: string;

beforeAll(async () => {
  cloud = await startFakeCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-agent-'));
  cloud.reset();
  cloud.grant = { filter };
});
afterEach(() => rmSync(folder, { recursive: true }));

async function agent(
  args: string[],
  input = '',
): Promise<{ code: number; lines: Record<string, unknown>[]; error: string }> {
  const child = spawn(process.execPath, [main, 'run', '--json', '--api', cloud.url, '--state', folder, ...args], {
    env: { PATH: process.env.PATH, SLUICE_TOKEN: 'token-1', AWS_ENDPOINT_URL_KINESIS: cloud.url },
  });
  let output = '';
  let error = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)));
  return {
    code,
    error,
    lines: output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe('sluice-agent run', () => {
  test('replays a recording: what the filter keeps arrives, nothing else, and the books are settled', async () => {
    const { code, lines } = await agent([
      '--collector',
      'replay',
      '--recording',
      session,
      '--speed',
      'max',
      '--device',
      'd1',
    ]);

    const admit = createAdmission(filter);
    const expected = parseLines(readFileSync(session))
      .map(admit)
      .filter((admission) => 'event' in admission);
    const withoutTime = (event: object) => ({ ...event, time: 0 });
    expect(cloud.stored().map(withoutTime)).toEqual(expected.map(({ event }) => withoutTime(event)));
    expect(new Set(cloud.records.map((record) => record.PartitionKey))).toEqual(new Set(['subject-of-d1']));
    expect(lines.map((line) => line.state).filter(Boolean)).toEqual(['paused', 'recording', 'stopped']);
    expect(lines.at(-1)).toMatchObject({ result: { acked: cloud.records.length, pending: 0 } });
    expect(cloud.requests.at(-1)).toEqual({ device: 'd1', acked: cloud.records.length, token: 'Bearer token-1' });
    expect(code).toBe(0);
  });

  test('many subjects at once, each with a token and a device of its own', async () => {
    const subjects = join(folder, 'subjects.ndjson');
    writeFileSync(
      subjects,
      ['a', 'b', 'c'].map((name) => JSON.stringify({ device: name, token: `t-${name}` })).join('\n'),
    );
    const { code } = await agent([
      '--collector',
      'replay',
      '--recording',
      session,
      '--speed',
      'max',
      '--subjects',
      subjects,
    ]);
    expect(code).toBe(0);
    expect(new Set(cloud.records.map((record) => record.PartitionKey)).size).toBe(3);
    expect(new Set(cloud.requests.map(({ device, token }) => `${device} ${token}`))).toEqual(
      new Set(['a Bearer t-a', 'b Bearer t-b', 'c Bearer t-c']),
    );
  });

  test('refused: captures nothing, and says so by its exit code', async () => {
    cloud.refuse = 'gate-closed';
    const { code, lines } = await agent(['--collector', 'stdin', '--device', 'd1'], '{"kind":"key"}\n');
    expect([code, cloud.records.length]).toEqual([3, 0]);
    expect(lines).toContainEqual({ device: 'd1', state: 'paused', reason: 'gate-closed', sentence: 'no' });
  });

  test('a stream that is away: frames wait, sealed, and the next run sends them', async () => {
    cloud.kinesisAway = true;
    const event = (key: string) =>
      `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key, code: 'KeyA' })}\n`;
    const first = await agent(['--collector', 'stdin', '--device', 'd1'], event('a'));
    expect([first.code, cloud.records.length]).toEqual([5, 0]);

    cloud.kinesisAway = false;
    const second = await agent(['--collector', 'stdin', '--device', 'd1'], event('1'));

    expect(second.code).toBe(0);
    expect(cloud.stored()).toMatchObject([{ class: 'letter' }, { class: 'digit' }]);
    expect(cloud.requests.map(({ acked }) => acked)).toEqual([0, 0, 0, 2]);
  });

  test('shows nothing of what it captured, neither in its output nor on disk', async () => {
    cloud.kinesisAway = true;
    const canary = 'canary-7c1f';
    const bad = `${canary}\n{"kind":"window","time":1,"app":"mousepad","type":"focus","title":"${canary}"}\n`;
    const { lines, error } = await agent(['--collector', 'stdin', '--device', 'd1'], bad);
    expect(JSON.stringify(lines) + error).not.toContain(canary);
  });
});

describe('options', () => {
  const raw = { collector: 'desktop', api: 'https://a.test', device: 'd', state: 's', speed: '1', loops: '1' };
  test.each([
    [{ collector: 'screen' }, '--collector'],
    [{ api: 'no url' }, '--api'],
    [{ device: 'a/b' }, '--device'],
    [{ tokenFile: '/no/such/file' }, '--token-file'],
    [{ collector: 'replay' }, '--recording'],
    [{ speed: '0' }, '--speed'],
    [{ speed: 'fast' }, '--speed'],
    [{ loops: '1.5' }, '--loops'],
    [{ subjects: '/no/such/file' }, '--subjects'],
  ])('%p is wrong use, and named', (change, option) => {
    expect(() => runOptions({ ...raw, ...change }, { SLUICE_TOKEN: 't' })).toThrow(UsageError);
    expect(() => runOptions({ ...raw, ...change }, { SLUICE_TOKEN: 't' })).toThrow(option);
  });

  test('come from the environment where they are not given', () => {
    const { api: _, device: __, ...rest } = raw;
    const environment = { SLUICE_API: 'https://b.test', SLUICE_DEVICE: 'e', SLUICE_TOKEN: 't' };
    const options = runOptions(rest, environment);
    expect([options.api, options.identities[0]!.device, options.identities[0]!.token()]).toEqual([
      'https://b.test',
      'e',
      't',
    ]);
  });
});
