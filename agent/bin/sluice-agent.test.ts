import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AGENT, type Ended, startAgent } from '../../test/fixtures/running-agent.ts';
import { EVENT_KINDS } from '../../wire/event.ts';
import { createAdmission, type Filter } from '../../wire/filter.ts';
import { parseLines } from '../../wire/lines.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';
import { agentsIn, agentText } from './agents.ts';
import { deviceFolder } from './folder.ts';
import { runOptions, UsageError } from './options.ts';
import { writeWish } from './wish.ts';

/** The command line as it is run, against a server on loopback that answers as the control plane and Kinesis do. */
const main = AGENT;
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
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});
const children: ChildProcess[] = [];

const event = (key: string) =>
  `${JSON.stringify({ kind: 'key', time: Date.now(), app: 'mousepad', type: 'keydown', key, code: 'KeyA' })}\n`;

/** Starts one; its lines can be waited for. */
function start(args: string[], api = cloud.url) {
  const running = startAgent(args, { api, state: folder });
  children.push(running.child);
  return running;
}

function run(api: string, args: string[], input = ''): Promise<Ended> {
  const { child, ended } = start(args, api);
  child.stdin.end(input);
  return ended;
}
const agent = (args: string[], input = '') => run(cloud.url, args, input);

const command = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [main, name, '--state', folder, ...args], { encoding: 'utf8' }).stdout;

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
    expect(cloud.requests[0]).toEqual({
      ...{ device: 'd1', acked: 0, run: 'new', kinds: EVENT_KINDS },
      token: 'Bearer token-1',
    });
    const told = [{ epoch: 1, acked: cloud.records.length }];
    expect(cloud.requests.at(-1)).toMatchObject({ device: 'd1', run: { epoch: 1 }, told });
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

  test('refused: captures nothing, and says by its exit code and in words what somebody has to do', async () => {
    cloud.refuse = 'consent';
    const { code, lines } = await agent(['--collector', 'stdin', '--device', 'd1'], '{"kind":"key"}\n');
    expect([code, cloud.records.length]).toEqual([3, 0]);
    const paused = {
      device: 'd1',
      state: 'paused',
      reason: 'consent',
      sentence: 'no',
      by: 'you',
      do: 'To consent: sluice consent',
    };
    expect(lines).toContainEqual({ ...paused, says: 'no' });
    expect(lines.at(-1)).toMatchObject({ result: { gaveUp: 'consent', collector: { lines: 0 } } });
  });

  test('waits with its input for a gate that opens, and records all of it then', async () => {
    cloud.refuse = 'gate-closed';
    const running = start(['--collector', 'stdin', '--device', 'd1']);
    await running.until((line) => line.reason === 'gate-closed');
    running.child.stdin.end(event('a') + event('b'));
    cloud.refuse = undefined;
    // Asked again by itself after a minute: what a person does is at once.
    command('resume');
    expect((await running.ended).code).toBe(0);
    expect(cloud.stored()).toHaveLength(2);
  });

  test('gives up after so long, and says after which line', async () => {
    cloud.refuse = 'gate-closed';
    const { code, lines } = await agent(['--collector', 'stdin', '--device', 'd1', '--wait', '0.002'], event('a'));
    expect(code).toBe(3);
    expect(lines.at(-1)).toMatchObject({ result: { gaveUp: 'gate-closed', collector: { events: 0, lines: 0 } } });
  });

  test('says each line that is left out, by number and reason', async () => {
    const input = `${event('a')}no json\n\n{"kind":"key","time":1,"app":"mousepad","type":"keydown"}\n${event('b')}`;
    const { code, lines } = await agent(['--collector', 'stdin', '--device', 'd1'], input);
    expect(code).toBe(0);
    expect(lines.filter(({ line }) => line !== undefined)).toEqual([
      { device: 'd1', line: 2, reason: 'not-json' },
      { device: 'd1', line: 3, reason: 'empty' },
      { device: 'd1', line: 4, reason: 'time' },
    ]);
    expect(cloud.stored()).toHaveLength(2);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s, twice as by a wrapper that passes it on: what was captured is sent, exit 0',
    async (signal) => {
      const running = start(['--collector', 'stdin', '--device', 'd1']);
      await running.until((line) => line.state === 'recording');
      running.child.stdin.write(`${event('a')}no json\n`);
      await running.until(({ line }) => line === 2);
      running.child.kill(signal);
      running.child.kill(signal);
      expect((await running.ended).code).toBe(0);
      expect(cloud.stored()).toHaveLength(1);
    },
  );

  test('is paused, resumed and stopped from beside it, without a network or a login, and a pause holds over a restart', async () => {
    const first = start(['--collector', 'stdin', '--device', 'd1']);
    await first.until((line) => line.state === 'recording');
    command('pause', '--minutes', '30');
    await first.until((line) => line.reason === 'paused-here');
    expect(command('status')).toContain('to go on: sluice-agent resume'.replace('to', 'To'));
    writeWish(deviceFolder(folder, cloud.url, 'd1'), { wish: 'stop', at: 0 });
    expect((await first.ended).code).toBe(0);

    writeWish(deviceFolder(folder, cloud.url, 'd1'), { wish: 'pause', until: Date.now() + 1_800_000 });
    const asked = cloud.requests.length;
    const second = start(['--collector', 'stdin', '--device', 'd1']);
    await second.until((line) => line.reason === 'paused-here');
    expect(cloud.requests).toHaveLength(asked);
    second.child.stdin.end(event('a'));
    writeWish(deviceFolder(folder, cloud.url, 'd1'), { wish: 'record', at: 0 });
    expect((await second.ended).code).toBe(0);
    expect(cloud.stored()).toHaveLength(1);
  });

  test('says of itself how it is, in its folder: while it runs, after it ended, and after it was killed', async () => {
    cloud.kinesisAway = true;
    const running = start(['--collector', 'stdin', '--device', 'd1']);
    await running.until((line) => line.state === 'recording');
    expect(agentsIn(folder)).toMatchObject([{ device: 'd1', state: 'recording', running: true, delivering: true }]);
    running.child.kill('SIGKILL');
    await running.ended;
    expect(agentsIn(folder)).toMatchObject([{ state: 'recording', running: false }]);
    expect(agentText(agentsIn(folder)[0]!)).toContain('not running');

    await agent(['--collector', 'stdin', '--device', 'd1'], event('a'));
    expect(agentsIn(folder)).toMatchObject([{ state: 'stopped', running: false, waiting: { frames: 1 } }]);
    const status = spawnSync(process.execPath, [main, 'status', '--json', '--state', folder], { encoding: 'utf8' });
    expect(JSON.parse(status.stdout)).toMatchObject({ device: 'd1', running: false, waiting: { frames: 1 } });
  });

  test('a stream that is away: frames wait, sealed, and the next run sends them', async () => {
    cloud.kinesisAway = true;
    const first = await agent(['--collector', 'stdin', '--device', 'd1'], event('a'));
    expect([first.code, cloud.records.length]).toEqual([5, 0]);

    cloud.kinesisAway = false;
    const second = await agent(['--collector', 'stdin', '--device', 'd1'], event('1'));

    expect(second.code).toBe(0);
    expect(cloud.stored()).toMatchObject([{ class: 'letter' }, { class: 'digit' }]);
    const told = cloud.requests.at(-1)!.told!;
    expect(told.map(({ acked }) => acked)).toEqual([1, 1]);
    expect(new Set(told.map(({ epoch }) => epoch)).size).toBe(2);
  });

  test('shows nothing of what it captured, neither in its output nor on disk', async () => {
    cloud.kinesisAway = true;
    const canary = 'canary-7c1f';
    const bad = `${canary}\n{"kind":"window","time":1,"app":"mousepad","type":"focus","title":"${canary}"}\n`;
    const { lines, error } = await agent(['--collector', 'stdin', '--device', 'd1'], bad);
    expect(JSON.stringify(lines) + error).not.toContain(canary);
  });
});

