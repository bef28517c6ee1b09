import { Command } from 'commander';
import { passagesOf } from '../../redaction/typing/passages.ts';
import type { Event } from '../../wire/event.ts';
import { contextOf } from '../context.ts';
import { LANGUAGE_OPTION, languageFrom } from '../language.ts';
import { openOwn, ownRecords } from './own.ts';
import { passagesText } from './passages.ts';
import { spanOf } from './records.ts';

interface Options {
  since: string;
  until?: string;
  application?: string;
  language?: string;
}

export const textCommand = (): Command =>
  new Command('text')
    .description('what you wrote, put together from what is stored: with what was masked, and what you deleted again')
    .option('--since <time>', 'arrived since: ISO 8601, a date, or how long ago (8h, 2d)', '1d')
    .option('--until <time>', 'arrived until (default: now)')
    .option('--application <name>', 'of one program alone')
    .option(...LANGUAGE_OPTION)
    .addHelpText(
      'after',
      '\nEach record is opened, which the ledger notes as your own reading.\n\nExample:\n  sluice me text --since 8h --application libreoffice-writer',
    )
    .action(async (options: Options, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const events: Event[] = [];
      let opened = 0;
      for await (const { segment } of ownRecords(api, spanOf(options))) {
        // One by one: a spread of a hundred thousand arguments is too many.
        for (const event of (await openOwn(api, segment)).events) events.push(event);
        if (++opened % 20 === 0) output.progress(`${opened} records opened`);
      }
      const { application } = options;
      const passages = passagesOf(
        application === undefined ? events : events.filter(({ app }) => app === application.toLowerCase()),
      );
      output.result({ records: opened, passages }, () => passagesText(passages, language));
    });
