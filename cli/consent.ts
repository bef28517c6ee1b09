import { Command } from 'commander';
import { type ApiClient, ApiError } from '../api/client.ts';
import { giveConsent, type OwnConsent, status } from '../api/consent.ts';
import { type Language, languageOf } from '../api/languages.ts';
import { CATALOGUES } from '../core/disclosure/words/catalogues.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { LANGUAGE_OPTION, languageFrom } from './language.ts';
import { facts } from './output.ts';
import { repeated } from './repeated.ts';

const notThisText = (hash: string): CommandError =>
  new CommandError(
    EXIT.refused,
    'another-text',
    `${hash.slice(0, 8)}... is not the hash of the text in force: it was mistyped, or the text has changed since. Read it again: sluice consent`,
  );

interface Options {
  accept?: string;
  without?: string[];
  with?: string[];
  diff?: boolean;
  language?: string;
}

/** All parts that are left out then; undefined: as it was. @throws CommandError `opt-out` */
function partsOf({ without = [], with: again = [] }: Options, own: OwnConsent | undefined): string[] | undefined {
  if (without.length === 0 && again.length === 0) return undefined;
  const [out, back] = [without, again].map((parts) => parts.map(partOf)) as [string[], string[]];
  return [...new Set([...(own?.without ?? []), ...out])].filter((part) => !back.includes(part));
}

/** Names of applications and kinds are in lower case. */
function partOf(value: string): string {
  const part = value.toLowerCase();
  if (/^(app|kind):./.test(part)) return part;
  throw new CommandError(
    EXIT.usage,
    'opt-out',
    `${value}: a part is app:NAME or kind:KIND, e.g. app:slack, kind:pointer.`,
  );
}

/**
 * Who agreed to the text in force takes a part away without reading it again; whoever takes one in agrees to more.
 * @returns the hash of that text
 * @throws CommandError `accept`
 */
function narrowing(
  { without, with: again }: Options,
  { version, hash }: { version: string; hash: string },
  own: OwnConsent | undefined,
): string | undefined {
  if (!without && !again) return undefined;
  if (!again && own?.state === 'live' && own.disclosure === version) return hash;
  throw new CommandError(
    EXIT.usage,
    'accept',
    'This agrees to more than you have agreed to. Read the text, and give its hash: sluice consent; then --accept HASH.',
  );
}

/** A service of before there were languages refuses to be asked in one, and has one text. */
export const statusIn = (api: ApiClient, language: Language | undefined) =>
  api.call(status, { query: language ? { language } : {} }).catch((error: unknown) => {
    if (language && error instanceof ApiError && error.reason === 'malformed') return api.call(status);
    throw error;
  });

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
    .option(
      '--without <part>',
      'leave a part out: app:NAME or kind:KIND (again for more); what was left out before stays left out',
      repeated,
    )
    .option('--with <part>', 'with --accept: take a part in again that you had left out (again for more)', repeated)
    .option('--diff', 'show only what has changed since the version that you agreed to')
    .option(...LANGUAGE_OPTION)
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice consent                   # shows the text and its hash\n  sluice consent --accept 3f9a...\n  sluice consent --without app:slack --without kind:pointer',
    )
    .action(async (options: Options, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const { disclosure, consent: own } = await statusIn(api, language);
      const { below } = CATALOGUES[languageOf(disclosure.language) ?? 'en'];
      if (options.diff) {
        output.result(disclosure.changes ?? null, () => disclosure.changes?.text ?? noChanges(disclosure.version, own));
        return;
      }
      const without = partsOf(options, own);
      const hash = options.accept ?? narrowing(options, disclosure, own);
      if (hash === undefined) {
        output.result(disclosure, () =>
          [
            ...(disclosure.changes ? [`${disclosure.changes.text}\n\n---\n`] : []),
            disclosure.text,
            below.agree(`sluice consent --accept ${disclosure.hash}`),
          ].join('\n'),
        );
        return;
      }
      // The service knows the text in each of its languages: which one was read is not for this machine to say.
      const body = { disclosure: disclosure.version, hash, ...(without && { without }) };
      const consent = await api.call(giveConsent, { body }).catch((error: unknown) => {
        if (error instanceof ApiError && error.reason === 'text') throw notThisText(hash);
        throw error;
      });
      output.result(consent, () =>
        [
          facts({
            disclosure: consent.disclosure,
            without: consent.without?.join(', '),
            serial: consent.serial,
          }),
          '',
          below.withdraw('sluice me withdraw'),
        ].join('\n'),
      );
    });
