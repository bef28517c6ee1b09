import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../tools/local/index.ts';
import { repository } from '../../../tools/local/layout.ts';

/** A local cloud without stacks and without what an earlier run has left; `stop` removes it. */
export async function startEmptyCloud(): Promise<LocalCloud> {
  const out = join(repository, 'out');
  await mkdir(out, { recursive: true });
  const dir = await mkdtemp(join(out, 'contracts-'));
  const cloud = await startLocalCloud({ deploy: false, port: 0, dir, quiet: true });
  return {
    ...cloud,
    async stop() {
      await cloud.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
