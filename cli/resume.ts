import { Command } from 'commander';
import { resume, showIncident } from '../api/incident.ts';
import { mayBeDone } from './api.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { checkedId } from './incident-opened.ts';

export const resumeCommand = (): Command =>
  new Command('resume')
    .description('open the gates again: needs published findings, two approvals of different groups, green conformance')
    .argument('<incident>', 'id of the incident')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice resume 01KAV...\n\nExit code 3 and the reason when it may not be done yet.',
    )
    .action(async (given: string, _: unknown, command: Command) => {
      const id = checkedId(given);
      const { api, output } = contextOf(command);
      const params = { incident: id };
      const result = await api.call(resume, { params }).catch(async (error: unknown) => {
        if (!mayBeDone(error)) throw error;
        // The answer was lost: the incident says whether it was asked all the same.
        const { incident } = await api.call(showIncident, { params });
        if ((incident.askedAt ?? incident.resuming) === undefined && incident.status !== 'resumed') throw error;
        return { incident: id, outcome: 'resume', answered: incident.askedAt === undefined };
      });
      output.result(result, () =>
        result.answered
          ? 'Accepted: the workflow checks everything again and opens the gates. See: sluice status'
          : `Kept: the workflow does not wait just now. It acts on it when it does, within the hour. See: sluice incidents show ${id}`,
      );
    });
