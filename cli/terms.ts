import { Command } from 'commander';
import type { status } from '../api/consent.ts';
import type { Answer } from '../api/route.ts';
import { ownLanguage } from '../core/disclosure/spoken.ts';
import { termsOf } from '../core/disclosure/terms.ts';
import { inOneLine } from '../wire/printable.ts';
import { statusIn } from './consent.ts';
import { contextOf, outputOf } from './context.ts';
import { loadDisclosure, terminal } from './disclosure-file.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { LANGUAGE_OPTION, languageFrom } from './language.ts';

type Terms = NonNullable<Answer<typeof status>['disclosure']['terms']>;

/** The sentences of the consent text, as a list. */
export const termsText = (program: string, version: string, { title, sentences }: Terms): string =>
  [`${title} (${program}, ${version})`, ...sentences.map((sentence) => `  ${sentence}`)].map(inOneLine).join('\n');

export const termsCommand = (): Command =>
  new Command('terms')
    .description(
      'equal terms: who is asked, who is exempt by which rule, and how many they are; a file is read offline',
    )
    .argument('[file]', 'a disclosure, YAML or JSON (default: the one in force, which needs a login)')
    .option(...LANGUAGE_OPTION)
    .addHelpText(
      'after',
      '\nExample:\n  sluice terms\n  sluice terms programs/model-capability/disclosure.yaml --language de',
    )
    .action(async (file: string | undefined, options: { language?: string }, command: Command) => {
      const asked = languageFrom(options.language);
      const show = (program: string, version: string, terms: Terms) =>
        outputOf(command).result({ program, version, ...terms }, () => termsText(program, version, terms));
      if (file !== undefined) {
        const disclosure = loadDisclosure(file, outputOf(command).json, terminal);
        if (!disclosure) return;
        return show(disclosure.program, disclosure.version, termsOf(disclosure, asked ?? ownLanguage(disclosure)));
      }
      const { program, disclosure } = await statusIn(contextOf(command).api, asked);
      if (!disclosure.terms) {
        throw new CommandError(
          EXIT.failed,
          'no-terms',
          'This program is of a release that tells its terms in the text alone: sluice consent',
        );
      }
      show(program, disclosure.version, disclosure.terms);
    });
