import { type Answer, type Bus, DAEMON } from '../dbus/bus.ts';
import { Variant } from '../dbus/marshal.ts';
import type { Message } from '../dbus/message.ts';
import { pixelsOf } from './icon.ts';
import { MENU_PATH, Menu } from './menu.ts';
import type { Choice, Sign, SignView } from './sign.ts';

/** The mark in a Linux session: an item of StatusNotifier, which the panels of XFCE, KDE, Cinnamon, LXQt, Budgie and GNOME's AppIndicator extension show. */

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_AT = { destination: WATCHER, path: '/StatusNotifierWatcher' };
const ITEM = 'org.kde.StatusNotifierItem';
const ITEM_PATH = '/StatusNotifierItem';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** @param name of this item among those of the process. @default its number */
export async function createStatusNotifier(bus: Bus, name = `${ITEM}-${process.pid}-1`): Promise<Sign> {
  const sign = new StatusNotifier(bus, name);
  await sign.open();
  return sign;
}

class StatusNotifier implements Sign {
  visible = false;
  readonly #bus: Bus;
  readonly #name: string;
  readonly #menu: Menu;
  #view: SignView = { mark: 'paused', title: 'Sluice', lines: [], choices: [] };
  #changed: (visible: boolean) => void = () => {};
  #chosen: (choice: Choice) => void = () => {};
  #looking: Promise<void> = Promise.resolve();

  constructor(bus: Bus, name: string) {
    this.#bus = bus;
    this.#name = name;
    this.#menu = new Menu(bus, (choice) => this.#chosen(choice));
  }

  async open(): Promise<void> {
    const bus = this.#bus;
    bus.handle((call) => (call.path === ITEM_PATH ? this.#answer(call) : undefined));
    bus.onSignal((signal) => this.#heard(signal));
    bus.onClose(() => this.#see(false));
    await bus.match(`type='signal',sender='${DAEMON.destination}',member='NameOwnerChanged',arg0='${WATCHER}'`);
    await bus.match(`type='signal',interface='${WATCHER}'`);
    await bus.call({ ...DAEMON, member: 'RequestName', signature: 'su', body: [this.#name, 0] });
    await this.#look();
  }

  onVisible(changed: (visible: boolean) => void): void {
    this.#changed = changed;
  }

  onChoice(chosen: (choice: Choice) => void): void {
    this.#chosen = chosen;
  }

  show(view: SignView): void {
    const before = this.#view;
    this.#view = view;
    this.#menu.show(view);
    const signal = (member: string, signature = '', body: readonly unknown[] = []) =>
      this.#bus.emit({ path: ITEM_PATH, interface: ITEM, member, signature, body });
    if (before.mark !== view.mark) signal('NewIcon');
    if (before.title !== view.title) signal('NewTitle');
    if (before.title !== view.title || before.lines.join() !== view.lines.join()) signal('NewToolTip');
  }

  close(): void {
    this.#bus.close();
  }

  #heard({ member, body, interface: of }: Message): void {
    const watcherCame = member === 'NameOwnerChanged' && body[0] === WATCHER;
    const hostCame =
      of === WATCHER && (member === 'StatusNotifierHostRegistered' || member === 'StatusNotifierHostUnregistered');
    // One look after the other: a panel that goes and comes at once ends as it came.
    if (watcherCame || hostCame) this.#looking = this.#looking.then(() => this.#look());
  }

  /** Registers where there is a watcher, and believes that it is shown where that has a host: one alone only keeps a list. */
  async #look(): Promise<void> {
    try {
      await this.#bus.call({
        ...{ ...WATCHER_AT, interface: WATCHER, member: 'RegisterStatusNotifierItem' },
        ...{ signature: 's', body: [this.#name] },
      });
      const [hosted] = await this.#bus.call({
        ...{ ...WATCHER_AT, interface: PROPERTIES, member: 'Get' },
        ...{ signature: 'ss', body: [WATCHER, 'IsStatusNotifierHostRegistered'] },
      });
      this.#see((hosted as Variant).value === true);
    } catch {
      this.#see(false);
    }
  }

  #see(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    this.#changed(visible);
  }

  #properties(): [string, Variant][] {
    const { mark, title, lines } = this.#view;
    const { size, argb } = pixelsOf(mark);
    const icon = [[size, size, argb]];
    const none: unknown[] = [];
    const text = (value: string) => new Variant('s', value);
    return [
      ['Category', text('ApplicationStatus')],
      ['Id', text('sluice-agent')],
      ['Title', text(title)],
      ['Status', text('Active')],
      ['WindowId', new Variant('i', 0)],
      ['IconName', text('')],
      ['IconThemePath', text('')],
      ['IconPixmap', new Variant('a(iiay)', icon)],
      ['OverlayIconName', text('')],
      ['OverlayIconPixmap', new Variant('a(iiay)', none)],
      ['AttentionIconName', text('')],
      ['AttentionIconPixmap', new Variant('a(iiay)', none)],
      ['AttentionMovieName', text('')],
      ['ToolTip', new Variant('(sa(iiay)ss)', ['', none, title, lines.join('\n')])],
      ['ItemIsMenu', new Variant('b', true)],
      ['Menu', new Variant('o', MENU_PATH)],
    ];
  }

  #answer({ interface: of, member, body }: Message): Answer | undefined {
    if (of === PROPERTIES && member === 'GetAll') return { signature: 'a{sv}', body: [this.#properties()] };
    if (of === PROPERTIES && member === 'Get') {
      const found = this.#properties().find(([name]) => name === body[1]);
      return found && { signature: 'v', body: [found[1]] };
    }
    // A click opens the menu, which panels ask for themselves.
    const clicks = ['Activate', 'SecondaryActivate', 'ContextMenu', 'Scroll'];
    return of === ITEM && clicks.includes(member ?? '') ? { signature: '', body: [] } : undefined;
  }
}
