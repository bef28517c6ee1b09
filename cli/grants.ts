import { Command } from 'commander';
import { giveGrant, listGrants } from '../api/reading.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table, time } from './output.ts';

const give = (): Command =>
  new Command('give')
    .description('let somebody read for a purpose, for some hours (stewards; never to yourself)')
    .argument('<reader>', 'user id (sub) of who may read, as "sluice login" shows it to them')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure')
    .requiredOption('--hours <n>', 'how long', Number)
    .addHelpText('after', '\nExample:\n  sluice grants give 0d9f... --purpose quality-review --hours 4')
    .action(async (reader: string, options: { purpose: string; hours: number }, command: Command) => {
      const { api, output } = contextOf(command);
      if (!(options.hours > 0)) throw new CommandError(EXIT.usage, 'bad-hours', '--hours takes a number above 0.');
      const { grant } = await api.call(giveGrant, {
        body: { reader, purpose: options.purpose, hours: options.hours },
      });
      output.result(grant, () => facts({ grant: grant.grant, purpose: grant.purpose, until: time(grant.expires) }));
    });

const list = (): Command =>
  new Command('list')
    .description('list the grants')
    .addHelpText('after', '\nExample:\n  sluice grants list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const { grants } = await api.call(listGrants);
      output.result(grants, () =>
        table(
          ['READER', 'PURPOSE', 'FROM', 'UNTIL', 'GIVEN BY'],
          grants.map((row) => [row.reader, row.purpose, time(row.givenAt), time(row.expires), row.givenBy]),
        ),
      );
    });

export const grantsCommand = (): Command =>
  new Command('grants').description('who may read, what for, until when').addCommand(give()).addCommand(list());
