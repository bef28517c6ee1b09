import { Command, Option } from 'commander';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { type IncidentOpened, printIncidentOpened } from './incident-opened.ts';

async function textOf(given: string | undefined): Promise<string> {
  if (given !== undefined && given !== '-') return given;
  if (process.stdin.isTTY) {
    throw new CommandError(EXIT.usage, 'no-text', 'Say what is wrong: --text "...", or write it on stdin.');
  }
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

export const reportCommand = (): Command =>
  new Command('report')
    .description('report that something is wrong; of high severity it closes both gates at once')
    .addOption(
      new Option('--severity <level>', 'how bad it is').choices(['low', 'medium', 'high']).makeOptionMandatory(),
    )
    .option(
      '--text <text>',
      'what is wrong; "-" or nothing: read from stdin. Stored encrypted, for investigators alone',
    )
    .addHelpText(
      'after',
      '\nExample:\n  sluice report --severity high --text "the table of prompts can be read by everybody"',
    )
    .action(async (options: { severity: string; text?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const text = await textOf(options.text);
      const incident = await api.post<IncidentOpened>('/reports', { severity: options.severity, text });
      printIncidentOpened(output, incident);
    });
