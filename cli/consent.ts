import { Command } from 'commander';
import { giveConsent, status } from '../api/consent.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts } from './output.ts';

export const consentCommand = (): Command =>
  new Command('consent')
    .description('read what the program collects, and consent to it')
    .option('--accept <hash>', 'consent to the text with this hash, as printed by this command without the option')
    .addHelpText(
      'after',
      '\nExample:\n  sluice consent                   # shows the text and its hash\n  sluice consent --accept 3f9a...',
    )
    .action(async (options: { accept?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const { disclosure } = await api.call(status);
      if (options.accept === undefined) {
        output.result(disclosure, () =>
          [disclosure.text, '', `To consent: sluice consent --accept ${disclosure.hash}`].join('\n'),
        );
        return;
      }
      if (options.accept !== disclosure.hash) {
        throw new CommandError(
          EXIT.refused,
          'another-text',
          `The text has changed: its hash is ${disclosure.hash}. Read it again: sluice consent`,
        );
      }
      const body = { disclosure: disclosure.version, hash: options.accept };
      const consent = await api.call(giveConsent, { body });
      output.result(consent, () =>
        [
          facts({ disclosure: consent.disclosure, serial: consent.serial }),
          '',
          'Withdraw at any time: sluice withdraw',
        ].join('\n'),
      );
    });
