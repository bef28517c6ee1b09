import { Command } from 'commander';
import { contextOf } from './context.ts';
import { time } from './output.ts';
import type { OwnConsent } from './status-of.ts';

export const withdrawCommand = (): Command =>
  new Command('withdraw')
    .description('withdraw your consent: nothing of yours is stored from now on')
    .addHelpText('after', '\nExample:\n  sluice withdraw')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const result = await api.delete<OwnConsent>('/consents');
      output.result(
        result,
        () =>
          `Withdrawn at ${time(result.withdrawnAt)}. Frames still under way are refused. What was stored before stays until it is erased: sluice erase`,
      );
    });
