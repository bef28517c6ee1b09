import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type DesktopSession, describeDesktop, startDesktop, until } from '../../../../test/fixtures/desktop.ts';
import type { Event, EventKind, EventOf, KeyEvent } from '../../../../wire/event.ts';
import { createDesktopCollector } from '../desktop.ts';
import { createX11Input } from '../x11-input.ts';
import { createX11Windows } from '../x11-windows.ts';
import { createAtspiFields } from './atspi-fields.ts';

/** Real programs: what is typed into a password field of theirs is never content, however they show it, and however fast somebody types. */

const GTK = (version: string) => `
import sys, gi
gi.require_version('Gtk', '${version}')
from gi.repository import Gtk, GLib
def build(window, add, show):
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL); entry = Gtk.Entry(); secret = ${version === '4.0' ? 'Gtk.PasswordEntry(show_peek_icon=True)' : 'Gtk.Entry()'}
    ${version === '4.0' ? 'pass' : 'secret.set_visibility(False)'}
    add(window, box, entry, secret)
    show(window)
    entry.grab_focus()
    return secret
${
  version === '4.0'
    ? `
def activate(app):
    w = Gtk.ApplicationWindow(application=app, title='fields')
    def add(w, box, *all):
        [box.append(one) for one in all]; w.set_child(box)
    build(w, add, lambda w: w.present())
app = Gtk.Application(application_id='org.example.fields'); app.connect('activate', activate); app.run()`
    : `
w = Gtk.Window(title='fields'); w.connect('destroy', Gtk.main_quit)
def add(w, box, *all):
    [box.add(one) for one in all]; w.add(box)
secret = build(w, add, lambda w: w.show_all())
import signal
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, lambda: secret.set_visibility(True) or True)
Gtk.main()`
}
`;

const PAGE = `<!doctype html><title>fields</title><input id=a autofocus aria-label=plain><input id=p type=password aria-label=secret>
<script>addEventListener('keydown', (e) => { if (e.key === 'F8') document.getElementById('p').type = 'text' })</script>`;

