/**
 * What an office does to agents, all at once, on a deployed stage of the local cloud: processes killed, the cloud away, calendars that are hours off, folders lost and cloned. The driver keeps a count
 * of its own of each event that it puts in, opens what was stored with the account's root, and holds both against the books. Prints its figures. @param argv agents, events, minutes
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeCredential } from '../../../agent/sdk/credential-file.ts';
import { enrolDevice } from '../../../agent/sdk/device-credential.ts';
import { readBooks } from '../../../api/books.ts';
import { parallel } from '../../../core/shared/parallel.ts';
import { deployLocally } from '../../demo/deployment.ts';
import { person } from '../../demo/people.ts';
import { consent } from '../../demo/scene.ts';
import { until } from '../../local/index.ts';
import { repository } from '../../local/layout.ts';
import { callScheduled } from '../../local/schedules.ts';
import { account } from './storm-count.ts';
import { newLog, nextOf, type Orders, type Report, readLog, type Span } from './storm-log.ts';
import { weatherOver } from './weather.ts';

const [count = 20, events = 10_000, minutes = 4, away = 1] = process.argv.slice(2).map(Number) as number[];
const QUOTA = Math.ceil(events / count);
const DEVICES = 16;
const HOUR = 3_600_000;
const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** Shares of the fleet, as they were asked of 500: 50 killed, 20 that lose their folder, 5 cloned. */
const [KILLED, LOST, CLONED] = [count / 10, count / 25, Math.max(1, count / 100)].map(Math.ceil) as [
  number,
  number,
  number,
];

