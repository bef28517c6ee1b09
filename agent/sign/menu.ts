import type { Answer, Bus } from '../dbus/bus.ts';
import { Variant } from '../dbus/marshal.ts';
import type { Message } from '../dbus/message.ts';
import type { Choice, SignView } from './sign.ts';

/** A menu that a panel shows for us: `com.canonical.dbusmenu`, as panels of XFCE, KDE and GNOME's extension speak it. */

const MENU = 'com.canonical.dbusmenu';
export const MENU_PATH = '/MenuBar';

type Item = readonly [id: number, properties: readonly (readonly [string, Variant])[]];

/** An underline marks a key of a menu: it is written twice where it is meant. */
const label = (words: string) => new Variant('s', words.replaceAll('_', '__'));

export class Menu {
  readonly #bus: Bus;
  readonly #chosen: (choice: Choice) => void;
  #revision = 1;
  #items: Item[] = [];
  #choices = new Map<number, Choice>();

  constructor(bus: Bus, chosen: (choice: Choice) => void) {
    this.#bus = bus;
    this.#chosen = chosen;
    bus.handle((call) => (call.path === MENU_PATH ? this.#answer(call) : undefined));
  }

  show({ title, lines, choices }: SignView): void {
    let id = 0;
    const read = (words: string): Item => [
      ++id,
      [
        ['label', label(words)],
        ['enabled', new Variant('b', false)],
      ],
    ];
    const line = (): Item => [++id, [['type', new Variant('s', 'separator')]]];
    this.#choices = new Map();
    const items: Item[] = [read(title)];
    for (const { choice, words } of choices) {
      items.push([++id, [['label', label(words)]]]);
      this.#choices.set(id, choice);
    }
    if (lines.length > 0) items.push(line(), ...lines.map(read));
    if (JSON.stringify(items) === JSON.stringify(this.#items)) return;
    this.#items = items;
    this.#revision++;
    this.#bus.emit({
      ...{ path: MENU_PATH, interface: MENU, member: 'LayoutUpdated' },
      ...{ signature: 'ui', body: [this.#revision, 0] },
    });
  }

  #answer(call: Message): Answer | undefined {
    const { member, body } = call;
    switch (member) {
      case 'GetLayout': {
        const own = this.#items.map((item) => new Variant('(ia{sv}av)', [...item, []]));
        const root = [0, [['children-display', new Variant('s', 'submenu')]], body[0] === 0 ? own : []];
        const one = this.#items.find(([id]) => id === body[0]);
        return { signature: 'u(ia{sv}av)', body: [this.#revision, one ? [...one, []] : root] };
      }
      case 'GetGroupProperties': {
        const ids = body[0] as number[];
        const asked = this.#items.filter(([id]) => ids.length === 0 || ids.includes(id));
        return { signature: 'a(ia{sv})', body: [asked] };
      }
      case 'GetProperty': {
        const [, properties] = this.#items.find(([id]) => id === body[0]) ?? [];
        const found = properties?.find(([name]) => name === body[1]);
        return { signature: 'v', body: [found?.[1] ?? new Variant('s', '')] };
      }
      case 'Event':
        this.#event(body as unknown[]);
        return { signature: '', body: [] };
      case 'EventGroup':
        for (const event of body[0] as unknown[][]) this.#event(event);
        return { signature: 'ai', body: [[]] };
      case 'AboutToShow':
        return { signature: 'b', body: [false] };
      case 'AboutToShowGroup':
        return { signature: 'aiai', body: [[], []] };
      case 'Get':
      case 'GetAll': {
        const all: [string, Variant][] = [
          ['Version', new Variant('u', 3)],
          ['TextDirection', new Variant('s', 'ltr')],
          ['Status', new Variant('s', 'normal')],
          ['IconThemePath', new Variant('as', [])],
        ];
        if (member === 'GetAll') return { signature: 'a{sv}', body: [all] };
        const one = all.find(([name]) => name === body[1]);
        return one && { signature: 'v', body: [one[1]] };
      }
      default:
        return undefined;
    }
  }

  #event([id, event]: readonly unknown[]): void {
    const choice = event === 'clicked' ? this.#choices.get(id as number) : undefined;
    if (choice) this.#chosen(choice);
  }
}
