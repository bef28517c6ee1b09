import { join } from 'node:path';
import { commandEnvironment } from './environment.ts';
import { type Layout, repository } from './layout.ts';
import { kill, running, start, stop } from './processes.ts';

const name = 'poller';

/** Starts the Kinesis event source unless it runs for this endpoint. True when it was started. */
export async function startPoller(
  layout: Layout,
  options: { endpoint: string; region: string; owned: boolean },
): Promise<boolean> {
  if (running(layout, name)?.note === options.endpoint) return false;
  await stopPoller(layout);
  start(layout, {
    name,
    command: join(repository, 'node_modules/.bin/node'),
    args: ['--disable-warning=ExperimentalWarning', join(repository, 'tools/local/poller.ts'), layout.checkpoints],
    cwd: layout.dir,
    env: commandEnvironment(options.endpoint, options.region, layout),
    owned: options.owned,
    note: options.endpoint,
  });
  return true;
}

/** Its checkpoints are written after each batch, so it needs no time to say goodbye. */
export const stopPoller = (layout: Layout) => stop(layout, name);

/** Ends it at once, from a signal handler. */
export const killPoller = (layout: Layout) => kill(layout, name);
