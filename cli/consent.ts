import { Command } from 'commander';
import { ApiError } from '../api/client.ts';
import { giveConsent, type OwnConsent, status } from '../api/consent.ts';
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

/** Why nothing is compared. */
function noChanges(version: string, own: OwnConsent | undefined): string {
  if (!own?.disclosure || own.state === 'erased')
    return `You have agreed to no version yet. In force is ${version}: sluice consent`;
  if (own.disclosure === version) return `Nothing has changed: ${version}, which you agreed to, is in force.`;
  return `You agreed to ${own.disclosure}, of which no copy was kept here. In force is ${version}: sluice consent`;
}

export const consentCommand = (): Command =>
  new Command('consent')
    .description('read what the program collects, and consent to it')
    .option('--accept <hash>', 'consent to the text with this hash, as printed by this command without the option')
    .option('--diff', 'show only what has changed since the version that you agreed to')
    .option(...LANGUAGE_OPTION)
    .addHelpText(
      'after',
      '\nExample:\n  sluice consent                   # shows the text and its hash\n  sluice consent --accept 3f9a...',
    )
    .action(async (options: { accept?: string; diff?: boolean; language?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const { disclosure, consent: own } = await api.call(status, { query: language ? { language } : {} });
      if (options.diff) {
        output.result(disclosure.changes ?? null, () => disclosure.changes?.text ?? noChanges(disclosure.version, own));
        return;
      }
      if (options.accept === undefined) {
        output.result(disclosure, () =>
          [
            ...(disclosure.changes ? [`${disclosure.changes.text}\n\n---\n`] : []),
            disclosure.text,
            `To consent: sluice consent --accept ${disclosure.hash}`,
          ].join('\n'),
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
