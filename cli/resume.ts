import { Command } from 'commander';
import { contextOf } from './context.ts';

export const resumeCommand = (): Command =>
  new Command('resume')
    .description('open the gates again: needs published findings, two approvals of different groups, green conformance')
    .argument('<incident>', 'id of the incident')
    .addHelpText(
      'after',
      '\nExample:\n  sluice resume 01KAV...\n\nExit code 3 and the reason when it may not be done yet.',
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const result = await api.post<{ incident: string; outcome: string; answered: boolean }>(
        `/incidents/${encodeURIComponent(id)}/resume`,
        {},
      );
      output.result(result, () =>
        result.answered
          ? 'Accepted: the workflow checks everything again and opens the gates. See: sluice status'
          : `Kept: the workflow does not wait just now. It acts on it when it does, within the hour. See: sluice incidents show ${id}`,
      );
    });
