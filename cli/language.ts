import { LANGUAGES, type Language, languageOf } from '../api/languages.ts';
import { CommandError, EXIT } from './exit-codes.ts';

/** Help of the option, where a command has it. */
export const LANGUAGE_OPTION = [
  '--language <language>',
  `${LANGUAGES.join(', ')} (default: that of the system, as LC_ALL, LC_MESSAGES and LANG say it)`,
] as const;

/**
 * In which language somebody is told: as they asked, else as their system speaks. `undefined`: the system speaks none of them, and the
 * disclosure's own is as good as any.
 * @throws CommandError when it is asked for one that there is not
 */
export function languageFrom(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Language | undefined {
  if (asked === undefined) return languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG);
  const language = languageOf(asked);
  if (language) return language;
  throw new CommandError(EXIT.usage, 'usage', `There is no text in "${asked}", only in ${LANGUAGES.join(', ')}.`);
}
