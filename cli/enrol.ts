import { hostname } from 'node:os';
import { Command, Option } from 'commander';
import { AgentError, enrolHere, keptWords, STATE_FOLDER } from '../agent/bin/enrol.ts';
import { enrol } from '../api/consent.ts';
import { STORES, type Store } from '../host/sealed.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { nameDevice } from './me/device-names.ts';
import { afterEnrolling } from './me/status.ts';
import { facts } from './output.ts';

const hostLabel = (): string =>
  hostname()
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 32);

/** `sluice agent enrol` is this command under another name. */
export const enrolCommand = (): Command =>
  new Command('enrol')
    .description('enrol this device: makes a key that its agent proves itself with; collects nothing until you consent')
    .option('--device <name>', 'name of the device', hostLabel())
    .option('--state <folder>', 'where the agent keeps what it keeps of this device', STATE_FOLDER)
    .addOption(
      new Option(
        '--store <where>',
        'where its key is kept: the system’s keychain, or a file that only you can read (default: auto, SLUICE_STORE)',
      ).choices(STORES),
    )
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice enrol --device ada-laptop')
    .action(async ({ device: label, ...options }: EnrolOptions, command: Command) => {
      const { api, apiUrl, output } = contextOf(command);
      const ask = (body: { device: string; key: string }) => api.call(enrol, { body });
      const { answer, device, kept } = await enrolHere({ ...options, api: apiUrl(), label, ask }).catch(explained);
      // What it is called is stored nowhere but here.
      nameDevice(device, label);
      output.result({ ...answer, key: kept }, () =>
        [
          facts({
            ...{ subject: answer.subject, device: label, 'known as': device, state: answer.state },
            'its key': keptWords(kept),
          }),
          '',
          afterEnrolling(answer),
        ].join('\n'),
      );
    });

interface EnrolOptions {
  device: string;
  state: string;
  store: Store;
}

/** Of what is kept on the device; what the service says is said by its client. */
function explained(error: unknown): never {
  if (!(error instanceof AgentError || error instanceof RangeError)) throw error;
  const [code, reason] =
    error instanceof RangeError ? ([EXIT.usage, 'usage'] as const) : ([EXIT.failed, 'device-key'] as const);
  throw new CommandError(code, reason, `${error.message}.`, { cause: error });
}
