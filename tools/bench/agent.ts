/**
 * `npm run bench -- agent [--seconds N] [--flags=--max-semi-space-size=1] [--profile FOLDER] [--dist FOLDER]`: what the agent takes of a laptop, as it is published, on an X server of its own: idle, and while somebody types 25
 * keys a second and moves the pointer; and how large the package is. `--profile`: where its processor time goes, as a profile of V8; the figures are then a little higher. `--dist`: of a build of another checkout, to compare. Needs the programs of a desktop (test/fixtures/desktop.ts). On a machine with other
 * work its share of a core stays what it is, since it is counted in processor time.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient, type XDisplay } from 'x11';
import { agentsIn } from '../../agent/bin/agents.ts';
import { NODE_FLAGS } from '../../agent/bin/service/service.ts';
import { startFakeCloud } from '../../agent/sdk/testing-cloud.ts';
import { startDesktop, until } from '../../test/fixtures/desktop-session.ts';
import { processorSeconds, residentMegabytes } from '../checks/process-cost.ts';
import { repository } from '../local/layout.ts';

const MOST = { idleShare: 0.003, typingShare: 0.04, megabytes: 90, packageMegabytes: 3 };
const KEYS_PER_SECOND = 25;
const MOVES_PER_KEY = 3;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    flags: { type: 'string', default: NODE_FLAGS.join(' ') },
    profile: { type: 'string' },
    dist: { type: 'string' },
  },
});
/** Of Node, to see what they give. */
const profiling = values.profile ? ['--cpu-prof', '--cpu-prof-interval=1000', `--cpu-prof-dir=${values.profile}`] : [];
const flags = [...values.flags.split(' ').filter(Boolean), ...profiling];
const seconds = Number(values.seconds);

const dist = values.dist ?? join(repository, 'agent/dist');
if (!values.dist) execFileSync(process.execPath, ['build.ts'], { cwd: join(repository, 'agent'), stdio: 'inherit' });
const sizes = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile())
  .map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
const packageMegabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;

const folder = mkdtempSync(join(tmpdir(), 'sluice-agent-bench-'));
const desktop = await startDesktop();
const cloud = await startFakeCloud();
cloud.grant = {
  filter: {
    ...{ program: 'bench', disclosure: '1.0', applications: { zenity: { keys: 'content' } } },
    kinds: {
      key: ['type', 'key', 'code', 'class', 'field', 'fieldType'],
      pointer: ['path'],
      click: ['x', 'y', 'button'],
    },
  },
};
const args = ['run', '--api', cloud.url, '--device', 'bench', '--state', folder];
const agent = spawn(process.execPath, [...flags, join(dist, 'sluice-agent.js'), ...args], {
  stdio: 'ignore',
  env: { ...desktop.env, NODE_OPTIONS: '', SLUICE_TOKEN: 't', AWS_ENDPOINT_URL_KINESIS: cloud.url },
});
try {
  const here = () => agentsIn(folder)[0];
  await until('that it records', () => (here()?.state === 'recording' ? true : undefined));
  desktop.start('zenity', ['--entry', '--title=bench']);
  await until('the window', () => (desktop.run('xwininfo', '-root', '-tree').includes('"bench"') ? true : undefined));
  await pause(3_000);

  const idle = await share(() => pause(seconds * 1000));
  const display = await new Promise<XDisplay>((resolve, reject) => {
    process.env.DISPLAY = desktop.env.DISPLAY;
    createClient((error, value) => (error ? reject(error) : resolve(value)));
  });
  const hands = await new Promise<{ FakeInput(type: number, detail: number, ...more: number[]): void }>(
    (resolve, reject) =>
      display.client.require('xtest', (error, found) => (error ? reject(error) : resolve(found as never))),
  );
  const typing = await share(() => typeAndMove(hands));
  const megabytes = residentMegabytes(agent.pid!);
  await until('what was captured', () => ((here()?.events.kept ?? 0) > KEYS_PER_SECOND ? true : undefined));
  const { kept } = here()!.events;
  const figures = {
    idle: { share: idle, most: MOST.idleShare },
    typing: { share: typing, most: MOST.typingShare, kept },
    memory: { megabytes, most: MOST.megabytes },
    package: { megabytes: packageMegabytes, most: MOST.packageMegabytes },
    ...{ seconds, load: loadavg()[0] },
  };
  console.log(`idle:    ${(idle * 100).toFixed(2)}% of a core (${MOST.idleShare * 100}% asked)`);
  console.log(
    `typing:  ${(typing * 100).toFixed(2)}% of a core at ${KEYS_PER_SECOND} keys a second and moving (${MOST.typingShare * 100}% asked); ${kept} events kept`,
  );
  console.log(`memory:  ${megabytes} MB (${MOST.megabytes} asked)`);
  console.log(`package: ${packageMegabytes.toFixed(2)} MB without the native hook (${MOST.packageMegabytes} asked)`);
  console.log(`load of the machine: ${loadavg()[0]!.toFixed(1)}`);
  mkdirSync(join(repository, 'out/bench'), { recursive: true });
  writeFileSync(join(repository, 'out/bench/agent.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
  if (
    idle > MOST.idleShare ||
    typing > MOST.typingShare ||
    megabytes > MOST.megabytes ||
    packageMegabytes > MOST.packageMegabytes
  )
    process.exitCode = 1;
  display.client.terminate();
  // It writes its profile when it ends by itself.
  if (values.profile) {
    const ended = once(agent, 'exit');
    agent.kill('SIGTERM');
    await ended;
  }
} finally {
  agent.kill('SIGKILL');
  await cloud.close();
  desktop.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Of a core, while something goes on. */
async function share(during: () => Promise<void>): Promise<number> {
  const [before, from] = [processorSeconds(agent.pid!), performance.now()];
  await during();
  return (processorSeconds(agent.pid!) - before) / ((performance.now() - from) / 1000);
}

/** By the clock: on a busy machine a step that came late is not waited for again. */
async function typeAndMove({
  FakeInput: send,
}: {
  FakeInput(type: number, detail: number, ...more: number[]): void;
}): Promise<void> {
  const [press, release, motion] = [2, 3, 6];
  const steps = seconds * KEYS_PER_SECOND * MOVES_PER_KEY;
  const began = performance.now();
  for (let step = 0; step < steps; step++) {
    send(motion, 0, 0, 0, 200 + (step % 200), 200 + (step % 50));
    if (step % MOVES_PER_KEY === 0) {
      const key = 38 + (Math.floor(step / MOVES_PER_KEY) % 9);
      send(press, key, 0, 0, 0, 0);
      send(release, key, 0, 0, 0, 0);
    }
    await pause(Math.max(0, began + ((step + 1) * 1000) / (KEYS_PER_SECOND * MOVES_PER_KEY) - performance.now()));
  }
}