describeDesktop(
  'fields of real programs',
  [
    'Xvfb',
    'openbox',
    'xdotool',
    'dbus-daemon',
    'at-spi2-core',
    'zenity',
    'xterm',
    'GTK 3 for Python',
    'GTK 4 for Python',
  ],
  () => {
    let desktop: DesktopSession;
    let before: string | undefined;
    const ends: (() => void)[] = [];

    beforeAll(async () => {
      desktop = await startDesktop();
      before = process.env.DISPLAY;
      process.env.DISPLAY = desktop.env.DISPLAY;
    }, 120_000);
    afterEach(() => {
      for (const end of ends.splice(0)) end();
    });
    afterAll(() => {
      process.env.DISPLAY = before;
      desktop?.end();
    });

    async function record() {
      const events: Event[] = [];
      const stop = new AbortController();
      const windows = await createX11Windows();
      const fields = await createAtspiFields(desktop.env);
      const collector = createDesktopCollector({
        hook: await createX11Input(async () => windows.pointer?.()),
        windows,
        fields,
      });
      const sink = {
        capture(event: Event) {
          events.push(event);
          return 'kept' as const;
        },
        ready: async () => {},
        takes: (kind: EventKind) => kind === 'element',
      };
      const done = collector.run(sink, stop.signal);
      ends.push(() => stop.abort());
      const presses = () => events.filter((one): one is KeyEvent => one.kind === 'key' && one.type === 'keydown');
      const elements = () => events.filter((one): one is EventOf<'element'> => one.kind === 'element');
      const clicks = () => events.filter(({ kind }) => kind === 'click');
      return { presses, elements, clicks, windows, done, stop };
    }
    type Recording = Awaited<ReturnType<typeof record>>;

    function start(command: string, args: string[], env = {}) {
      const child = desktop.start(command, args, env);
      ends.push(() => child.kill('SIGKILL'));
      return child;
    }
    const focused = ({ windows }: Recording, title: string) =>
      until(`the window ${title}`, async () => ((await windows.focused())?.title.includes(title) ? true : undefined));
    /** As fast as it goes: what is typed is there before the program has said where. */
    const type = (...keys: string[]) => desktop.run('xdotool', 'key', '--delay', '0', ...keys);
    const moment = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 400));
    /**
     * Typed again and again until the program says what its field is: that it does at all is waited for, not what it says. A program that came to its first field
     * before it had found out that somebody listens tells of the next one: the focus leaves and comes back each time.
     */
    const plainField = (recording: Recording) =>
      until('a field that is known', async () => {
        if (recording.presses().some(({ key }) => key === 'q')) return true;
        type('q');
        await moment();
        if (recording.presses().some(({ key }) => key === 'q')) return true;
        type('Tab', 'shift+Tab');
        return moment();
      });
    const SECRET = ['h', 'u', 'n', 't', 'e', 'r'];
    /** What came of the secret word: the last six keys that are no Tab. */
    const secretKeys = async (recording: Recording, from: number) => {
      await until('all of it', () =>
        recording
          .presses()
          .slice(from)
          .filter(({ class: of }) => of === 'letter').length >= SECRET.length
          ? true
          : undefined,
      );
      return recording.presses().slice(from);
    };
    const expectSecret = (keys: KeyEvent[]) => {
      const letters = keys.filter(({ class: of }) => of === 'letter');
      expect(letters).toHaveLength(SECRET.length);
      expect(
        keys
          .flatMap(({ key, code }) => [key, code])
          .filter((one) => one !== undefined && /^(Key)?[HUNTER]$/i.test(one)),
      ).toEqual([]);
    };

    test('GTK 3: a plain field’s content is kept, a password’s never: not at full speed, and not once it is shown', async () => {
      const recording = await record();
      const file = join(desktop.home, 'gtk3.py');
      writeFileSync(file, GTK('3.0'));
      const child = start('/usr/bin/python3', [file]);
      await focused(recording, 'fields');
      await plainField(recording);
      expect(recording.presses().find(({ key }) => key === 'q')).toMatchObject({
        fieldType: 'text',
        field: expect.any(String),
      });

      let from = recording.presses().length;
      type('Tab', ...SECRET);
      expectSecret(await secretKeys(recording, from));
      expect(recording.presses().at(-1)).toMatchObject({ fieldType: 'password', class: 'letter' });

      child.kill('SIGUSR1');
      from = recording.presses().length;
      type(...SECRET);
      expectSecret(await secretKeys(recording, from));
      // Back to the plain one, and to the shown one again.
      type('shift+Tab');
      await new Promise((resolve) => setTimeout(resolve, 400));
      from = recording.presses().length;
      type('Tab', ...SECRET);
      expectSecret(await secretKeys(recording, from));
    }, 120_000);

    test('what has the focus is told as an element: its role, its label, its place', async () => {
      const recording = await record();
      start('zenity', [
        '--question',
        '--title=vault',
        '--text=Go on?',
        '--ok-label=Certainly',
        '--cancel-label=Rather not',
      ]);
      await focused(recording, 'vault');

      // From one button to the other and back, until the program says where the focus is.
      const told = await until('both buttons', () => {
        const names = new Set(recording.elements().map(({ name }) => name));
        if (names.has('Certainly') && names.has('Rather not')) return recording.elements();
        type('Tab');
        return new Promise((resolve) => setTimeout(() => resolve(undefined), 300));
      });

      const button = told.find(({ name }) => name === 'Certainly')!;
      expect(button).toMatchObject({ type: 'focus', app: 'zenity', role: 'button', window: expect.any(String) });
      expect(button.width! > 10 && button.height! > 10).toBe(true);
    }, 120_000);

    test('what is pressed is told as an element, with the press that it is of; a password field is not', async () => {
      const recording = await record();
      start('zenity', ['--password', '--title=vault']);
      await focused(recording, 'vault');
      // Once it has said what has the focus, it is known which program of the bus it is.
      const place = await until('a button', () => {
        const button = recording.elements().find(({ role }) => role === 'button');
        if (button?.x !== undefined) return button;
        type('Tab');
        return new Promise((resolve) => setTimeout(() => resolve(undefined), 300));
      });
      /** As a hand does: it comes to rest, presses, and lets go elsewhere, so that nothing is set off. */
      const press = async (x: number, y: number) => {
        const before = recording.clicks().length;
        desktop.run('xdotool', 'mousemove', String(x), String(y));
        desktop.run('xdotool', 'mousedown', '1');
        await until('the press', () => (recording.clicks().length > before ? true : undefined));
        desktop.run('xdotool', 'mousemove', '1', '1', 'mouseup', '1');
      };
      const pressed = () => recording.elements().filter((one) => one.type === 'press');

      await press(place.x! + 5, place.y! + 5);
      const [told] = await until('what was pressed', () => (pressed().length > 0 ? pressed() : undefined));

      expect(told).toMatchObject({ app: 'zenity', role: 'button', name: place.name, x: place.x, y: place.y });

      // The field of the password is above the buttons: pressed all over, it says nothing of itself.
      for (let y = place.y! - 10; y > place.y! - 140; y -= 12) await press(place.x! + 10, y);
      recording.stop.abort();
      await recording.done;
      expect(pressed().filter(({ role }) => role === 'textbox')).toEqual([]);
    }, 120_000);

    test('GTK 4: the same', async () => {
      const recording = await record();
      const file = join(desktop.home, 'gtk4.py');
      writeFileSync(file, GTK('4.0'));
      start('/usr/bin/python3', [file], { GDK_BACKEND: 'x11', GSK_RENDERER: 'cairo' });
      await focused(recording, 'fields');
      const from = recording.presses().length;
      type('Tab', ...SECRET);
      expectSecret(await secretKeys(recording, from));
    }, 120_000);

    test('a dialog that asks for a password', async () => {
      const recording = await record();
      start('zenity', ['--password', '--title=vault']);
      await focused(recording, 'vault');
      const from = recording.presses().length;
      type(...SECRET);
      expectSecret(await secretKeys(recording, from));
      expect(recording.elements().filter(({ role }) => role === 'textbox')).toEqual([]);
    }, 120_000);

    test.each([
      ['a program that says nothing', ['zenity', '--entry', '--title=mute'], { NO_AT_BRIDGE: '1' }],
      ['a terminal', ['xterm', '-title', 'mute'], {}],
    ])(
      '%s: classes of keys alone',
      async (_what, [command, ...args], env) => {
        const recording = await record();
        start(command!, args, env);
        await focused(recording, 'mute');
        const from = recording.presses().length;
        type(...SECRET);
        const keys = await secretKeys(recording, from);
        expectSecret(keys);
        expect(keys[0]).not.toHaveProperty('fieldType');
      },
      120_000,
    );

    test('Chromium: a password’s content is never kept, and not once the page shows it', async () => {
      const recording = await record();
      const page = join(desktop.home, 'page.html');
      writeFileSync(page, PAGE);
      const profile = join(desktop.home, 'profile');
      const flags = [
        '--no-sandbox',
        '--no-first-run',
        '--force-renderer-accessibility',
        '--password-store=basic',
        `--user-data-dir=${profile}`,
        '--disable-gpu',
      ];
      start('chromium', [...flags, `--app=file://${page}`], { ACCESSIBILITY_ENABLED: '1' });
      await focused(recording, 'fields');
      await plainField(recording);
      let from = recording.presses().length;
      type('Tab', ...SECRET);
      expectSecret(await secretKeys(recording, from));
      expect(recording.presses().at(-1)).toMatchObject({ fieldType: 'password' });
      type('F8');
      from = recording.presses().length + 1;
      await until('F8', () => (recording.presses().length >= from ? true : undefined));
      type(...SECRET);
      expectSecret(await secretKeys(recording, from));
    }, 180_000);
  },
);
