import { Command, Option } from 'commander';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { IncidentView } from './incidents.ts';
import { facts } from './output.ts';

interface Decided {
  receipt: { chain: string; seq: number; hash: string };
  answered: boolean;
}

export const approveCommand = (): Command =>
  new Command('approve')
    .description('approve resuming or ending the program, over the published findings')
    .argument('<incident>', 'id of the incident')
    .addOption(new Option('--decision <decision>', 'what to do').choices(['resume', 'terminate']).makeOptionMandatory())
    .option('--findings <hash>', 'hash of the findings that you read (default: those published now, shown first)')
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents show 01KAV...                        # read them\n  sluice approve 01KAV... --decision resume --findings 91c2...',
    )
    .action(async (id: string, options: { decision: string; findings?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const path = `/incidents/${encodeURIComponent(id)}`;
      const { incident } = await api.get<IncidentView>(path);
      const findings = options.findings ?? incident.findings?.document;
      const epoch = incident.epochs?.collection;
      if (findings === undefined || epoch === undefined) {
        throw new CommandError(
          EXIT.refused,
          'unpublished',
          `The findings are not published yet (the incident is ${incident.status}): sluice incidents show ${id}`,
        );
      }
      const decided = await api.post<Decided>(`${path}/approvals`, { decision: options.decision, findings, epoch });
      output.result(decided, () =>
        [
          facts({
            decision: options.decision,
            findings,
            epoch,
            'ledger entry': `${decided.receipt.chain} ${decided.receipt.seq}`,
          }),
          '',
          next(id, options.decision, decided.answered),
        ]
          .join('\n')
          .trimEnd(),
      );
    });

function next(id: string, decision: string, answered: boolean): string {
  if (decision === 'resume') return `When two have approved: sluice resume ${id}`;
  if (answered) return 'Two have approved: the program ends, with its gates closed.';
  return 'When two have approved, the program ends; if the workflow does not wait just now, within the hour.';
}
