import { Command, Option } from 'commander';
import { status } from '../api/consent.ts';
import { approve, type IncidentView, showIncident } from '../api/incident.ts';
import { DECISIONS, type Decision } from '../api/words.ts';
import { inOneLine } from '../wire/printable.ts';
import { ask } from './ask.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { checkedId } from './incident-opened.ts';
import { facts, time } from './output.ts';
import { wouldErase, wouldEraseText } from './termination.ts';

export const approveCommand = (): Command =>
  new Command('approve')
    .description('approve resuming or ending the program, over the published findings')
    .argument('<incident>', 'id of the incident')
    .addOption(new Option('--decision <decision>', 'what to do').choices(DECISIONS).makeOptionMandatory())
    .option(
      '--findings <hash>',
      'hash of the findings that you read (default: those published now, which are shown, and asked about)',
    )
    .option('--yes', 'do not ask: for scripts, which have read them')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents show 01KAV...                        # read them\n  sluice approve 01KAV... --decision resume --findings 91c2...\n\nWho may approve the disclosure says: sluice rights FILE',
    )
    .action(
      async (
        given: string,
        options: { decision: Decision; findings?: string; yes?: true; dryRun?: true },
        command: Command,
      ) => {
        const id = checkedId(given);
        const { api, output } = contextOf(command);
        const params = { incident: id };
        const view = await api.call(showIncident, { params });
        const { incident } = view;
        const findings = options.findings ?? incident.findings?.document;
        const epoch = incident.epochs?.collection;
        if (findings === undefined || epoch === undefined) {
          throw new CommandError(
            EXIT.refused,
            'unpublished',
            `The findings are not published yet (the incident is ${incident.status}): sluice incidents show ${id}`,
          );
        }
        const { subject } = await api.call(status);
        const before = view.approvals.find(
          (one) => one.approver === subject && one.decision === options.decision && one.findings === findings,
        );
        if (before?.epoch === epoch) {
          output.result({ already: before }, () =>
            [
              `You have approved this already, at ${time(before?.at)}: nothing is changed.`,
              next(id, options.decision, false),
            ].join('\n'),
          );
          return;
        }
        // What cannot be taken back is said before it is asked for.
        if (options.decision === 'terminate' && (options.dryRun || !options.yes)) {
          process.stderr.write(`${wouldEraseText(await wouldErase(api, id))}\n\n`);
        }
        if (options.findings === undefined && !options.yes && !options.dryRun) await confirm(view, options.decision);
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
      },
    );

/** Whoever approves has what it is over before their eyes. @throws CommandError `not-confirmed` */
async function confirm(view: IncidentView, decision: Decision): Promise<void> {
  const found = view.findings?.document.findings ?? view.summary?.document.established ?? [];
  const lines = found.map(({ finding, statement }) => inOneLine(`  ${finding}: ${statement}`));
  process.stderr.write(`${['What was found:', ...lines].join('\n')}\n`);
  const answer = await ask(`Approve to ${decision} over these findings? (yes/no) `, [
    'not-confirmed',
    'Read the findings, and name them: --findings HASH, or --yes.',
  ]);
  if (answer !== 'yes') throw new CommandError(EXIT.refused, 'not-confirmed', 'Nothing was approved.');
}

function next(id: string, decision: string, answered: boolean): string {
  if (decision === 'resume') return `When two have approved: sluice resume ${id}`;
  if (answered)
    return `Two have approved: the program ends, with its gates closed, and what it kept is erased: sluice incidents termination ${id}`;
  return 'When two have approved, the program ends and what it kept is erased; if the workflow does not wait just now, within the hour.';
}
