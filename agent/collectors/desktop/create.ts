import type { Collector } from '../collector.ts';
import { createDesktopCollector } from './desktop.ts';
import { createForegroundCommand, foregroundCommand } from './foreground-command.ts';
import { CollectorError, createUiohook } from './hook.ts';
import type { WindowWatcher } from './windows.ts';

/** On which systems the collector has been run and its recording compared with what was typed. */
export const VERIFIED_ON: Readonly<Record<string, string>> = {
  'Linux, X11': 'verified: Xvfb 21.1 with openbox, US layout; other layouts by their keyboard map',
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
    return createDesktopCollector({ hook: await createUiohook(), windows });
  } catch (error) {
    windows.close();
    throw error;
  }
}

async function createWindows(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): Promise<WindowWatcher> {
  const command = foregroundCommand(platform);
  if (command) return createForegroundCommand(command);
  if (!environment.DISPLAY) {
    throw new CollectorError(
      environment.WAYLAND_DISPLAY
        ? 'Wayland lets no program see the input of others: log in to an X11 session'
        : 'no X display: set DISPLAY',
    );
  }
  // Loaded here, so that an agent without a desktop does not need it.
  const { createX11Windows } = await import('./x11-windows.ts');
  return createX11Windows();
}
