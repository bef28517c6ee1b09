import { spawn } from 'node:child_process';
import { win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a person's own browser is started: a program and what comes before the address. @returns undefined where there is none */
export function browserOf(platform: NodeJS.Platform, env: Environment): readonly string[] | undefined {
  if (env.BROWSER) return [env.BROWSER];
  // A browser at the other end of a line would open there, and come back to a port that is here.
  if (env.SSH_CONNECTION || env.SSH_TTY) return undefined;
  if (platform === 'darwin') return ['open'];
  // Not `start`, which is the shell's: an address may hold what a shell obeys. And not by its name alone, which Windows looks for in the
  // folder that the command runs in first.
  if (platform === 'win32') {
    const program = win32.join(env.SystemRoot || 'C:\\Windows', 'System32', 'rundll32.exe');
    return [program, 'url.dll,FileProtocolHandler'];
  }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** Opens the address, without a shell. Whether a window came up nobody knows: the address is printed all the same. */
export function openBrowser([program, ...before]: readonly string[], address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program!, [...before, address], { stdio: 'ignore', detached: true, env: process.env });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
