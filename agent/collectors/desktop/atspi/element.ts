import type { Bus } from '../../../dbus/bus.ts';
import { Variant } from '../../../dbus/marshal.ts';
import type { FocusedElement } from '../fields.ts';

/** A part of a program's window, as AT-SPI names it. All that is answered is a claim of another program: it is bounded, and looked at before it is believed. */
export interface At {
  readonly destination: string;
  readonly path: string;
}

export const ACCESSIBLE = 'org.a11y.atspi.Accessible';
export const PROPERTIES = 'org.freedesktop.DBus.Properties';
const COMPONENT = 'org.a11y.atspi.Component';
const ROOT = '/org/a11y/atspi/accessible/root';
const NOBODY = '/org/a11y/atspi/null';
/** Of GetExtents and GetAccessibleAtPoint: places are the screen's. */
const ON_SCREEN = 0;
const LONGEST_NAME = 1024;
/** Windows of a program that are looked at, and parts within parts: what is deeper, or goes round in circles, is not found. */
const WINDOWS = 8;
const DEPTH = 24;

/** Its label and its place, where it says them. */
export async function describe(bus: Bus, at: At): Promise<Pick<FocusedElement, 'name' | 'bounds'>> {
  const [name, bounds] = await Promise.all([
    bus
      .call({ ...at, interface: PROPERTIES, member: 'Get', signature: 'ss', body: [ACCESSIBLE, 'Name'] })
      .then(([found]) => nameIn(found))
      .catch(() => undefined),
    bus
      .call({ ...at, interface: COMPONENT, member: 'GetExtents', signature: 'u', body: [ON_SCREEN] })
      .then(([found]) => boundsIn(found))
      .catch(() => undefined),
  ]);
  return { ...(name !== undefined && { name }), ...(bounds && { bounds }) };
}

/** The innermost part of a program at a place of the screen; nothing where it says of none. */
export async function elementAt(bus: Bus, destination: string, x: number, y: number): Promise<At | undefined> {
  const [windows] = await bus.call({ destination, path: ROOT, interface: ACCESSIBLE, member: 'GetChildren' });
  for (const window of Array.isArray(windows) ? windows.slice(0, WINDOWS) : []) {
    const found = await within(bus, atIn(window, destination), x, y);
    if (found) return found;
  }
  return undefined;
}

async function within(bus: Bus, window: At | undefined, x: number, y: number): Promise<At | undefined> {
  const seen = new Set<string>();
  let found: At | undefined;
  for (let at = window; at && seen.size < DEPTH && !seen.has(at.path); ) {
    seen.add(at.path);
    const [inner] = await bus
      .call({ ...at, interface: COMPONENT, member: 'GetAccessibleAtPoint', signature: 'iiu', body: [x, y, ON_SCREEN] })
      .catch(() => []);
    // A part of another program is none of this one's: whoever says so could name anybody.
    at = atIn(inner, at.destination);
    if (at && !seen.has(at.path)) found = at;
  }
  return found;
}

function atIn(found: unknown, destination: string): At | undefined {
  if (!Array.isArray(found)) return undefined;
  const [name, path] = found as [unknown, unknown];
  return name === destination && typeof path === 'string' && path !== NOBODY ? { destination, path } : undefined;
}

/** What another program says is no more than a claim: what is no short text is no name. */
function nameIn(found: unknown): string | undefined {
  const value = found instanceof Variant ? found.value : found;
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_NAME).toWellFormed() : undefined;
}

function boundsIn(found: unknown): FocusedElement['bounds'] {
  if (!Array.isArray(found) || found.length !== 4 || !found.every(Number.isSafeInteger)) return undefined;
  const [x, y, width, height] = found as [number, number, number, number];
  return width > 0 && height > 0 && width <= 1_000_000 && height <= 1_000_000 ? { x, y, width, height } : undefined;
}
