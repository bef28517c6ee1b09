import { type Bus, BusError, connectBus, DAEMON, sessionAddress } from '../../../dbus/bus.ts';
import { Variant } from '../../../dbus/marshal.ts';
import type { Message } from '../../../dbus/message.ts';
import { type FieldAnswer, type FieldWatcher, type FocusedElement, noFields } from '../fields.ts';
import { accessibilityAddress } from './address.ts';
import { ACCESSIBLE, describe, elementAt, PROPERTIES } from './element.ts';
import { LastingFields } from './lasting-fields.ts';
import { ariaOf, PASSWORD_TEXT, roleOf } from './roles.ts';

/**
 * Fields by AT-SPI, the accessibility bus of Linux. Asked for is what has the focus, its role and, where elements are collected, its label and place; never its
 * text, its value or its changes, which the bus would carry as well. A field that was a password once stays one: a program that shows it calls it a plain one from then on, or says nothing of it.
 */

const OBJECT_EVENTS = 'org.a11y.atspi.Event.Object';
const WINDOW_EVENTS = 'org.a11y.atspi.Event.Window';
const STATE_FOCUSED = 12;

/** A key waits until the focus has not moved for so long, ms: programs tell of it up to some 20 ms after the key. */
const QUIET = 120;
/** And so long at most, ms: where it does not come to rest nothing is known. */
const PATIENCE = 1_500;
/** An element of GTK 4 is there some 60 ms after it was told of, ms. */
const APPEARS_WITHIN = 250;
const APPEARS_STEP = 25;

interface Focus {
  readonly key: string;
  readonly at: { destination: string; path: string };
  /** As it was when it came to have the focus. */
  first: Promise<Looked | undefined>;
}
interface Looked {
  secret: boolean;
  role: string;
  isText: boolean;
  pid: number;
}

/** @returns one that knows nothing while this session has no accessibility bus, and listens once it has one */
export async function createAtspiFields(environment: NodeJS.ProcessEnv = process.env): Promise<FieldWatcher> {
  if (sessionAddress(environment) === undefined) return noFields;
  const fields = new LastingFields((closed) => openAtspiFields(environment, closed));
  await fields.connect();
  return fields;
}

/** @throws BusError there is no accessibility bus now, or it does not answer */
async function openAtspiFields(environment: NodeJS.ProcessEnv, closed: () => void): Promise<FieldWatcher> {
  const address = await accessibilityAddress(environment);
  await enable(environment);
  const bus = await connectBus(address, environment);
  try {
    const fields = new AtspiFields(bus);
    await fields.open();
    bus.onClose(closed);
    return fields;
  } catch (error) {
    bus.close();
    throw error;
  }
}

/** Browsers tell of their pages where somebody has said that they are to. */
async function enable(environment: NodeJS.ProcessEnv): Promise<void> {
  const bus = await connectBus(sessionAddress(environment)!, environment);
  try {
    await bus.call({
      ...{ destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: PROPERTIES, member: 'Set' },
      ...{ signature: 'ssv', body: ['org.a11y.Status', 'IsEnabled', new Variant('b', true)] },
    });
  } finally {
    bus.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** What is not said by then is not waited for. */
const late = (ms: number) => new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined).unref());

class AtspiFields implements FieldWatcher {
  readonly #bus: Bus;
  /** What had the focus, newest last; `undefined`: nothing that said so. Only what a key that waits may ask for is kept. */
  #history: { turn: number; focus: Focus | undefined }[] = [{ turn: 0, focus: undefined }];
  #turn = 0;
  #movedAt = Number.NEGATIVE_INFINITY;
  #waiting = 0;
  readonly #secrets = new Set<string>();
  /** What has said its attributes last. */
  #attributesSaid: string | undefined;
  /** The newest look at what has the focus, which serves all keys that were pressed before it began. */
  #newest: { key: string; turn: number; began: number; looked: Promise<Looked | undefined> } | undefined;
  readonly #pids = new Map<string, Promise<number>>();
  #closed = false;
  #wantsElements = () => false;
  #tellElement: (element: FocusedElement) => void = () => {};

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async open(): Promise<void> {
    const bus = this.#bus;
    bus.onSignal((signal) => this.#heard(signal));
    bus.onClose(() => {
      this.#closed = true;
    });
    await bus.match(`type='signal',interface='${OBJECT_EVENTS}',member='StateChanged',arg0='focused'`);
    await bus.match(`type='signal',interface='${WINDOW_EVENTS}',member='Deactivate'`);
    await bus.match(`type='signal',sender='${DAEMON.destination}',member='NameOwnerChanged'`);
    const registry = { destination: 'org.a11y.atspi.Registry', path: '/org/a11y/atspi/registry' };
    for (const event of ['object:state-changed:focused', 'window:deactivate']) {
      await bus.call({
        ...{ ...registry, interface: 'org.a11y.atspi.Registry', member: 'RegisterEvent' },
        ...{ signature: 's', body: [event] },
      });
    }
  }

  close(): void {
    this.#closed = true;
    this.#bus.close();
  }

  get #current(): Focus | undefined {
    return this.#history.at(-1)!.focus;
  }

