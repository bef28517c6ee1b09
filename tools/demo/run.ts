import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LocalCloudError } from '../local/index.ts';
import { type Deployment, deployLocally, SHORT_TIMES } from './deployment.ts';
import { createReport, DoesNotHold, type Report } from './report.ts';
import { closeScene, createScene, type Scene } from './scene.ts';
import { administrator } from './steps/administrator.ts';
import { balance } from './steps/balance.ts';
import { collect } from './steps/collect.ts';
import { erase } from './steps/erase.ts';
import { exported } from './steps/export.ts';
import { incident } from './steps/incident.ts';
import { overCollection } from './steps/over-collection.ts';
import { reach } from './steps/reach.ts';
import { read } from './steps/read.ts';
import { withdraw } from './steps/withdraw.ts';
import { WITNESS_BUS } from './witness.ts';

interface Options {
  seed: number;
  json?: string;
  keep?: boolean;
  port?: number;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('a whole number from 0 on');
  return number;
};

/** A cloud of its own beside that of `npm run local`, always from nothing. */
const FOLDER = join('.local', 'demo');
/** Beside the port of `npm run local`, so that both can run. */
const PORT = 4610;

async function tell(options: Options): Promise<Report> {
  const report = createReport();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  let deployment: Deployment | undefined;
  let scene: Scene | undefined;
  try {
    await report.step(
      'A local cloud with IAM enforced, and the ordinary cdk bootstrap and cdk deploy of all stacks',
      async (figures) => {
        deployment = await deployLocally({
          dir: FOLDER,
          port: options.port ?? PORT,
          keep: options.keep === true,
          stage: { witness: WITNESS_BUS },
          onProgress: (line) => report.say(line),
        });
        const times = SHORT_TIMES.map(([path, value]) => `${path.join('.')} ${value}`).join(', ');
        report.say(`The program's own disclosure, with its long times made short: ${times}`);
        figures.stacks = Object.keys(deployment.cloud.outputs);
        report.holds(
          Object.keys(deployment.cloud.outputs).length >= 2,
          `deployed: ${Object.keys(deployment.cloud.outputs).join(', ')}`,
        );
      },
    );
    const story = await createScene(deployment!, report, FOLDER, options.seed);
    scene = story;
    const step = (title: string, run: (scene: Scene, figures: Record<string, unknown>) => Promise<void>) =>
      report.step(title, (figures) => run(story, figures));
    await step('What is stored is redacted, and encrypted under a key of the subject', collect);
    await step('What was not disclosed is not stored, whatever the agent sends', overCollection);
    await step('Consent withdrawn: nothing that was under way is stored', withdraw);
    await step('Reading needs a purpose, and leaves an entry in the ledger', async (...of) => {
      await read(...of);
      await reach(...of);
    });
    await step('A report closes both gates; two approvals open them', incident);
    await step('Erasure: copies of before open nothing', erase);
    await step('The books balance', balance);
    await step('A data set of one purpose, and somebody who withdraws from it', exported);
    await step('An administrator changes what guards the data: both gates close', administrator);
    if (options.keep) {
      report.say('');
      report.say(`The cloud is still up at ${deployment!.endpoint}. Stop it: npm run local:down -- --dir ${FOLDER}`);
    }
    return report;
  } finally {
    if (scene) await closeScene(scene);
    if (!options.keep) await deployment?.cloud.stop();
  }
}

const program = new Command('demo')
  .description('Deploys Sluice into a local cloud and shows its promises at work, each step with its figures.')
  .option('--seed <n>', 'which captured passage is shown', whole, 1)
  .option('--json <file>', 'write the figures there')
  .option('--keep', 'leave the cloud running')
  .option('--port <n>', 'port of the local cloud', whole)
  .addHelpText(
    'after',
    '\nExample:\n  npm run demo -- --seed 3 --json out/demo.json\n\nExit code 0 only if every step holds.',
  )
  .action(async (options: Options) => {
    const begun = performance.now();
    const write = (figures: object) => {
      if (!options.json) return;
      mkdirSync(dirname(options.json), { recursive: true });
      writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    };
    try {
      const { figures } = await tell(options);
      const seconds = Math.round((performance.now() - begun) / 1000);
      write({ holds: true, seconds, ...figures });
      console.log(`\nEvery step holds (${seconds} s).`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      write({ holds: false, failed: message });
      if (error instanceof DoesNotHold) console.error(`\nDOES NOT HOLD: ${message}`);
      else if (error instanceof LocalCloudError) console.error(`\n${message}`);
      else console.error('\nThe demo failed:', error);
      process.exitCode = 1;
    }
  });
await program.parseAsync();
