import { Command, Option } from 'commander';
import { fileReport } from '../api/incident.ts';
import { SEVERITIES, type Severity } from '../api/words.ts';
import { checkedReceipt, reportAnonymously, showAnswers } from './anonymous.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { openIncident } from './incident-opened.ts';

async function textOf(given: string | undefined): Promise<string> {
  if (given !== undefined && given !== '-') return given;
  if (process.stdin.isTTY) {
    throw new CommandError(EXIT.usage, 'no-text', 'Say what is wrong: --text "...", or write it on stdin.');
  }
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

interface ReportOptions {
  severity?: Severity;
  anonymous?: true;
  receipt?: string;
  text?: string;
  incident?: string;
}

export const reportCommand = (): Command =>
  new Command('report')
    .description('report that something is wrong; of high severity it closes both gates at once')
    .addOption(new Option('--severity <level>', 'how bad it is').choices(SEVERITIES))
    .option(
      '--text <text>',
      'what is wrong; "-" or nothing: read from stdin. Stored encrypted, for investigators alone',
    )
    .option('--incident <id>', 'id that an earlier try printed: makes repeating it harmless (default: a new one)')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
Examples:
  sluice report --severity high --text "the table of prompts can be read by everybody"
  sluice report --anonymous --severity high --text "..." --api https://sluice.example.com
  sluice report --receipt RECEIPT        # what was answered

Without a name (--anonymous) no token is sent and no session is needed: the address of the program is enough. It closes no gate, and the
receipt that is printed first is the only way to its answer. Who runs the network still sees that somebody spoke to the program.`,
    )
    .addOption(new Option('--anonymous', 'report without a name').conflicts('incident'))
    .option(
      '--receipt <receipt>',
      'of a report without a name: alone it shows the answer, with --anonymous it sends again',
    )
    .action(async (options: ReportOptions, command: Command) => {
      const context = contextOf(command);
      const { severity } = options;
      const receipt = options.receipt === undefined ? undefined : checkedReceipt(options.receipt);
      if (receipt !== undefined && !options.anonymous) return showAnswers(context, receipt);
      if (severity === undefined) {
        throw new CommandError(EXIT.usage, 'usage', `Say how bad it is: --severity ${SEVERITIES.join(', ')}.`);
      }
      const text = await textOf(options.text);
      if (options.anonymous) return reportAnonymously(context, receipt, { severity, text });
      await openIncident(context.output, options.incident, (incident) =>
        context.api.call(fileReport, { body: { incident, severity, text } }),
      );
    });
