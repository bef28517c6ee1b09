import { type App, bootstrap, deploy, forgetDeployed, isUpToDate, rememberDeployed, synthesize } from './deploy.ts';
import { control, resetEmulator } from './emulator.ts';
import { account, commandEnvironment } from './environment.ts';
import type { Layout } from './layout.ts';
import { runSchedules } from './schedules.ts';
import type { Stacks } from './stacks.ts';
import type { Progress } from './stopwatch.ts';

/** How long stacks of an interrupted deploy may take to settle before everything is wiped. */
const settleMs = 15_000;

export interface Bringing {
  layout: Layout;
  app: App;
  print: string;
  endpoint: string;
  region: string;
  progress: Progress;
  synthesis: Promise<void> | undefined;
}

/** Brings the stacks to what the sources say: nothing, an update, or all of it anew after an interrupted deploy. */
export async function bring(stacks: Stacks, now: Bringing): Promise<void> {
  const { layout, endpoint, region, progress } = now;
  const env = commandEnvironment(endpoint, region, layout);
  const broken = await stacks.broken(settleMs);
  if (broken.length > 0) {
    progress.note(`An earlier deploy was interrupted (${broken.join(', ')}): everything is wiped and deployed anew`);
    await resetEmulator(endpoint);
    forgetDeployed(layout);
  }
  const there = await stacks.names();
  const isDeployed = there.length > 0 && (await stacks.incomplete()).length === 0;
  const unchanged = isDeployed && isUpToDate(layout, now.print, there);
  if (unchanged) {
    await now.synthesis;
    return progress.note('Stacks are up to date');
  }
  forgetDeployed(layout);
  const synthesis = now.synthesis ?? progress('App synthesized', synthesize(now.app, layout, env));
  const ready = (await stacks.bootstrapped())
    ? undefined
    : progress('cdk bootstrap', bootstrap(layout, env, `aws://${account}/${region}`));
  const [synthesized] = await Promise.allSettled([synthesis, ready]);
  if (synthesized.status === 'rejected') throw synthesized.reason;
  await ready;
  await progress('cdk deploy --all', deploy(layout, env));
  const failed = await stacks.incomplete();
  if (failed.length > 0) throw new Error(`cdk deploy ended, but ${failed.join(', ')}`);
  await progress('Schedules run once', runSchedules(layout.assembly, endpoint, region));
  // From here on a crash of the emulator comes back to this state.
  await control(endpoint, 'save', {});
  rememberDeployed(layout, now.print, await stacks.names());
}
