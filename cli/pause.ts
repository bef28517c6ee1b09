import { Command } from 'commander';
import { pause } from '../api/incident.ts';
import type { BreakGlassOptions } from './break-glass.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { checkedId, openIncident } from './incident-opened.ts';

interface PauseOptions extends BreakGlassOptions {
  breakGlass?: boolean;
  from?: string;
  dryRun?: boolean;
}

/** Options that mean nothing without `--break-glass`. */
const BY_HAND = ['outputs', 'program', 'stage', 'role', 'mfaSerial', 'mfaCode', 'receipt'] as const;

function timeOf(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new CommandError(EXIT.usage, 'bad-time', `--from ${text}: an ISO 8601 time is needed.`);
  return ms;
}

function check(options: PauseOptions): void {
  const alien = options.breakGlass ? undefined : BY_HAND.find((name) => options[name] !== undefined);
  if (alien)
    throw new CommandError(
      EXIT.usage,
      'usage',
      `--${alien.replace(/[A-Z]/g, '-$&').toLowerCase()} goes with --break-glass.`,
    );
  if (options.breakGlass && options.dryRun) {
    throw new CommandError(
      EXIT.usage,
      'usage',
      '--dry-run goes with the pause that is filed through the API: breaking the glass closes the gates, or does nothing.',
    );
  }
  if (options.breakGlass && options.from !== undefined) {
    throw new CommandError(EXIT.usage, 'usage', '--from goes with the pause that is filed through the API.');
  }
}

export const pauseCommand = (): Command =>
  new Command('pause')
    .description('close both gates now; opens an incident that ends in findings and needs two approvals to resume')
    .requiredOption('--reason <text>', 'why; stored encrypted')
    .option(
      '--incident <id>',
      'id that an earlier try or a break-glass pause printed: makes repeating harmless (default: a new one)',
    )
    .option('--from <time>', 'first day to be investigated, UTC (default: the one before)')
    .addOption(dryRunOption())
    .option('--break-glass', 'with AWS credentials and without the API: when it is down')
    .option('--outputs <file>', 'break-glass: file that "cdk deploy --outputs-file" or "npm run local" wrote')
    .option('--program <name>', 'break-glass: the program, where there is no such file, or it holds several')
    .option('--stage <name>', 'break-glass: its stage')
    .option('--role <arn>', 'break-glass: role to take (default: BreakGlassRoleArn of the outputs, else none)')
    .option('--no-role', 'break-glass: take none; your credentials may close the gates as they are')
    .option('--mfa-serial <arn>', 'break-glass: your MFA device, if your credentials carry no MFA')
    .option('--mfa-code <code>', 'break-glass: its code (default: asked for)')
    .option('--receipt <file>', 'break-glass: where the signed receipt goes (default: closure-<incident>.json)')
    .addHelpText(
      'after',
      `
Examples:
  sluice pause --reason "readable by everybody, being checked"
  sluice pause --break-glass --outputs outputs.json --reason "the API is down" --mfa-serial arn:aws:iam::1234:mfa/pat

A break-glass pause prints the command that files its incident afterwards; until then it cannot be resumed.`,
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<PauseOptions>();
      check(options);
      if (options.incident !== undefined) options.incident = checkedId(options.incident);
      const context = contextOf(command);
      if (options.breakGlass) {
        // Loaded here: no other command waits for the AWS SDK.
        const { pauseByHand } = await import('./break-glass.ts');
        return pauseByHand(options, context.output);
      }
      const body = { reason: options.reason, ...(options.from !== undefined && { from: timeOf(options.from) }) };
      await openIncident(context.output, options.incident, (incident) =>
        context.api.call(pause, { body: { ...body, incident } }),
      );
    });
