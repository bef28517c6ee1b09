import { Command } from 'commander';
import { withdrawConsent } from '../api/consent.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { time } from './output.ts';

/** @param path under which it stands: the same command in two places */
export const withdrawCommand = (path = 'sluice withdraw'): Command =>
  new Command('withdraw')
    .description('withdraw your consent: nothing of yours is stored from now on')
    .addOption(dryRunOption())
    .addHelpText('after', `\nExample:\n  ${path}`)
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const result = await api.call(withdrawConsent);
      output.result(
        result,
        () =>
          `Withdrawn at ${time(result.withdrawnAt)}. Frames still under way are refused. What was stored before stays until it is erased: sluice erase`,
      );
    });
