import { Command } from 'commander';
import { contextOf } from './context.ts';
import { type IncidentOpened, printIncidentOpened } from './incident-opened.ts';

export const pauseCommand = (): Command =>
  new Command('pause')
    .description('close both gates now; opens an incident that ends in findings and needs two approvals to resume')
    .requiredOption('--reason <text>', 'why; stored encrypted')
    .addHelpText('after', '\nExample:\n  sluice pause --reason "readable by everybody, being checked"')
    .action(async (options: { reason: string }, command: Command) => {
      const { api, output } = contextOf(command);
      printIncidentOpened(output, await api.post<IncidentOpened>('/pauses', { reason: options.reason }));
    });
