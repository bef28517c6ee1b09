import { eventMask, type XClient, type XDisplay, type XProperty } from 'x11';
import { type KeyboardLayout, xLayout } from './layout.ts';
import {
  appId,
  type Bounds,
  type PointerAt,
  type Screen,
  type WindowChange,
  type WindowInfo,
  type WindowWatcher,
} from './windows.ts';
import { openDisplay } from './x11-display.ts';
import { screensOf } from './x11-screens.ts';

/**
 * Windows of an X server, over the X protocol: focus by `_NET_ACTIVE_WINDOW` (EWMH; needs a window manager, as every
 * desktop has), application by WM_CLASS, title by `_NET_WM_NAME`. Pure JavaScript: no xprop, no native code.
 */

const ANY_TYPE = 0;
/** Lengths in properties are counted in 4-byte units. */
const LONGEST_TITLE = 1024;
const WM_CLASS = 67;
const WM_NAME = 39;
/** Windows between that of an application and the root. */
const DEEPEST = 3;
/** ms that a window which is moved or made larger is given to come to rest. */
const BOUNDS_REST = 250;

const ask = <T>(call: (done: (error: Error | null, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));

/** @throws CollectorError there is no X server, or it does not let us in */
export async function createX11Windows(): Promise<WindowWatcher> {
  const watcher = new X11Windows(await openDisplay());
  await watcher.open();
  return watcher;
}

/** The window of an application, and those around it up to the root's child. */
type Client = readonly [client: number, ...around: number[]];

class X11Windows implements WindowWatcher {
  current: WindowInfo | undefined;
  layout!: KeyboardLayout;
  readonly #display: XDisplay;
  readonly #x: XClient;
  readonly #root: number;
  #activeWindow = 0;
  #netName = 0;
  #wmState = 0;
  #wmPid = 0;
  #changed: (change: WindowChange) => void = () => {};
  #screensChanged: () => void = () => {};
  #readingBounds = false;
  #asking: Promise<WindowInfo | undefined> | undefined;
  /** Where the pointer was found last. */
  #under: Client | undefined;
  /** What the pointer was over a moment ago. */
  #pointed: { x: number; y: number; found: readonly [child: number, under: Client | undefined] } | undefined;

  constructor(display: XDisplay) {
    this.#display = display;
    this.#x = display.client;
    this.#root = display.screen[0]!.root;
  }

  async open(): Promise<void> {
    const atom = (name: string) => ask<number>((done) => this.#x.InternAtom(false, name, done));
    this.#activeWindow = await atom('_NET_ACTIVE_WINDOW');
    this.#netName = await atom('_NET_WM_NAME');
    this.#wmState = await atom('WM_STATE');
    this.#wmPid = await atom('_NET_WM_PID');
    await this.#readLayout();
    this.#x.on('event', (event) => {
      if (event.name === 'MappingNotify') void this.#readLayout();
      else if (event.name === 'ConfigureNotify') this.#configured(event.wid1 ?? event.wid);
      else if (event.name !== 'PropertyNotify') return;
      else if (event.atom === this.#activeWindow) void this.#refresh();
      else if (event.atom === this.#netName || event.atom === WM_NAME) void this.#readTitle();
    });
    // Windows vanish between two requests: each request answers for itself, and this keeps the process alive.
    this.#x.on('error', () => {});
    this.#x.ChangeWindowAttributes(this.#root, { eventMask: eventMask.PropertyChange | eventMask.StructureNotify });
    await this.focused();
  }

  onChange(run: (change: WindowChange) => void): void {
    this.#changed = run;
  }

  /** Keys that come in one packet are asked for once: the question is put when all of them have been heard. */
  focused(): Promise<WindowInfo | undefined> {
    this.#asking ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#asking = undefined;
      return this.#refresh(this.current);
    });
    return this.#asking;
  }

  /**
   * Reads the focused window. `known` is taken as still right when its id and application are. Nothing else is
   * remembered of a window: X gives ids of closed windows to new ones, and window managers may leave the id of a closed
   * window as the active one.
   */
  async #refresh(known?: WindowInfo): Promise<WindowInfo | undefined> {
    // Both in one question; the server answers in its order.
    const [property, app] = await Promise.all([
      this.#property(this.#root, this.#activeWindow, 1),
      known && this.#app(idOf(known)),
    ]);
    const id = property && property.data.length >= 4 ? property.data.readUInt32LE(0) : 0;
    if (known !== undefined && known === this.current && known.window === windowName(id) && app === known.app)
      return known;
    const window = id === 0 ? undefined : await this.#info(id, true);
    const before = this.current;
    // Another answer may have come in meanwhile.
    if (before?.window === window?.window && before?.app === window?.app) return before;
    this.current = window;
    if (id !== 0)
      this.#x.ChangeWindowAttributes(id, { eventMask: eventMask.PropertyChange | eventMask.StructureNotify }, () => {});
    this.#changed({ type: 'focus', window, before });
    return window;
  }

  async pointer(): Promise<PointerAt | undefined> {
    const asked = ask<{ child: number; rootX: number; rootY: number; keyMask: number }>((done) =>
      this.#x.QueryPointer(this.#root, done),
    );
    const [found, under] = await Promise.all([asked, this.#stillUnder()]).catch(() => []);
    if (!found) return undefined;
    const { child, rootX: x, rootY: y, keyMask: mods } = found;
    const pointed = { x, y, found: [child, under] as const };
    this.#pointed = pointed;
    // Who asks later asks anew.
    setImmediate(() => {
      if (this.#pointed === pointed) this.#pointed = undefined;
    });
    return { x, y, mods };
  }

  async at(x: number, y: number): Promise<WindowInfo | undefined> {
    try {
      const pointed = this.#pointed;
      const isThere = pointed?.x === x && pointed.y === y;
      const [child, under] = isThere ? pointed.found : await Promise.all([this.#childAt(x, y), this.#stillUnder()]);
      if (child === 0) return undefined;
      const client = under?.at(-1) === child ? under[0] : await this.#clientAt(child);
      if (client === undefined) return undefined;
      // Titles are the focused window's affair; for the others, who and where is all that is asked.
      const { current } = this;
      return current?.window === windowName(client) ? current : await this.#info(client);
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#x.terminate();
  }

  #childAt = async (x: number, y: number): Promise<number> => {
    const of = this.#root;
    const found = await ask<{ child: number }>((done) => this.#x.TranslateCoordinates(of, of, x, y, done as never));
    return found.child;
  };

  #tree = (window: number) =>
    ask<{ parent: number; children: number[] }>((done) => this.#x.QueryTree(window, done as never));

  /** What was under the pointer last, if it is one of an application still, and around it what was: asked with where the pointer is now, in one question. */
  async #stillUnder(): Promise<Client | undefined> {
    const under = this.#under;
    if (!under) return undefined;
    const inner = under.slice(0, -1);
    const parents = inner.map((window) => this.#tree(window).then(({ parent }) => parent));
    const [state, ...found] = await Promise.all([this.#property(under[0], this.#wmState, 1), ...parents]).catch(
      () => [],
    );
    return state?.type && found.every((parent, at) => parent === under[at + 1]) ? under : undefined;
  }

  async #clientAt(child: number): Promise<number | undefined> {
    const found = await this.#clientIn(child, DEEPEST);
    this.#under = found;
    if (found) return found[0];
    // A menu or a tooltip has no WM_STATE, but its class.
    return (await this.#property(child, WM_CLASS, 1))?.type ? child : undefined;
  }

  /** The window that an application made, inside the frame of a window manager: the one with WM_STATE; and those around it. */
  async #clientIn(window: number, depth: number): Promise<Client | undefined> {
    if ((await this.#property(window, this.#wmState, 1))?.type) return [window];
    if (depth === 0) return undefined;
    for (const child of (await this.#tree(window)).children) {
      const found = await this.#clientIn(child, depth - 1);
      if (found) return [...found, window];
    }
    return undefined;
  }

  async #info(id: number, withBounds = false): Promise<WindowInfo | undefined> {
    const app = await this.#app(id);
    if (app === undefined) return undefined;
    const [netName, wmName, owner, bounds] = await Promise.all([
      this.#property(id, this.#netName, LONGEST_TITLE),
      this.#property(id, WM_NAME, LONGEST_TITLE),
      this.#property(id, this.#wmPid, 1),
      withBounds ? this.#bounds(id) : undefined,
    ]);
    const name = netName ?? wmName;
    const pid = owner && owner.data.length >= 4 ? owner.data.readUInt32LE(0) : undefined;
    return {
      ...{ window: windowName(id), app, title: text(name) },
      ...(pid !== undefined && { pid }),
      ...(bounds && { bounds }),
    };
  }

  /** Application of a window; undefined when there is no such window (any more), or it does not say. */
  async #app(id: number): Promise<string | undefined> {
    // Two strings, each ended by a zero: instance, class.
    const [instance, group] = text(await this.#property(id, WM_CLASS, 64)).split('\0');
    return appId(group || instance || '');
  }

  onScreens(run: () => void): void {
    this.#screensChanged = run;
  }

  async screens(): Promise<readonly Screen[]> {
    return screensOf(this.#x, this.#root);
  }

  async layoutName(): Promise<string | undefined> {
    const rules = await ask<number>((done) => this.#x.InternAtom(false, '_XKB_RULES_NAMES', done));
    // Five strings, each ended by a zero: rules, model, layouts, variants, options.
    const [, , layouts = ''] = text(await this.#property(this.#root, rules, 256)).split('\0');
    const [first] = layouts.split(',');
    return first === '' ? undefined : first;
  }

  #configured(id: number | undefined): void {
    if (id === this.#root) this.#screensChanged();
    else if (id !== undefined && this.current?.window === windowName(id)) void this.#readBounds();
  }

  /** A window that is dragged says so with each pixel: where it is is asked again a moment later, once. */
  async #readBounds(): Promise<void> {
    if (this.#readingBounds) return;
    this.#readingBounds = true;
    await new Promise((resolve) => setTimeout(resolve, BOUNDS_REST).unref());
    this.#readingBounds = false;
    const { current } = this;
    if (!current) return;
    const bounds = await this.#bounds(idOf(current));
    if (!bounds || this.current !== current || isSame(bounds, current.bounds)) return;
    this.current = { ...current, bounds };
    this.#changed({ type: 'bounds', window: this.current });
  }

  async #bounds(id: number): Promise<Bounds | undefined> {
    try {
      const { width, height } = await ask<{ width: number; height: number }>((done) => this.#x.GetGeometry(id, done));
      const { destX, destY } = await ask<{ destX: number; destY: number }>((done) =>
        this.#x.TranslateCoordinates(id, this.#root, 0, 0, done as never),
      );
      return { x: signed(destX), y: signed(destY), width, height };
    } catch {
      return undefined;
    }
  }

  async #readTitle(): Promise<void> {
    const { current } = this;
    if (!current) return;
    const window = await this.#info(idOf(current));
    if (!window || this.current !== current || window.title === current.title) return;
    this.current = { ...window, ...(current.bounds && { bounds: current.bounds }) };
    this.#changed({ type: 'title', window: this.current });
  }

  async #readLayout(): Promise<void> {
    const { min_keycode: first, max_keycode: last } = this.#display;
    const mapping = await ask<number[][]>((done) => this.#x.GetKeyboardMapping(first, last - first + 1, done));
    this.layout = xLayout(mapping, first);
  }

  async #property(window: number, name: number, length: number): Promise<XProperty | undefined> {
    try {
      const property = await ask<XProperty>((done) => this.#x.GetProperty(0, window, name, ANY_TYPE, 0, length, done));
      return property.type === 0 ? undefined : property;
    } catch {
      return undefined;
    }
  }
}

const signed = (value: number): number => (value << 16) >> 16;
const isSame = (one: Bounds, other: Bounds | undefined): boolean =>
  one.x === other?.x && one.y === other.y && one.width === other.width && one.height === other.height;
const windowName = (id: number) => `w${id.toString(16)}`;
const idOf = ({ window }: WindowInfo): number => Number.parseInt(window.slice(1), 16);
const text = (property: XProperty | undefined) => (property?.format === 8 ? property.data.toString('utf8') : '');
