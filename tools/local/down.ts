/** `npm run local:down`: stops the local cloud and keeps its state; with --wipe, the state goes too. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopLocalCloud } from './cloud.ts';
import { repository } from './layout.ts';

const stopped = await stopLocalCloud();
console.log(stopped ? 'The local cloud is stopped; its state is kept in .local.' : 'No local cloud was running.');
if (process.argv.includes('--wipe')) {
  await rm(join(repository, '.local'), { recursive: true, force: true });
  console.log('Its state is removed.');
}
