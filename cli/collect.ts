import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { collect, headOf, type Plan } from '../core/exposure/collect/collect.ts';
import { fromConfig } from '../core/exposure/collect/config-snapshot.ts';
import { CannotGoOn } from '../core/exposure/collect/failure.ts';
import { COLLECTED, COLLECTED_KINDS, type CollectedKind } from '../core/exposure/collect/kinds.ts';
import { collectorPolicy, REGIONS_ACTION } from '../core/exposure/collect/policy.ts';
import { inventoryLines } from '../core/exposure/load.ts';
import { VERSION } from './built.ts';
import { CollectFile } from './collect-file.ts';
import { endpointOf, type GlobalOptions, outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { repeated } from './repeated.ts';

interface CollectOptions extends GlobalOptions {
  out?: string;
  regions?: string;
  kinds?: string;
  sample: string;
  restart?: boolean;
  printPolicy?: boolean;
  fromConfig: string[];
}

const TOOL = 'sluice exposure collect';

export const collectCommand = (): Command =>
  new Command('collect')
    .description(
      'write down what an account holds, as far as it decides who can read; AWS credentials, no login, changes nothing',
    )
    .option('--out <file>', 'where to write it; an interrupted run goes on there')
    .option(
      '--regions <regions>',
      'apart by commas, or all that are enabled; the first is asked for what has no Region (default: that of the profile)',
    )
    .option('--kinds <kinds>', `apart by commas (default: all): ${COLLECTED_KINDS.join(', ')}`)
    .option('--sample <n>', 'names of objects a bucket, by which copies are recognised; 0: none', '20')
    .option('--restart', 'throw away what is in the file, and begin anew')
    .option(
      '--from-config <file>',
      'a configuration snapshot of AWS Config, gzipped or not, in place of the live account; again for another Region',
      repeated,
      [],
    )
    .option('--print-policy', 'the least policy that it needs; reads nothing, works offline')
    .addHelpText(
      'after',
      `
What is refused stands in the file as a gap, and makes answers about it unknown.

Examples:
  sluice exposure collect --out account.ndjson
  sluice exposure collect --out account.ndjson --regions eu-central-1,eu-west-1 --profile audit
  sluice exposure collect --out account.ndjson --regions all
  sluice exposure collect --out account.ndjson --from-config 111122223333_Config_eu-central-1_ConfigSnapshot.json.gz
  sluice exposure collect --print-policy`,
    )
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<CollectOptions>();
      const kinds = kindsOf(options.kinds);
      if (options.printPolicy) {
        const policy = collectorPolicy(
          kinds,
          sampleOf(options.sample) > 0,
          options.regions === ALL ? [REGIONS_ACTION] : [],
        );
        return outputOf(self).result(policy, () => JSON.stringify(policy, undefined, 2));
      }
      if (options.out === undefined)
        throw new CommandError(EXIT.usage, 'no-file', 'Say where to write it: --out FILE.');
      if (options.fromConfig.length > 0) return recorded(options, options.out, self);
      await live(options, options.out, kinds, self);
    });

async function live(
  options: CollectOptions,
  out: string,
  kinds: readonly CollectedKind[],
  self: Command,
): Promise<void> {
  const output = outputOf(self);
  const { clientsOf, READERS, whoAmI } = await import('./collect.aws.ts');
  const named = options.regions === ALL ? undefined : regionsOf(options.regions);
  const connection = { region: named?.[0] ?? options.region, profile: options.profile, endpoint: endpointOf(options) };
  const { account, partition, region } = await whoAmI(connection).catch(cannotBegin);
  const all = options.regions === ALL ? await everyRegion({ ...connection, partition, region }) : undefined;
  if (all) output.progress(`${all.enabled.length} Regions are enabled: ${all.enabled.join(', ')}`);
  const plan: Plan = {
    ...{ account, partition, regions: all?.enabled ?? named ?? [region], kinds, sample: sampleOf(options.sample) },
    ...(all && { without: all.disabled }),
  };
  if (options.restart) for (const one of [out, `${out}.journal`]) rmSync(one, { force: true });
  const file = await CollectFile.open(out, headOf(plan, { tool: TOOL, version: VERSION }, Date.now()));
  output.progress(
    file.isResumed
      ? `Going on with ${out}, begun at ${new Date(file.begun).toISOString()} ...`
      : `Reading account ${account}, ${plan.regions.join(', ')} ...`,
  );
  let gaps = 0;
  let stop = false;
  const onSignal = () => {
    stop = true;
    output.progress('Stopping after the pages that are under way; again: at once ...');
  };
  process.once('SIGINT', onSignal);
  try {
    const whole = await collect({
      plan,
      readers: READERS,
      client: clientsOf(connection),
      sink: file,
      progress: output.progress,
      stopped: () => stop,
    });
    if (!whole) throw interrupted(out);
    gaps = file.gaps;
    file.end(Date.now());
  } catch (error) {
    if (error instanceof CannotGoOn) {
      throw new CommandError(EXIT.failed, 'cannot-go-on', `${error.message} ${out} is unfinished. ${AGAIN}`, {
        cause: error,
      });
    }
    throw error;
  } finally {
    process.off('SIGINT', onSignal);
  }
  output.result({ file: out, accounts: [account], rows: file.rows, gaps }, () =>
    inWords(out, [account], file.rows, gaps),
  );
}

