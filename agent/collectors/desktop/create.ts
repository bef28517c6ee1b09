import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_VERSION } from '../../version.ts';
import type { Collector } from '../collector.ts';
import { createAtspiFields } from './atspi/atspi-fields.ts';
import { createDesktopCollector } from './desktop.ts';
import { createForegroundCommand, foregroundCommand } from './foreground-command.ts';
import { CollectorError, createUiohook, type InputHook } from './hook.ts';
import type { WindowWatcher } from './windows.ts';

/** On which systems the collector has been run and its recording compared with what was typed. */
export const VERIFIED_ON: Readonly<Record<string, string>> = {
  'Linux, X11': 'verified: Xvfb 21.1 with openbox; layouts us, de and ru; screen locks',
  macOS: 'not verified',
  Windows: 'not verified',
  'Linux, Wayland': 'not possible: a Wayland compositor lets no program see the input of others',
};

/** The desktop collector of this system. @throws CollectorError it cannot run here; the message says why */
export async function createSystemDesktopCollector(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Collector> {
  const windows = await createWindows(platform, environment);
  try {
    return createDesktopCollector({
      hook: await createHook(platform, windows),
      ...{ windows, platform, version: AGENT_VERSION },
      ...(foregroundCommand(platform) ? {} : { fields: await createAtspiFields(environment) }),
    });
  } catch (error) {
    windows.close();
    throw error;
  }
}

/** Whether the key to the display is another user's: root has it, and who was lent it. */
function isOfAnother({ XAUTHORITY, HOME }: NodeJS.ProcessEnv): boolean {
  const file = XAUTHORITY || (HOME ? join(HOME, '.Xauthority') : undefined);
  const owner = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.uid;
  return owner !== undefined && owner !== process.getuid?.();
}

async function createHook(platform: NodeJS.Platform, windows: WindowWatcher): Promise<InputHook> {
  if (foregroundCommand(platform)) return createUiohook();
  // Loaded here, so that an agent without a desktop does not need it.
  const { createX11Input } = await import('./x11-input.ts');
  return createX11Input(async () => windows.pointer?.());
}

async function createWindows(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): Promise<WindowWatcher> {
  const command = foregroundCommand(platform);
  if (command) return createForegroundCommand(command);
  const { DISPLAY, WAYLAND_DISPLAY, XDG_SESSION_TYPE } = environment;
  // There is an X display in such a session, too, which sees what is typed into programs of X alone: half a recording that looks whole.
  if (WAYLAND_DISPLAY || XDG_SESSION_TYPE === 'wayland') {
    throw new CollectorError(
      'Wayland lets no program see the input of others: log in to an X11 session (at the login screen: "on Xorg")',
    );
  }
  if (!DISPLAY) throw new CollectorError('no X display: set DISPLAY');
  if (isOfAnother(environment))
    throw new CollectorError('this display is the session of somebody else: nothing of theirs is recorded for you');
  // Loaded here, so that an agent without a desktop does not need it.
  const { createX11Windows } = await import('./x11-windows.ts');
  return createX11Windows();
}
