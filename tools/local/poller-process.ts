import { join } from 'node:path';
import { commandEnvironment } from './environment.ts';
import { type Layout, repository } from './layout.ts';
import { kill, running, type Service, start, stop } from './processes.ts';
import { runningVersion } from './version.ts';

const service = (layout: Layout): Service => ({
  name: 'poller',
  command: join(repository, 'node_modules/.bin/node'),
  args: ['--disable-warning=ExperimentalWarning', join(repository, 'tools/local/poller.ts'), layout.checkpoints],
});

/** Starts the Kinesis event source unless it runs, for this endpoint and from these sources. True when it was started. */
export async function startPoller(
  layout: Layout,
  options: { endpoint: string; region: string; owned: boolean },
): Promise<boolean> {
  const note = `${options.endpoint} ${runningVersion()}`;
  if (running(layout, service(layout))?.note === note) return false;
  await stopPoller(layout);
  start(layout, service(layout), {
    cwd: layout.dir,
    env: commandEnvironment(options.endpoint, options.region, layout),
    owned: options.owned,
    note,
  });
  return true;
}

/** Its checkpoints are written after each batch, so it needs no time to say goodbye. */
export const stopPoller = (layout: Layout) => stop(layout, service(layout));

/** Ends it at once, from a signal handler. */
export const killPoller = (layout: Layout) => kill(layout, service(layout));

/** Stops it in its tracks (SIGSTOP). @returns what lets it go on */
export function holdPoller(layout: Layout): () => void {
  const entry = running(layout, service(layout));
  if (entry === undefined) throw new Error('the Kinesis event source does not run');
  process.kill(entry.pid, 'SIGSTOP');
  return () => process.kill(entry.pid, 'SIGCONT');
}