/** What AWS Config has recorded: all of it at once, or nothing. */
async function recorded({ fromConfig: files, restart }: CollectOptions, out: string, self: Command): Promise<void> {
  if (!restart && existsSync(out)) {
    throw new CommandError(EXIT.usage, 'other-file', `${out} is there. Say another --out, or --restart to replace it.`);
  }
  const snapshots = files.map((name) => ({ name, bytes: bytesOf(name) }));
  const { head, ended, rows } = fromConfig(snapshots, { tool: `${TOOL} --from-config`, version: VERSION });
  const lines: string[] = [];
  for await (const line of inventoryLines(head, rows, () => ended)) lines.push(line);
  writeFileSync(out, lines.join(''), { mode: 0o600 });
  const gaps = rows.filter(({ row }) => row === 'gap').length;
  const accounts = [...new Set(head.covered.map(({ account }) => account))];
  outputOf(self).result({ file: out, accounts, rows: rows.length, gaps }, () =>
    inWords(out, accounts, rows.length, gaps),
  );
}

function bytesOf(name: string): Uint8Array {
  try {
    return readFileSync(name);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(EXIT.usage, 'unreadable', `${name} cannot be read (${code}).`, { cause });
  }
}

const inWords = (out: string, accounts: readonly string[], rows: number, gaps: number): string =>
  [
    `${out}: ${rows} rows of account ${accounts.join(', ')}.`,
    ...(gaps > 0 ? [`${gaps} gaps: what could not be read is unknown in every answer (grep '"row":"gap"').`] : []),
  ].join('\n');

const AGAIN = 'The same command goes on where it stopped.';

const interrupted = (out: string): CommandError =>
  new CommandError(
    EXIT.interrupted,
    'stopped',
    `Stopped. ${out} is unfinished, and every reader of it says so. ${AGAIN}`,
  );

function cannotBegin(cause: Error): never {
  throw new CommandError(
    EXIT.failed,
    'no-credentials',
    `AWS does not say whose credentials these are (${cause.name}). Log in as for the AWS CLI, or say --profile and --region.`,
    { cause },
  );
}

const ALL = 'all';

/** What would be left out unseen is no inventory of all of them. */
async function everyRegion(asking: {
  partition: string;
  region: string;
  profile: string | undefined;
  endpoint: string | undefined;
}) {
  const { regionsOfAccount } = await import('./collect.aws.ts');
  return regionsOfAccount(asking).catch((cause: Error) => {
    throw new CommandError(
      EXIT.failed,
      'no-regions',
      `Which Regions are enabled cannot be read: ${cause.message}. Nothing was read. Allow ${REGIONS_ACTION}, or name them: --regions eu-west-1,us-east-1.`,
      { cause },
    );
  });
}

function regionsOf(text: string | undefined): [string, ...string[]] | undefined {
  if (text === undefined) return undefined;
  const regions = [...new Set(text.split(',').map((one) => one.trim()))];
  const wrong = regions.find((one) => !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(one));
  if (wrong !== undefined) throw new CommandError(EXIT.usage, 'regions', `"${wrong}" is no Region of AWS.`);
  return regions as [string, ...string[]];
}

function kindsOf(text: string | undefined): readonly CollectedKind[] {
  if (text === undefined) return COLLECTED_KINDS;
  const kinds = [...new Set(text.split(',').map((one) => one.trim()))];
  const wrong = kinds.find((one) => !Object.hasOwn(COLLECTED, one));
  if (wrong !== undefined) {
    throw new CommandError(EXIT.usage, 'kinds', `"${wrong}" is no kind; there are ${COLLECTED_KINDS.join(', ')}.`);
  }
  return kinds as CollectedKind[];
}

function sampleOf(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > 1000) {
    throw new CommandError(EXIT.usage, 'sample', '--sample is a number from 0 to 1000.');
  }
  return Number(text);
}
