import { hostname } from 'node:os';
import { Command } from 'commander';
import { enrol } from '../api/consent.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { nameDevice } from './me/device-names.ts';
import { afterEnrolling } from './me/status.ts';
import { facts } from './output.ts';

export const enrolCommand = (): Command =>
  new Command('enrol')
    .description('enrol this device; collects nothing until you consent')
    .option(
      '--device <name>',
      'name of the device',
      hostname()
        .replace(/[^A-Za-z0-9_-]/g, '-')
        .slice(0, 32),
    )
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice enrol --device ada-laptop')
    .action(async (options: { device: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const enrolment = await api.call(enrol, { body: { device: options.device } });
      // What it is called is stored nowhere but here.
      if (enrolment.device !== undefined) nameDevice(enrolment.device, options.device);
      output.result(enrolment, () =>
        [
          facts({
            subject: enrolment.subject,
            device: options.device,
            'known as': enrolment.device,
            state: enrolment.state,
          }),
          '',
          afterEnrolling(enrolment),
        ].join('\n'),
      );
    });
