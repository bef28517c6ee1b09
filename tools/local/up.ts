/** `npm run local`: starts the local cloud, or takes up the one that is there, and says what can be done with it. */
import { type LocalOptions, parseArguments, upCommand } from './arguments.ts';
import { interruptLocalCloud, type LocalCloud, startLocalCloud } from './cloud.ts';
import { LocalCloudError } from './errors.ts';
import { nextSteps } from './next-steps.ts';
import { ensurePerson, LOCAL_PEOPLE } from './people.ts';

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
  const options = parseArguments<LocalOptions>(upCommand(), process.argv.slice(2));
  const cloud = await startLocalCloud({ ...options, keep: true });
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  in all\n`);
  await people(cloud);
  console.log(nextSteps(cloud));
  process.exit(0);
} catch (error) {
  console.error(error instanceof LocalCloudError ? `sluice local: ${error.message}` : error);
  process.exit(1);
}

/** Accounts to log in with, where the app has a user pool. */
async function people({ endpoint, region, outputs }: LocalCloud): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  for (const { UserPoolId } of Object.values(outputs)) {
    if (!UserPoolId) continue;
    for (const [name, group] of Object.entries(LOCAL_PEOPLE)) {
      await ensurePerson({ endpoint, region, credentials }, UserPoolId, name, [group]);
    }
  }
}