  #heard({ member, interface: of, path, sender, body }: Message): void {
    if (member === 'NameOwnerChanged') {
      // A program that ended; its name is nobody's ever again.
      if (body[2] === '') this.#forget(String(body[0]));
      return;
    }
    if (path === undefined || sender === undefined) return;
    const key = `${sender}${path}`;
    if (of === WINDOW_EVENTS) {
      if (this.#current?.at.destination === sender) this.#move(undefined);
    } else if (member === 'StateChanged' && body[0] === 'focused') {
      if (body[1] === 1) {
        if (this.#current?.key !== key) this.#focus(key, { destination: sender, path });
      } else if (this.#current?.key === key) this.#move(undefined);
    }
  }

  #forget(name: string): void {
    this.#pids.delete(name);
    for (const key of this.#secrets) if (key.startsWith(`${name}/`)) this.#secrets.delete(key);
    if (this.#current?.at.destination === name) this.#move(undefined);
  }

  #focus(key: string, at: Focus['at']): void {
    // Looked at at once: what is shown a moment later was a secret now.
    const focus = { key, at, first: this.#look(key, at) };
    this.#move(focus);
    if (this.#wantsElements()) void this.#describe(focus);
  }

  onFocus(wanted: () => boolean, told: (element: FocusedElement) => void): void {
    this.#wantsElements = wanted;
    this.#tellElement = told;
  }

  /** Of a secret nothing is told, and of what has lost the focus meanwhile neither. */
  async #describe(focus: Focus): Promise<void> {
    const looked = await focus.first;
    if (!looked || looked.secret || this.#current !== focus) return;
    const said = await describe(this.#bus, focus.at);
    // It may have become one while it was asked.
    if (this.#closed || this.#current !== focus || this.#secrets.has(focus.key)) return;
    this.#tellElement({ pid: looked.pid, role: ariaOf(looked.role), ...said });
  }

  async at(pid: number, x: number, y: number): Promise<FocusedElement | undefined> {
    try {
      const destination = await this.#named(pid);
      const at = destination === undefined ? undefined : await elementAt(this.#bus, destination, x, y);
      if (!at) return undefined;
      const key = `${at.destination}${at.path}`;
      const role = await this.#role(at);
      if (role === PASSWORD_TEXT || (await this.#saysPassword(at))) this.#secrets.add(key);
      const known = roleOf(role);
      if (!known) return undefined;
      const said = await describe(this.#bus, at);
      return this.#closed || this.#secrets.has(key) ? undefined : { pid, role: ariaOf(known.name), ...said };
    } catch {
      return undefined;
    }
  }

  /** A program is known once it has said what has the focus in it. */
  async #named(pid: number): Promise<string | undefined> {
    for (const [name, of] of this.#pids) if ((await of.catch(() => 0)) === pid) return name;
    return undefined;
  }

  #move(focus: Focus | undefined): void {
    this.#turn++;
    this.#movedAt = performance.now();
    if (this.#waiting === 0) this.#history = this.#history.slice(-1);
    this.#history.push({ turn: this.#turn, focus });
  }

  async settled(): Promise<FieldAnswer | undefined> {
    const pressed = performance.now();
    const turn = this.#turn;
    this.#waiting++;
    try {
      for (;;) {
        const now = performance.now();
        const rest = Math.max(pressed, this.#movedAt) + QUIET - now;
        if (rest <= 0) break;
        if (now - pressed > PATIENCE) return undefined;
        await pause(rest);
      }
      // It may have gone to whatever had the focus since it was pressed: the strictest of them counts.
      const all = this.#history.filter((one) => one.turn >= turn).map(({ focus }) => focus);
      const newest = all.at(-1);
      if (this.#closed || newest === undefined) return undefined;
      const looked = await Promise.all([
        ...all.slice(0, -1).map((one) => one?.first),
        this.#lookSince(newest, pressed),
      ]);
      if (this.#current !== newest) return undefined;
      const known = looked.filter((one) => one !== undefined);
      const { pid } = known.at(-1) ?? { pid: 0 };
      if (known.some(({ secret }) => secret)) return { secret: true, pid };
      if (known.length < looked.length) return undefined;
      const { role, isText } = known.at(-1)!;
      return { secret: false, pid, role, isText, ...(all.length === 1 && { field: newest.key }) };
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#history = this.#history.slice(-1);
    }
  }

  /** Of who types fast, a look in some eight keys: each has one that is newer than it. */
  #lookSince({ key, at }: Focus, pressed: number): Promise<Looked | undefined> {
    const last = this.#newest;
    if (last?.key === key && last.turn === this.#turn && last.began >= pressed) return last.looked;
    const looked = this.#look(key, at, false);
    this.#newest = { key, turn: this.#turn, began: performance.now(), looked };
    return looked;
  }

  /** Asked anew; nothing where it does not answer soon, or says nothing that is known: what waits behind it is everything that happens. */
  #look(key: string, at: Focus['at'], first = true): Promise<Looked | undefined> {
    return Promise.race([this.#lookAt(key, at, first), late(PATIENCE)]);
  }

  async #lookAt(key: string, at: Focus['at'], first: boolean): Promise<Looked | undefined> {
    try {
      const asked = [this.#role(at), this.#pid(at.destination)] as const;
      // In the same write, behind the role: what has no role yet says nothing here either, and is nothing that is known.
      const said = first ? undefined : this.#states(at);
      said?.catch(() => {});
      const [role, pid] = await Promise.all(asked);
      // Its attributes are asked for until it has said them, once: a field that becomes a password has another role from then on.
      if (role === PASSWORD_TEXT) this.#secrets.add(key);
      else if (first || this.#attributesSaid !== key) {
        if (await this.#saysPassword(at)) this.#secrets.add(key);
        this.#attributesSaid = key;
      }
      if (this.#secrets.has(key)) return { secret: true, role: 'password text', isText: true, pid };
      const known = roleOf(role);
      const states = await (said ?? this.#states(at));
      const isFocused = ((states[0] ?? 0) & (1 << STATE_FOCUSED)) !== 0;
      return known && isFocused ? { secret: false, role: known.name, isText: known.isText, pid } : undefined;
    } catch {
      return undefined;
    }
  }

  #states = async (at: Focus['at']): Promise<number[]> => {
    const [states] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetState' });
    return states as number[];
  };

  async #role(at: Focus['at']): Promise<number> {
    for (let waited = 0; ; waited += APPEARS_STEP) {
      try {
        const [role] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetRole' });
        return role as number;
      } catch (error) {
        if (waited >= APPEARS_WITHIN || (error instanceof BusError && error.error === 'no-answer')) throw error;
        await pause(APPEARS_STEP);
      }
    }
  }

  /** Browsers give the type of an input beside its role. */
  async #saysPassword(at: Focus['at']): Promise<boolean> {
    const [attributes] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetAttributes' });
    if (!Array.isArray(attributes)) throw new BusError('no-attributes');
    return (attributes as [string, string][]).some(
      ([name, value]) => name === 'text-input-type' && value === 'password',
    );
  }

  #pid(name: string): Promise<number> {
    let pid = this.#pids.get(name);
    if (!pid) {
      const ask = { ...DAEMON, member: 'GetConnectionUnixProcessID', signature: 's', body: [name] };
      pid = this.#bus.call(ask).then(([found]) => found as number);
      pid.catch(() => this.#pids.delete(name));
      this.#pids.set(name, pid);
    }
    return pid;
  }
}
