import { createServer } from 'node:net';
import { join } from 'node:path';
import { emulatorEnvironment } from './environment.ts';
import { LocalCloudError } from './errors.ts';
import { type Layout, repository } from './layout.ts';
import { kill, running, type Service, start, stop, tail } from './processes.ts';
import { Python } from './python.ts';
import { until } from './until.ts';
import { runningVersion } from './version.ts';

/** The folder is among the arguments so that the process can be told from another cloud's. */
const service = (layout: Layout): Service => ({
  name: 'emulator',
  command: new Python().interpreter,
  args: [join(repository, 'tools/local/launch.py'), layout.dir],
});
const startDeadlineMs = 60_000;
/** A process that was killed holds its port until its last thread has ended. */
export const leavingMs = 5_000;

/** The port that this cloud's emulator answers on, and whether it was started from the sources as they are now. */
async function answering(layout: Layout): Promise<{ port: number; current: boolean } | undefined> {
  const entry = running(layout, service(layout));
  if (entry?.note === undefined) return undefined;
  const [port, version] = entry.note.split(' ');
  if (!(await answers(Number(port), entry.pid))) return undefined;
  return { port: Number(port), current: version === runningVersion() };
}

/** The port of an emulator that can be taken up as it is. */
export async function healthyPort(layout: Layout): Promise<number | undefined> {
  const found = await answering(layout);
  return found?.current ? found.port : undefined;
}

/** True when the process of this pid, and no other program, answers on the port. */
async function answers(port: number, pid: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/_sluice/health`, { signal: AbortSignal.timeout(2_000) });
    return ((await response.json()) as { pid?: number }).pid === pid;
  } catch {
    return false;
  }
}

/** True when nothing listens on the port. Port 0 is always free. */
async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A port that is free now, for clouds that do not care which. */
async function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export interface EmulatorOptions {
  /** 0 takes any free port. */
  port: number;
  region: string;
  owned: boolean;
}

/**
 * The port itself, or a free one for 0. Fails early, with the way out, when it belongs to somebody else; one that an
 * emulator of ours has just left may take up to `patienceMs` to be free.
 */
export async function requirePort(port: number, patienceMs = 0): Promise<number> {
  if (port === 0) return anyPort();
  if (await until(() => isFree(port), patienceMs, 20)) return port;
  throw new LocalCloudError(
    `Port ${port} is taken by another program: choose one with SLUICE_LOCAL_PORT=${port + 100}.`,
  );
}

/** Starts the emulator and returns its port once it answers. Whatever had been left of this cloud's is ended before. */
export async function startEmulator(layout: Layout, options: EmulatorOptions): Promise<number> {
  const left = await stopEmulator(layout);
  const port = await requirePort(options.port, left ? leavingMs : 0);
  const entry = start(layout, service(layout), {
    cwd: layout.dir,
    env: emulatorEnvironment(layout, port, options.region),
    owned: options.owned,
    note: `${port} ${runningVersion()}`,
  });
  const outcome = await until(
    async () =>
      (await answers(port, entry.pid)) ? 'up' : running(layout, service(layout)) === undefined ? 'ended' : undefined,
    startDeadlineMs,
  );
  if (outcome === 'up') return port;
  const log = tail(layout, service(layout), 3).replaceAll('\n', ' | ');
  await stopEmulator(layout, false);
  throw new LocalCloudError(
    outcome === 'ended'
      ? `The emulator ended at its start: ${log}`
      : `The emulator did not answer on port ${port} within ${startDeadlineMs / 1000} s: ${log}`,
  );
}

/** Ends the emulator and the Lambda processes in its group. Its state is written first, unless it is not wanted. */
export async function stopEmulator(layout: Layout, save = true): Promise<boolean> {
  const port = save ? (await answering(layout))?.port : undefined;
  // An emulator that cannot save comes back to the state of its last deploy.
  if (port !== undefined) await control(`http://127.0.0.1:${port}`, 'save', {}).catch(() => {});
  return stop(layout, service(layout));
}

/** Ends it at once, from a signal handler. */
export const killEmulator = (layout: Layout) => kill(layout, service(layout));

/** Calls one of the launcher's own endpoints (launcher/control.py). */
export async function control<T>(endpoint: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${endpoint}/_sluice/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(`local cloud: ${path}: ${answer.error ?? response.status}`);
  return answer;
}

/** Wipes everything that the emulator holds, in memory and on disk. */
export async function resetEmulator(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_ministack/reset`, { method: 'POST', signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`local cloud: reset answered ${response.status}`);
}