const dir = join(repository, '.local', 'storm');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const deployment = await deployLocally({
  ...{ dir, port: 0, onProgress: say },
  disclosure: [
    [['lease', 'seconds'], 300],
    [['collector', 'flushSeconds'], 30],
  ],
  // Each function that answers at the same time is a process here: without a bound they take the whole memory after an outage, as an account's limit would be taken.
  stage: {
    ...{ agents: count, stream: { mode: 'provisioned', shards: 2 }, batch: { records: 2_000, windowSeconds: 5 } },
    reservedConcurrency: { control: 24 },
  },
});
const { outputs, clientConfig, disclosure, cloud } = deployment;
const children = new Set<ChildProcess>();
const weather = await weatherOver(deployment.endpoint);
try {
  const api = outputs.ApiUrl!.replace(deployment.endpoint, weather.endpoint);
  const pat = await person(deployment, 'pat', ['platform']);
  await callScheduled(clientConfig, [`sluice-${disclosure.program}-local-broadcast`]);
  const owners = await parallel(
    Array.from({ length: Math.ceil(count / DEVICES) }, (_, at) => `storm${at}`),
    4,
    (name) => person(deployment, name, ['employees']),
  );
  const devices = Array.from({ length: count }, (_, at) => ({
    at,
    owner: owners[Math.floor(at / DEVICES)]!,
    device: `device-${at % DEVICES}`,
    folder: join(dir, 'devices', String(at)),
  }));
  type Device = (typeof devices)[number];
  const enrol = async ({ owner, device, folder }: Device) => {
    mkdirSync(folder, { recursive: true });
    const token = await owner.token();
    // As people do whose service has a fault: they try again.
    const credential = await until(
      () => enrolDevice({ url: api, label: device, token, timeoutMs: 60_000 }).catch(() => undefined),
      300_000,
      1_000,
    );
    if (!credential) throw new Error(`${device} could not be enrolled`);
    writeCredential(join(folder, 'credential.json'), credential);
  };
  await parallel(owners, 4, async (owner) => {
    for (const device of devices.filter((one) => one.owner === owner)) await enrol(device);
    await consent(owner);
  });
  say(`${count} devices of ${owners.length} people enrolled`);

  interface Group {
    name: string;
    members: Device[];
    /** ms by which their calendar is off. */
    shift: number;
    starts: number;
    child?: ChildProcess;
    states?: Record<string, number>;
  }
  const groups: Group[] = [];
  const groupsOf = (name: string, members: Device[], size: number) => {
    const made: Group[] = [];
    for (let at = 0; at < members.length; at += size)
      made.push({ name: `${name}${made.length}`, members: members.slice(at, at + size), shift: 0, starts: 0 });
    groups.push(...made);
    return made;
  };
  const killed = groupsOf('killed', devices.slice(0, KILLED), 10);
  const lost = groupsOf('lost', devices.slice(KILLED, KILLED + LOST), 10);
  const calm = devices.slice(KILLED + LOST);
  groupsOf('calm', calm, 40);
  for (const [at, group] of groups.entries())
    group.shift = Math.round(groups.length === 1 ? 0 : (4 * HOUR * at) / (groups.length - 1) - 2 * HOUR);

  /** Of the first event, once all record. */
  let from = Number.POSITIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  const logs = join(dir, 'logs');
  mkdirSync(logs);
  const start = async (group: Group) => {
    const log = join(logs, `${group.name}-${group.starts++}`);
    const before = newLog();
    for (const file of readdirSync(logs))
      if (file.startsWith(`${group.name}-`)) readLog(file, readFileSync(join(logs, file), 'utf8'), before);
    const child = fork(join(import.meta.dirname, 'storm-agents.ts'), {
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--import',
        `file://${join(import.meta.dirname, 'shifted-clock.ts')}`,
      ],
      env: { ...process.env, AWS_ENDPOINT_URL: weather.endpoint, STORM_SHIFT: String(group.shift) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    group.child = child;
    child.on('message', (report: Report) => {
      if ('states' in report) group.states = report.states;
    });
    const agents = group.members.map(({ at, device, folder }) => ({ at, device, folder, next: nextOf(before, at) }));
    const orders: Orders = { api, log, quota: QUOTA, agents };
    child.send(orders);
    if (Number.isFinite(from)) child.send({ from, to } satisfies Span);
  };
  const kill = async (group: Group) => {
    const gone = once(group.child!, 'exit');
    group.child!.kill('SIGKILL');
    await gone;
  };
  const shown = () => {
    const sum: Record<string, number> = {};
    for (const { states = {} } of groups)
      for (const [name, n] of Object.entries(states)) sum[name] = (sum[name] ?? 0) + n;
    return JSON.stringify(sum);
  };
  const at = async (share: number, what: string) => {
    await pause(Math.max(0, from + share * (to - from) - Date.now()));
    say(`${Math.round(share * 100)}%: ${what}; ${shown()}`);
  };

  for (const group of groups) await start(group);
  const record = async () => groups.every(({ members, states }) => states?.recording === members.length);
  if (!(await until(record, 300_000, 200))) throw new Error(`not all of ${count} agents record: ${shown()}`);
  from = Date.now();
  to = from + minutes * 60_000;
  for (const { child } of groups) child!.send({ from, to } satisfies Span);
  say(`started: ${shown()}`);

  await at(0.15, `${KILLED} agents are killed`);
  await Promise.all(killed.map(kill));
  for (const group of killed) await start(group);

  await at(0.35, `the cloud is away for ${away} minutes: first nobody listens, then nobody answers`);
  const began = Date.now();
  await weather.turn('refusing');
  await pause((away * 60_000) / 2);
  say(`${LOST} agents are killed, and their folders are gone; ${shown()}`);
  await Promise.all(lost.map(kill));
  let framesLost = 0;
  for (const { folder } of lost.flatMap(({ members }) => members)) {
    framesLost += readdirSync(join(folder, 'frames')).filter((file) => file.endsWith('.frame')).length;
    rmSync(folder, { recursive: true });
  }
  say(`${CLONED} folders are cloned, with what waits in them`);
  const clones = calm.slice(0, CLONED).map((device, one): Device => {
    const folder = join(dir, 'clones', String(one));
    cpSync(device.folder, folder, { recursive: true });
    return { ...device, at: count + one, folder };
  });
  const [cloned] = groupsOf('cloned', clones, CLONED);
  await weather.turn('silent');
  await pause(Math.max(0, began + away * 60_000 - Date.now()));
  say(`the cloud is back; ${shown()}`);
  await weather.turn('clear');
  await parallel(
    lost.flatMap(({ members }) => members),
    4,
    enrol,
  );
  for (const group of [...lost, cloned!]) await start(group);

  await at(0.8, 'under way');
  await at(1, 'all was put in');
  await pause(1_000);
  const ends = groups.map(({ child }) => once(child!, 'exit'));
  for (const { child } of groups) child!.send('end');
  await Promise.all(ends);
  say(`ended, ${weather.skewed} requests were refused for their clock`);

  let books = await pat.api.call(readBooks);
  await until(
    async () => {
      const next = await pat.api.call(readBooks).catch(() => books);
      const still = next.frames.admitted === books.frames.admitted && next.frames.pending === 0;
      books = next;
      return still;
    },
    600_000,
    5_000,
  );
  const log = newLog();
  for (const file of readdirSync(logs)) readLog(file, readFileSync(join(logs, file), 'utf8'), log);
  const figures = await account(deployment, log, books, {
    flushMs: disclosure.collector.flushSeconds * 1000,
    nameOf: (one) => (one < count ? `${devices[one]!.owner.name}/${devices[one]!.device}` : `clone ${one - count}`),
    lostLogs: new Set(lost.map(({ name }) => `${name}-0`)),
  });
  if (figures.faults.length > 0) process.exitCode = 1;
  console.log(
    JSON.stringify({
      ...{ agents: count, killed: KILLED, lostFolders: LOST, cloned: CLONED, minutes, minutesAway: away },
      ...{
        clockRefusals: weather.skewed,
        framesLostWithFolders: framesLost,
        ...figures,
        load: loadavg()[0]!.toFixed(1),
      },
    }),
  );
} finally {
  for (const child of children) child.kill('SIGKILL');
  await weather.close();
  await cloud.stop();
  if (process.env.STORM_KEEP === undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
