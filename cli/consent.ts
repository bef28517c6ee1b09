import { Command } from 'commander';
import { ApiError } from '../api/client.ts';
import { giveConsent, status } from '../api/consent.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { LANGUAGE_OPTION, languageFrom } from './language.ts';
import { facts } from './output.ts';

const notThisText = (hash: string): CommandError =>
  new CommandError(
    EXIT.refused,
    'another-text',
    `${hash.slice(0, 8)}... is not the hash of the text in force: it was mistyped, or the text has changed since. Read it again: sluice consent`,
  );

export const consentCommand = (): Command =>
  new Command('consent')
    .description('read what the program collects, and consent to it')
    .option('--accept <hash>', 'consent to the text with this hash, as printed by this command without the option')
    .option(...LANGUAGE_OPTION)
    .addHelpText(
      'after',
      '\nExample:\n  sluice consent                   # shows the text and its hash\n  sluice consent --accept 3f9a...',
    )
    .action(async (options: { accept?: string; language?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const { disclosure } = await api.call(status, { query: language ? { language } : {} });
      if (options.accept === undefined) {
        output.result(disclosure, () =>
          [disclosure.text, `To consent: sluice consent --accept ${disclosure.hash}`].join('\n'),
        );
        return;
      }
      // The service knows the text in each of its languages: which one was read is not for this machine to say.
      const body = { disclosure: disclosure.version, hash: options.accept };
      const consent = await api.call(giveConsent, { body }).catch((error: unknown) => {
        if (error instanceof ApiError && error.reason === 'text') throw notThisText(options.accept!);
        throw error;
      });
      output.result(consent, () =>
        [
          facts({ disclosure: consent.disclosure, serial: consent.serial }),
          '',
          'Withdraw at any time: sluice withdraw',
        ].join('\n'),
      );
    });
