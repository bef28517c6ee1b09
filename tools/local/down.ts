/** `npm run local:down`: stops the local cloud and keeps its state; with --wipe, the state goes too. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { downCommand, parseArguments } from './arguments.ts';
import { stopLocalCloud } from './cloud.ts';
import { LocalCloudError } from './errors.ts';
import { repository } from './layout.ts';

try {
  const options = parseArguments<{ dir?: string; wipe?: boolean }>(downCommand(), process.argv.slice(2));
  const dir = resolve(options.dir ?? join(repository, '.local'));
  const stopped = await stopLocalCloud(dir);
  console.log(stopped ? `The local cloud is stopped; its state is kept in ${dir}.` : 'No local cloud was running.');
  if (options.wipe) {
    await rm(dir, { recursive: true, force: true });
    console.log('Its state is removed.');
  }
} catch (error) {
  console.error(error instanceof LocalCloudError ? `sluice local: ${error.message}` : error);
  process.exit(1);
}