describe('a device that was enrolled', () => {
  test('runs without any token: of the one that bound its key nothing is kept', async () => {
    const enrol = ['enrol', '--api', cloud.url, '--device', 'd1', '--state', folder];
    const child = spawn(process.execPath, [main, ...enrol], {
      env: { PATH: process.env.PATH, SLUICE_TOKEN: 'token-7' },
    });
    expect((await once(child, 'close'))[0]).toBe(0);

    const { code } = await agent(['--collector', 'stdin', '--device', 'd1'], event('a'));
    expect([code, cloud.stored().length]).toEqual([0, 1]);
    expect(cloud.requests.map(({ token }) => token)).toEqual(cloud.requests.map(() => undefined));
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of kept) {
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain('token-7');
    }
  });
});

test('a device that is refused is not enrolled: nothing is kept, and it is said in words', () => {
  cloud.refuse = 'device-removed';
  const child = spawn(process.execPath, [main, 'enrol', '--api', cloud.url, '--device', 'd1', '--state', folder], {
    env: { PATH: process.env.PATH, SLUICE_TOKEN: 'token-7' },
  });
  children.push(child);
  let error = '';
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  return once(child, 'close').then(([code]) => {
    expect([code, error]).toEqual([3, expect.stringMatching(/device-removed\).*Enrol it under another name/)]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the state folder', () => {
  test('is of one program and one device: another program’s is another folder', () => {
    const apis = ['https://a.test', 'https://b.test', 'https://a.test/x', 'https://a.test/y', 'http://a.test:81'];
    const folders = apis.map((api) => deviceFolder(folder, api, 'd1'));
    expect(new Set(folders).size).toBe(apis.length);
    expect(deviceFolder(folder, 'https://a.test/', 'd1')).toBe(folders[0]);
  });

  test('of an agent of before is taken along, and what is in it is not sent to another program', async () => {
    cloud.kinesisAway = true;
    await agent(['--collector', 'stdin', '--device', 'd1'], event('a'));
    const own = deviceFolder(folder, cloud.url, 'd1');
    renameSync(own, join(folder, 'd1'));
    cloud.kinesisAway = false;

    const other = await startFakeCloud();
    other.grant = { filter, subject: 'somebody-else' };
    const { code, lines } = await run(
      other.url,
      ['--collector', 'stdin', '--device', 'd1', '--wait', '0.01'],
      event('b'),
    );
    expect([code, other.records.length]).toEqual([3, 0]);
    expect(lines).toContainEqual(expect.objectContaining({ reason: 'spool-of-another', by: 'disk' }));
    await other.close();

    renameSync(deviceFolder(folder, other.url, 'd1'), join(folder, 'd1'));
    expect((await agent(['--collector', 'stdin', '--device', 'd1'], event('c'))).code).toBe(0);
    expect(cloud.stored()).toHaveLength(2);
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
    expect([options.api, options.identities[0]!.device, options.identities[0]!.token!()]).toEqual([
      'https://b.test',
      'e',
      't',
    ]);
  });
});
