import { Command, Option } from 'commander';
import { fileReport } from '../api/incident.ts';
import { SEVERITIES, type Severity } from '../api/words.ts';
import { contextOf } from './context.ts';
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
  severity: Severity;
  text?: string;
  incident?: string;
}

export const reportCommand = (): Command =>
  new Command('report')
    .description('report that something is wrong; of high severity it closes both gates at once')
    .addOption(new Option('--severity <level>', 'how bad it is').choices(SEVERITIES).makeOptionMandatory())
    .option(
      '--text <text>',
      'what is wrong; "-" or nothing: read from stdin. Stored encrypted, for investigators alone',
    )
    .option('--incident <id>', 'id that an earlier try printed: makes repeating it harmless (default: a new one)')
    .addHelpText(
      'after',
      '\nExample:\n  sluice report --severity high --text "the table of prompts can be read by everybody"',
    )
    .action(async (options: ReportOptions, command: Command) => {
      const { api, output } = contextOf(command);
      const text = await textOf(options.text);
      await openIncident(output, options.incident, (incident) =>
        api.call(fileReport, { body: { incident, severity: options.severity, text } }),
      );
    });
