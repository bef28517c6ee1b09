import { Command } from 'commander';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table, time } from './output.ts';

interface Grant {
  grant: string;
  holder: string;
  purpose: string;
  from: number;
  until: number;
  grantedBy: string;
}

const give = (): Command =>
  new Command('give')
    .description('let somebody read for a purpose, for some hours (stewards; never to yourself)')
    .argument('<holder>', 'user id (sub) of who may read, as "sluice status" shows it to them')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure')
    .requiredOption('--hours <n>', 'how long', Number)
    .addHelpText('after', '\nExample:\n  sluice grants give 0d9f... --purpose quality-review --hours 4')
    .action(async (holder: string, options: { purpose: string; hours: number }, command: Command) => {
      const { api, output } = contextOf(command);
      if (!(options.hours > 0)) throw new CommandError(EXIT.usage, 'bad-hours', '--hours takes a number above 0.');
      const grant = await api.post<Grant>('/grants', { holder, purpose: options.purpose, hours: options.hours });
      output.result(grant, () => facts({ grant: grant.grant, purpose: grant.purpose, until: time(grant.until) }));
    });

const list = (): Command =>
  new Command('list')
    .description('list the grants')
    .addHelpText('after', '\nExample:\n  sluice grants list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const { grants } = await api.get<{ grants: Grant[] }>('/grants');
      output.result(grants, () =>
        table(
          ['GRANT', 'HOLDER', 'PURPOSE', 'FROM', 'UNTIL', 'GIVEN BY'],
          grants.map((row) => [row.grant, row.holder, row.purpose, time(row.from), time(row.until), row.grantedBy]),
        ),
      );
    });

export const grantsCommand = (): Command =>
  new Command('grants').description('who may read, what for, until when').addCommand(give()).addCommand(list());
