import { hostname } from 'node:os';
import { Command } from 'commander';
import { contextOf } from './context.ts';
import { facts } from './output.ts';

interface Enrolment {
  subject: string;
  device: string;
  disclosure: string;
  consentHash: string;
  text?: string;
}

export const enrolCommand = (): Command =>
  new Command('enrol')
    .description('enrol this device; collects nothing until you consent')
    .option('--device <name>', 'name of the device', hostname().toLowerCase().slice(0, 60))
    .addHelpText('after', '\nExample:\n  sluice enrol --device ada-laptop')
    .action(async (options: { device: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const enrolment = await api.post<Enrolment>('/enrolments', { device: options.device });
      output.result(enrolment, () =>
        [
          facts({ subject: enrolment.subject, device: enrolment.device, disclosure: enrolment.disclosure }),
          '',
          'Nothing is collected yet. Read what would be: sluice consent',
        ].join('\n'),
      );
    });
