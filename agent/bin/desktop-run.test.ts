import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DesktopSession, describeDesktop, startDesktop, until } from '../../test/fixtures/desktop.ts';
import { EVENT_FIELDS, type EventKind, type EventOf } from '../../wire/event.ts';
import { createX11Windows } from '../collectors/desktop/x11-windows.ts';
import { type FakeCloud, startFakeCloud } from '../sdk/testing-cloud.ts';
import { agentsIn } from './agents.ts';

/** The command as it is run on a desktop, from the pointer to the frames that a stream was given. */

const main = fileURLToPath(new URL('sluice-agent.ts', import.meta.url));

describeDesktop('an agent on a desktop', ['Xvfb', 'openbox', 'xdotool', 'xterm'], () => {
  let desktop: DesktopSession;
  let cloud: FakeCloud;
  let before: string | undefined;

  beforeAll(async () => {
    desktop = await startDesktop();
    cloud = await startFakeCloud();
    before = process.env.DISPLAY;
    process.env.DISPLAY = desktop.env.DISPLAY;
  }, 120_000);
  afterAll(async () => {
    process.env.DISPLAY = before;
    await cloud?.close();
    desktop?.end();
  });

  test('sends drags, screens, marks, windows that move and tasks, each in one order', async () => {
    cloud.grant = {
      flush: { seconds: 0.3, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
      filter: {
        ...{ program: 'test', disclosure: '1.0', kinds: EVENT_FIELDS },
        applications: { xterm: { keys: 'class' }, 'sluice-agent': { keys: 'content' } },
      },
    };
    const state = join(desktop.home, 'state');
    const env = { ...desktop.env, NODE_OPTIONS: '', SLUICE_TOKEN: 't', AWS_ENDPOINT_URL_KINESIS: cloud.url };
    const quiet = ['--disable-warning=ExperimentalWarning', main];
    const where = ['--api', cloud.url, '--device', 'd1', '--state', state];
    desktop.start('xterm', ['-title', 'a terminal', '-geometry', '40x10+100+100']);
    const windows = await createX11Windows();
    await until('the terminal', async () => (await windows.focused())?.app);
    const agent = spawn(process.execPath, [...quiet, 'run', '--no-mark', ...where], {
      ...{ stdio: 'ignore', env },
    });
    const task = (...args: string[]) =>
      spawnSync(process.execPath, [...quiet, 'task', ...args, '--state', state], { env, encoding: 'utf8' });
    try {
      await until('that it records', () => (agentsIn(state)[0]?.state === 'recording' ? true : undefined));
      const said = await until('that it takes a task', () => {
        const { status, stdout } = task('start', 'copy the first line');
        return status === 0 ? stdout : undefined;
      });
      // Where the pointer is is asked when a button is told of: each waits for the one before, as a hand does.
      const seenButton = (type: string) =>
        until(type, () => cloud.stored().find((one) => one.kind === 'button' && one.type === type));
      desktop.run('xdotool', 'mousemove', '130', '130', 'mousedown', '1');
      await seenButton('pointerdown');
      desktop.run('xdotool', 'mousemove', '180', '130', 'mouseup', '1');
      await seenButton('pointerup');
      const moved = (await windows.focused())!.window.slice(1);
      desktop.run('xdotool', 'windowmove', String(Number.parseInt(moved, 16)), '300', '200');
      await until('that it has moved', () =>
        cloud.stored().find((one) => one.kind === 'window' && one.type === 'bounds'),
      );
      expect(task('done', '--outcome', 'partly').status).toBe(0);
      expect(said).toBe('d1: noted\n');
    } finally {
      windows.close();
      agent.kill('SIGTERM');
      await until('its end', () => (agent.exitCode === null && agent.signalCode === null ? undefined : true));
    }

    const events = cloud.stored();
    const of = <K extends EventKind>(kind: K) => events.filter((one) => one.kind === kind) as unknown as EventOf<K>[];
    expect(of('button').map(({ type, x, y }) => [type, x, y])).toEqual([
      ['pointerdown', 130, 130],
      ['pointerup', 180, 130],
    ]);
    expect(of('screen')[0]).toMatchObject({ screen: 0, x: 0, y: 0, width: 1280 });
    expect(of('session').map(({ type }) => type)).toEqual(['start', 'stop']);
    expect(of('session')[0]).toMatchObject({ system: 'linux', agent: [0, 1, 0], offset: expect.any(Number) });
    expect(of('window').find(({ type }) => type === 'bounds')).toMatchObject({ app: 'xterm', x: expect.any(Number) });
    expect(of('task').map(({ type, text, outcome }) => [type, text ?? outcome])).toEqual([
      ['start', 'copy the first line'],
      ['done', 'partly'],
    ]);
    // All of one start, in one order.
    expect(events.map(({ order }) => order!).sort((a, b) => a - b)).toEqual(events.map((_, at) => at));
    expect(events.every(({ timeStamp }) => timeStamp! >= 0)).toBe(true);
  }, 120_000);
});
