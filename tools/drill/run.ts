import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { TABLE_NAMES, type TableName } from '../../core/restore/tables.ts';
import { createReport, DoesNotHold, type Report } from '../demo/report.ts';
import { LocalCloudError } from '../local/index.ts';
import { deploysStory } from './deploys-story.ts';
import { type JuneOptions, juneStory } from './june/story.ts';
import { restoreStory } from './restore-story.ts';
import { upgradeStory } from './upgrade-story.ts';

/** Clouds of their own beside those of `npm run local` and `npm run demo`, always from nothing. */
const folderOf = (name: string): string => join('.local', `drill-${name}`);

async function play(name: string, story: (folder: string, report: Report) => Promise<void>): Promise<void> {
  const folder = folderOf(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const begun = performance.now();
  try {
    await story(folder, createReport());
    console.log(`\nThe drill holds (${Math.round((performance.now() - begun) / 1000)} s).`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof DoesNotHold) console.error(`\nDOES NOT HOLD: ${message}`);
    else if (error instanceof LocalCloudError) console.error(`\n${message}`);
    else console.error('\nThe drill failed:', error);
    process.exitCode = 1;
  }
}

/** 0.1.0, whose stored data `test/releases` keeps too. */
const FIRST_RELEASE = '9d0a2c0816ab8a20e9a417061a7518ff0ca07c56';

const program = new Command('drill').description('Plays what nobody wants to do for the first time.');
program
  .command('restore')
  .description('every table goes back to a moment by the steps of "sluice restore plan"')
  .addOption(new Option('--table <name...>', 'these alone (default: all)').choices(TABLE_NAMES))
  .action(({ table }: { table?: TableName[] }) =>
    play('restore', (folder, report) => restoreStory(folder, report, table)),
  );
program
  .command('upgrade')
  .description('an earlier release lives for a while and is left in an incident; this one is deployed over it')
  .option('--from <commit>', 'commit or tag of the release', FIRST_RELEASE)
  .action(({ from }: { from: string }) => play('upgrade', (folder, report) => upgradeStory(folder, report, from)));
program
  .command('deploys')
  .description(
    'a first deploy fails and is made again, under an IAM path; the identity provider changes, and changes again',
  )
  .action(() => play('deploys', deploysStory));
const atLeast =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`${least} at least.`);
    return value;
  };
program
  .command('june', { isDefault: true })
  .description('the failure of June 2026: tables that all could read, people who looked, a patch that does not hold')
  .option('--tables <number>', 'derived tables in the catalog', atLeast(45), 45_000)
  .option('--people <number>', 'people and roles beside the program', atLeast(8), 200)
  .option('--rows', 'inventories and log are fed as rows, and no cloud is started: seconds')
  .action((options: JuneOptions) => play('june', (folder, report) => juneStory(folder, report, options)));
await program.parseAsync();
