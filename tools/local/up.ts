/** `npm run local`: starts the local cloud, or takes up the one that is there, and says what can be done with it. */
import { startLocalCloud, stopLocalCloud } from './cloud.ts';
import { endCommands } from './command.ts';
import { LocalCloudError } from './errors.ts';
import { nextSteps } from './next-steps.ts';

// Interrupted while it starts, it leaves nothing running that is of no use yet.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    endCommands();
    await stopLocalCloud();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

try {
  const began = performance.now();
  const cloud = await startLocalCloud({ keep: true });
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  in all\n`);
  console.log(nextSteps(cloud));
  process.exit(0);
} catch (error) {
  console.error(error instanceof LocalCloudError ? `sluice local: ${error.message}` : error);
  process.exit(1);
}
