import { Command, InvalidArgumentError } from 'commander';

export interface LocalOptions {
  dir?: string;
  port?: number;
  project?: string;
}

const port = (text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number >= 65_536) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return number;
};

/** `npm run local`; ends the process with a line and 2 when the options are wrong, with the help and 0 when it is asked for. */
export const upCommand = (): Command =>
  new Command('npm run local --')
    .description(
      'Starts a local cloud with IAM enforced and deploys the app into it, or takes up the one that is there; says what can be done with it.',
    )
    .option('--dir <folder>', "the cloud's folder (default: .local in this repository)")
    .option('--port <number>', 'port on loopback; 0 takes a free one (default: SLUICE_LOCAL_PORT, or 4600)', port)
    .option('--project <folder>', 'folder with the cdk.json of the app to deploy (default: this repository)')
    .addHelpText('after', '\nExamples:\n  npm run local\n  npm run local -- --dir /tmp/cloud --port 0');

/** `npm run local:down`. */
export const downCommand = (): Command =>
  new Command('npm run local:down --')
    .description('Stops the local cloud; its state is kept, and the next start has it again.')
    .option('--dir <folder>', "the cloud's folder (default: .local in this repository)")
    .option('--wipe', 'the state goes too')
    .addHelpText('after', '\nExamples:\n  npm run local:down\n  npm run local:down -- --wipe');

/** @param argv what stands behind the command */
export function parseArguments<Options extends object>(command: Command, argv: readonly string[]): Options {
  command.configureOutput({ outputError: (text, write) => write(`sluice local: ${text}`) });
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  command.allowExcessArguments(false).parse(argv, { from: 'user' });
  return command.opts();
}
