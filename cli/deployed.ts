import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { manifestFile, readRelease } from '../core/deployed/assembly.ts';
import { compare } from '../core/deployed/compare.ts';
import { type Deployed, deployedSchema } from '../core/deployed/deployed.ts';
import { manifestHash, manifestSchema } from '../core/deployed/manifest.ts';
import { lastNoted } from '../core/deployed/noted.ts';
import type { Noted } from '../core/deployed/running.ts';
import { entriesIn } from '../core/ledger/ledger-file.ts';
import { Refused } from '../core/shared/errors.ts';
import { readLines } from '../wire/line-stream.ts';
import { type GlobalOptions, outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { prefixOf, readOutputs, type StageNames } from './stack-outputs.ts';

interface ReadOptions extends GlobalOptions, StageNames {
  outputs?: string;
  file?: string;
}

const read = (): Command =>
  new Command('read')
    .description('write down what runs: templates, functions with their code, roles, policies; with AWS credentials')
    .option('--outputs <file>', 'what cdk deploy --outputs-file wrote')
    .option('--program <name>', 'the program')
    .option('--stage <name>', 'the stage')
    .option('--file <file>', 'where to write it, in place of printing')
    .addHelpText(
      'after',
      `
Reads only. Of environment variables it keeps names and hashes, never a value.

Examples:
  sluice deployed read --outputs outputs.json --file deployed.json
  sluice deployed read --program model-capability --stage prod --region eu-central-1 --file deployed.json`,
    )
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<ReadOptions>();
      const prefix = target(options);
      const output = outputOf(self);
      const deployed = await readAll(prefix, options, (line) => output.progress(line)).catch((cause: unknown) => {
        const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown';
        throw new CommandError(EXIT.failed, 'not-read', `What runs as ${prefix} could not be read (${why}).`, {
          cause,
        });
      });
      if (options.file === undefined) return output.result(deployed, () => JSON.stringify(deployed, undefined, 2));
      writeFileSync(options.file, `${JSON.stringify(deployed, undefined, 2)}\n`);
      output.result({ file: options.file }, () => options.file!);
    });

async function readAll(prefix: string, options: ReadOptions, progress: (line: string) => void): Promise<Deployed> {
  // Loaded here: no other command waits for the AWS SDK.
  const { readDeployed } = await import('./deployed-read.aws.ts');
  const { clientsOf } = await import('./deployed-reading.aws.ts');
  const clients = clientsOf(options);
  try {
    return await readDeployed({ clients, prefix, progress, download });
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function download(address: string): Promise<Uint8Array> {
  const answer = await fetch(address);
  // The address itself is a permission: it is in no message.
  if (!answer.ok) throw new Error(`code cannot be downloaded: status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function target({ outputs, program, stage }: ReadOptions): string {
  if (outputs !== undefined) {
    const names = { ...(program !== undefined && { program }), ...(stage !== undefined && { stage }) };
    return prefixOf(readOutputs(outputs, [], names).name);
  }
  if (program === undefined || stage === undefined) {
    throw new CommandError(EXIT.usage, 'no-target', 'Say what to read: --outputs FILE, or --program and --stage.');
  }
  return prefixOf(`${program}-${stage}`);
}

const verify = (): Command =>
  new Command('verify')
    .description('compare what runs with a release; works on files, offline')
    .argument('<file>', 'what "sluice deployed read" wrote')
    .requiredOption('--assembly <folder>', 'the release: what cdk synth wrote, e.g. cdk.out')
    .option('--manifest <sha256>', 'hash of the manifest that the release has to have, from elsewhere')
    .option('--ledger <file>', 'whether the ledger says that this release was deployed last; verify the export as well')
    .addHelpText(
      'after',
      `
One line a difference, with place and reason. What could not be compared is said too, and counts as one.

Examples:
  sluice deployed verify deployed.json --assembly cdk.out
  sluice deployed verify deployed.json --assembly cdk.out --ledger ledger.json

Exit codes: 0 what runs is the release, 1 it differs or could not be compared, 2 usage.`,
    )
    .action(async (file: string, options: VerifyOptions, self: Command) => {
      const output = outputOf(self);
      const deployed = readDeployedFile(file);
      const { release, stated } = readAssembly(options.assembly, deployed.prefix);
      const manifest = manifestHash(release.manifest);
      const ledger = options.ledger === undefined ? undefined : { noted: await readNoted(options.ledger) };
      const found = compare(release, deployed, stated, ledger);
      const differences = [...found.differences];
      if (options.manifest !== undefined && options.manifest.toLowerCase() !== manifest) {
        differences.unshift({
          place: 'assembly',
          reason: 'is not the release that was asked for: its hash is another',
        });
      }
      const same = differences.length === 0 && found.notCompared.length === 0;
      const { account, region, prefix, readAt } = deployed;
      const noted = ledger && { ledger: ledger.noted ? { notedAt: ledger.noted.at } : null };
      const value = { same, prefix, account, region, readAt, manifest, ...noted, ...found, differences };
      output.result(value, () =>
        [
          `manifest  sha256:${manifest}`,
          ...differences.map(({ place, reason }) => `differs: ${place}: ${reason}`),
          ...found.notCompared.map(({ place, reason }) => `not compared: ${place}: ${reason}`),
          ...(ledger?.noted
            ? [
                `ledger    noted at ${new Date(ledger.noted.at).toISOString()}; whether the export holds: sluice ledger verify`,
              ]
            : []),
          ...found.explained.map(({ place, reason }) => `of the program: ${place}: ${reason}`),
          same
            ? `What runs as ${prefix} is the release, as of ${new Date(readAt).toISOString()}.`
            : `What runs as ${prefix} is not shown to be the release.`,
        ].join('\n'),
      );
      if (!same) process.exitCode = EXIT.failed;
    });

interface VerifyOptions {
  assembly: string;
  manifest?: string;
  ledger?: string;
}

async function readNoted(file: string): Promise<Noted | undefined> {
  try {
    return await lastNoted(entriesIn(readLines(createReadStream(file))));
  } catch (cause) {
    const why =
      cause instanceof Refused ? `no export of a ledger, as this version writes it (${cause.message})` : 'not readable';
    throw new CommandError(EXIT.usage, 'bad-file', `${file} is ${why}.`, { cause });
  }
}

function readDeployedFile(file: string): Deployed {
  try {
    return deployedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'bad-file', `${file} is not a file that sluice deployed read wrote.`, { cause });
  }
}

function readAssembly(folder: string, prefix: string) {
  const file = join(folder, manifestFile(prefix));
  try {
    const stated = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { release: readRelease(folder, prefix), stated };
  } catch (cause) {
    throw new CommandError(
      EXIT.usage,
      'bad-assembly',
      `${folder} is not a release of ${prefix}, as cdk synth writes it.`,
      {
        cause,
      },
    );
  }
}

export const deployedCommand = (): Command =>
  new Command('deployed').description('whether what runs is what was released').addCommand(read()).addCommand(verify());
