import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DesktopSession, describeDesktop, startDesktop, until } from '../../test/fixtures/desktop.ts';
import { agentsIn } from '../bin/agents.ts';
import { connectBus } from '../dbus/bus.ts';
import { Variant } from '../dbus/marshal.ts';
import { startFakeCloud } from '../sdk/testing-cloud.ts';
import { createSystemSign } from './create.ts';
import type { Choice, Sign } from './sign.ts';

/** The mark in a real panel: what stands on the screen is looked at, and what is clicked there arrives. */

const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0"><property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/>
<property name="panel-1" type="empty"><property name="position" type="string" value="p=6;x=0;y=0"/>
<property name="length" type="uint" value="100"/><property name="size" type="uint" value="30"/><property name="position-locked" type="bool" value="true"/>
<property name="plugin-ids" type="array"><value type="int" value="1"/></property></property></property>
<property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property></channel>`;

describeDesktop(
  'the mark on the screen',
  ['Xvfb', 'openbox', 'xdotool', 'xfce4-panel', 'dbus-daemon', 'import'],
  () => {
    let desktop: DesktopSession;
    let sign: Sign;
    const chosen: Choice[] = [];
    const visible: boolean[] = [];

    beforeAll(async () => {
      desktop = await startDesktop();
      const folder = join(desktop.home, '.config/xfce4/xfconf/xfce-perchannel-xml');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'xfce4-panel.xml'), PANEL);
      const made = await createSystemSign('linux', desktop.env);
      sign = made!;
      sign.onChoice((choice) => chosen.push(choice));
      sign.onVisible((now) => visible.push(now));
    }, 120_000);
    afterAll(() => {
      sign?.close();
      desktop?.end();
    });

    /** Where on the screen pixels of a colour are. */
    const pixels = (colour: string) => {
      const text = desktop.run('import', '-silent', '-window', 'root', '-crop', '1280x40+0+0', '-depth', '8', 'txt:-');
      return text
        .split('\n')
        .filter((line) => line.includes(colour))
        .map((line) => line.split(':')[0]!.split(',').map(Number) as [number, number]);
    };
    const RED = '#D02020';
    const GREY = '#506070';
    const place = (colour: string) =>
      until(`pixels of ${colour}`, () => {
        const found = pixels(colour);
        return found.length > 40 ? found[Math.floor(found.length / 2)]! : undefined;
      });
    const view = (mark: 'recording' | 'paused', choice: Choice) => ({
      ...{ mark, title: `it is ${mark}`, lines: ['nothing of what was typed'] },
      choices: [
        { choice, words: `the first_choice` },
        { choice: 'stop' as const, words: 'Stop' },
      ],
    });

    test('is not there without a panel, comes with it, and changes its shape', async () => {
      expect(sign.visible).toBe(false);
      sign.show(view('recording', 'pause'));
      desktop.start('xfce4-panel', ['--disable-wm-check']);
      await until('the mark', () => (sign.visible ? true : undefined));
      expect(visible).toEqual([true]);
      await place(RED);

      sign.show(view('paused', 'resume'));

      await place(GREY);
      expect(pixels(RED)).toEqual([]);
    }, 120_000);

    test('opens a menu when it is clicked, and what is chosen there is told', async () => {
      sign.show(view('paused', 'resume'));
      const [x, y] = await place(GREY);
      const open = () => {
        desktop.run('xdotool', 'mousemove', String(x), String(y), 'click', '3');
      };
      open();
      await until('the menu', () =>
        desktop
          .run('xwininfo', '-root', '-tree')
          .split('\n')
          .filter((line) => /"(xfce4-panel|wrapper|Wrapper)/i.test(line)).length > 1
          ? true
          : undefined,
      );
      // The title cannot be chosen: the first that can is what comes next.
      await until('the choice', async () => {
        if (chosen.length > 0) return true;
        desktop.run('xdotool', 'key', '--delay', '50', 'Down', 'Return');
        await new Promise((resolve) => setTimeout(resolve, 300));
        if (chosen.length === 0) open();
        return undefined;
      });
      expect(chosen[0]).toBe('resume');
    }, 120_000);

    test('goes with the panel, and comes back with another one', async () => {
      desktop.run('xfce4-panel', '--quit');
      await until('that it is gone', () => (sign.visible ? undefined : true));
      desktop.start('xfce4-panel', ['--disable-wm-check']);
      await until('the mark', () => (sign.visible ? true : undefined));
      await place(GREY);
      expect(visible).toEqual([true, false, true]);
    }, 120_000);

    test('of a running agent: what was just recorded stands there, and its pause works without a network', async () => {
      const cloud = await startFakeCloud();
      cloud.grant = {
        mark: 'required',
        filter: {
          ...{ program: 'test', disclosure: '1.0', kinds: { click: ['x', 'y', 'button'] } },
          applications: { mousepad: { keys: 'class' } },
        },
      };
      const state = join(desktop.home, 'state');
      const main = fileURLToPath(new URL('../bin/sluice-agent.ts', import.meta.url));
      const args = ['run', '--mark', '--collector', 'stdin', '--api', cloud.url, '--device', 'd1', '--state', state];
      const agent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
        stdio: ['pipe', 'ignore', 'inherit'],
        env: { ...desktop.env, NODE_OPTIONS: '', SLUICE_TOKEN: 't', AWS_ENDPOINT_URL_KINESIS: cloud.url },
      });
      try {
        const here = () => agentsIn(state)[0];
        await until('that it records, and shows it', () =>
          here()?.state === 'recording' && here()?.mark === 'shown' ? true : undefined,
        );
        const click = { kind: 'click', time: Date.now(), app: 'mousepad', x: 1, y: 2, button: 0 };
        agent.stdin.write(`${JSON.stringify(click)}\n`);
        const panel = await connectBus(desktop.env.DBUS_SESSION_BUS_ADDRESS!);
        const menu = {
          destination: `org.kde.StatusNotifierItem-${agent.pid}-1`,
          ...{ path: '/MenuBar', interface: 'com.canonical.dbusmenu' },
        };
        const layout = async () =>
          JSON.stringify(await panel.call({ ...menu, member: 'GetLayout', signature: 'iias', body: [0, -1, []] }));
        await until('what was recorded', async () =>
          (await layout()).includes('mousepad: 1 click') ? true : undefined,
        );
        await place(RED);
        await cloud.close();

        const [, root] = (await panel.call({ ...menu, member: 'GetLayout', signature: 'iias', body: [0, -1, []] })) as [
          number,
          [number, unknown, { value: [number, [string, { value: unknown }][]] }[]],
        ];
        const pause = root[2].find(({ value }) => JSON.stringify(value).includes('Pause for 30 minutes'))!.value[0];
        const event = [pause, 'clicked', new Variant('i', 0), 0];
        await panel.call({ ...menu, member: 'EventGroup', signature: 'a(isvu)', body: [[event]] });

        await until('the pause', () => (here()?.reason === 'paused-here' ? true : undefined));
        expect(await layout()).toContain('You paused Sluice until');
        // Of content nothing is on the disk, and nothing on the bus.
        expect(await layout()).not.toContain('"x"');
        panel.close();
      } finally {
        agent.kill('SIGKILL');
      }
    }, 120_000);

    test('a panel asks for all of it, and a stranger’s nonsense ends nothing', async () => {
      const stranger = await connectBus(desktop.env.DBUS_SESSION_BUS_ADDRESS!);
      const to = { destination: `org.kde.StatusNotifierItem-${process.pid}-1` };
      const item = { ...to, path: '/StatusNotifierItem', interface: 'org.freedesktop.DBus.Properties' };
      const all = await stranger.call({
        ...item,
        member: 'GetAll',
        signature: 's',
        body: ['org.kde.StatusNotifierItem'],
      });
      expect(JSON.stringify(all)).toContain('it is paused');
      const menu = { ...to, path: '/MenuBar', interface: 'com.canonical.dbusmenu' };
      for (const [member, signature, body] of [
        ['GetLayout', 'iias', [999, -1, []]],
        ['GetProperty', 'is', [999, 'label']],
        ['AboutToShow', 'i', [0]],
      ] as const) {
        await expect(stranger.call({ ...menu, member, signature, body })).resolves.toBeDefined();
      }
      await expect(stranger.call({ ...menu, member: 'Nonsense' })).rejects.toThrow('UnknownMethod');
      await expect(stranger.call({ ...menu, member: 'EventGroup' })).rejects.toThrow();
      expect(sign.visible).toBe(true);
      stranger.close();
    }, 60_000);
  },
);
