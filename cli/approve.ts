import { Command, Option } from 'commander';
import { approve, showIncident } from '../api/incident.ts';
import { DECISIONS, type Decision } from '../api/words.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { checkedId } from './incident-opened.ts';
import { facts } from './output.ts';

export const approveCommand = (): Command =>
  new Command('approve')
    .description('approve resuming or ending the program, over the published findings')
    .argument('<incident>', 'id of the incident')
    .addOption(new Option('--decision <decision>', 'what to do').choices(DECISIONS).makeOptionMandatory())
    .option('--findings <hash>', 'hash of the findings that you read (default: those published now, shown first)')
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents show 01KAV...                        # read them\n  sluice approve 01KAV... --decision resume --findings 91c2...',
    )
    .action(async (given: string, options: { decision: Decision; findings?: string }, command: Command) => {
      const id = checkedId(given);
      const { api, output } = contextOf(command);
      const params = { incident: id };
      const { incident } = await api.call(showIncident, { params });
      const findings = options.findings ?? incident.findings?.document;
      const epoch = incident.epochs?.collection;
      if (findings === undefined || epoch === undefined) {
        throw new CommandError(
          EXIT.refused,
          'unpublished',
          `The findings are not published yet (the incident is ${incident.status}): sluice incidents show ${id}`,
        );
      }
      const decided = await api.call(approve, { params, body: { decision: options.decision, findings, epoch } });
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
