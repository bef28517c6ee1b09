import { OLDEST_NODE } from '../../oldest-node.ts';
import { type NoKey, type SeenCredential, storeName } from '../../sdk/credential-file.ts';
import { ControlUnreachable } from '../../sdk/errors.ts';
import { reasonOf } from '../../sdk/reasons.ts';

/** What a roll-out fails at, each looked at by itself, with what to do. Judging is pure; `look.ts` looks. */

export const VERDICTS = ['ok', 'warning', 'fault'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Checked {
  check: string;
  verdict: Verdict;
  says: string;
  /** What to do, where something is to be done. */
  do?: string;
}

const ok = (check: string, says: string): Checked => ({ check, verdict: 'ok', says });
const warning = (check: string, says: string, todo: string): Checked => ({ check, verdict: 'warning', says, do: todo });
const fault = (check: string, says: string, todo: string): Checked => ({ check, verdict: 'fault', says, do: todo });

export function nodeVersion(version: string): Checked {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
  return fits
    ? ok('node', `Node ${version}`)
    : fault('node', `Node ${version} is too old`, `Install Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or later.`);
}

/** As the service keeps it: a key is good for so long after it was bound, ms. */
const KEY_GOOD = 90 * 86_400_000;
const KEY_SOON = 14 * 86_400_000;
const ENROL = 'sluice enrol --device NAME';

export interface KeyFound {
  boundAt: number;
  private: boolean;
  store: SeenCredential['store'];
}

export function deviceKey(found: KeyFound | 'none' | NoKey, now: number): Checked {
  if (found === 'none') return fault('device key', 'this device is not enrolled here', `Enrol it: ${ENROL}`);
  if (typeof found === 'string') {
    const { says, advice } = reasonOf(found);
    return fault('device key', says, advice);
  }
  if (!found.private)
    return fault(
      'device key',
      'others of this machine can read the key',
      `Take their right to it away, and enrol again: ${ENROL}`,
    );
  const left = found.boundAt + KEY_GOOD - now;
  if (left <= 0)
    return fault('device key', 'it is older than 90 days, and not taken any more', `Enrol again: ${ENROL}`);
  const days = Math.floor(left / 86_400_000);
  return left < KEY_SOON
    ? warning('device key', `it is good for ${days} days more`, `Enrol again before that: ${ENROL}`)
    : ok('device key', `enrolled; good for ${days} days more; kept in ${storeName(found.store)}`);
}

export interface FolderFound {
  path: string;
  /** Of an operating system: EACCES, EROFS, ENOSPC ... */
  cannotWrite?: string;
  lock: 'free' | 'held' | 'impossible';
  /** Of its file system, where that is one of a network. */
  network?: string;
}

export function stateFolder({ path, cannotWrite, lock, network }: FolderFound): Checked {
  if (cannotWrite === 'ENOSPC' || cannotWrite === 'EDQUOT')
    return fault('state folder', `the disk of ${path} is full`, 'Free space: nothing is recorded that cannot be kept.');
  if (cannotWrite !== undefined)
    return fault(
      'state folder',
      `${path} cannot be written (${cannotWrite})`,
      'Give --state a folder that is yours, or mend its rights.',
    );
  if (network !== undefined)
    return fault(
      'state folder',
      `${path} is on a drive of the network (${network})`,
      'Give --state a folder of this machine: locks of a network drive hold nobody off.',
    );
  if (lock === 'impossible')
    return fault(
      'state folder',
      `files in ${path} cannot be locked`,
      'Give --state a folder of a drive of this machine.',
    );
  return ok('state folder', lock === 'held' ? `${path}; an agent runs with it` : path);
}

/** AWS refuses signatures that are further off, ms; the agent signs by the program's time. */
const CLOCK_OFF = 300_000;

export function clock(offset: number | undefined): Checked {
  if (offset === undefined) return warning('clock', 'not compared: nobody answered', 'Mend what is in the way first.');
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return Math.abs(offset) < CLOCK_OFF
    ? ok('clock', 'as the program’s, within five minutes')
    : warning(
        'clock',
        `${minutes} minutes ${offset > 0 ? 'behind' : 'ahead'} of the program’s`,
        'Switch on network time. The agent puts its times right meanwhile.',
      );
}

export function service(answer: { collecting?: boolean | undefined } | Error): Checked {
  if (answer instanceof Error) {
    const { says, advice } = reasonOf(answer instanceof ControlUnreachable ? answer.reason : 'answer-unknown');
    return fault('program', says, advice);
  }
  const { collecting } = answer;
  if (collecting === false)
    return warning('program', 'it answers, and is paused', 'Nothing to do: it goes on by itself.');
  return ok('program', collecting ? 'it answers, and collects' : 'it answers');
}

/** @param via host and port, never a name or a password */
export const proxy = (via: string | undefined): Checked => ok('proxy', via === undefined ? 'none' : `by ${via}`);

export interface SessionFound {
  platform: NodeJS.Platform;
  display?: string | undefined;
  wayland?: string | undefined;
  sessionType?: string | undefined;
}

export function session({ platform, display, wayland, sessionType }: SessionFound): Checked {
  if (platform !== 'linux')
    return warning(
      'session',
      'the desktop collector was not verified on this system',
      'Try it with a test program first.',
    );
  if (wayland !== undefined || sessionType === 'wayland')
    return fault(
      'session',
      'Wayland lets no program see the input of others',
      'Log in to an X11 session (at the login screen: "on Xorg"), or use the collector of a browser or of a program of its own.',
    );
  return display === undefined
    ? fault('session', 'no X display', 'Run it in the session of whoever is recorded: DISPLAY is not set here.')
    : ok('session', `X11, display ${display}`);
}

export const hook = (found: boolean, platform: NodeJS.Platform): Checked =>
  platform === 'linux' || found
    ? ok('input', platform === 'linux' ? 'by the X server itself' : 'uiohook-napi is installed')
    : fault('input', 'the package uiohook-napi is not installed', 'npm install uiohook-napi, without --omit=optional.');

export const mark = (visible: boolean): Checked =>
  visible
    ? ok('mark', 'a mark on the screen can be shown')
    : warning(
        'mark',
        'this session shows no status icons',
        'Start a panel that does (on GNOME the extension AppIndicator). A program may demand it, and then nothing is recorded without.',
      );

export const fields = (isOn: boolean | undefined, platform: NodeJS.Platform): Checked =>
  platform !== 'linux' || isOn
    ? ok('text fields', 'programs tell the kind of their text fields')
    : warning(
        'text fields',
        'no accessibility bus answers: what is typed is kept as classes of keys alone',
        'Install at-spi2-core, and start programs after the agent.',
      );

export function autostart(state: 'running' | 'installed' | 'absent' | 'unknown'): Checked {
  if (state === 'running') return ok('service', 'installed, and it runs');
  if (state === 'absent')
    return warning('service', 'it is not started at a login', 'sluice-agent install --api URL --device NAME');
  return warning(
    'service',
    state === 'installed' ? 'installed, and it does not run' : 'the system does not say whether it runs',
    'Log out and in again; then see what sluice-agent status says.',
  );
}
