import { connectBus, sessionAddress } from '../dbus/bus.ts';
import { createCommandSign, signCommand } from './command-sign.ts';
import type { Sign } from './sign.ts';
import { createStatusNotifier } from './status-notifier.ts';

/** On which systems the mark was seen on a screen. */
export const SIGN_VERIFIED_ON: Readonly<Record<string, string>> = {
  Linux: 'verified: the panel of XFCE 4.18 under Xvfb',
  macOS: 'written, not run',
  Windows: 'written, not run',
};

/** The mark of this session; nothing where it can have none. Never throws: without a mark the agent says so, and does what the program wishes. */
export async function createSystemSign(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Sign | undefined> {
  const command = signCommand(platform);
  if (command) return createCommandSign(command);
  const address = sessionAddress(environment);
  if (address === undefined) return undefined;
  try {
    return await createStatusNotifier(await connectBus(address, environment));
  } catch {
    return undefined;
  }
}
