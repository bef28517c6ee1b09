/** `npm run local`: starts the local cloud, or takes up the one that is there, and says what can be done with it. */
import { parseArguments } from './arguments.ts';
import { interruptLocalCloud, startLocalCloud } from './cloud.ts';
import { LocalCloudError } from './errors.ts';
import { nextSteps } from './next-steps.ts';

// A reader that goes away (`npm run local | head`) does not stop the start.
process.stdout.on('error', () => {});

// Interrupted while it starts, it leaves nothing running that is of no use yet.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    interruptLocalCloud();
    process.exit(code);
  });
}

try {
  const began = performance.now();
  const { wipe: _, ...options } = parseArguments(process.argv.slice(2));
  const cloud = await startLocalCloud({ ...options, keep: true });
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  in all\n`);
  console.log(nextSteps(cloud));
  process.exit(0);
} catch (error) {
  console.error(error instanceof LocalCloudError ? `sluice local: ${error.message}` : error);
  process.exit(1);
}
