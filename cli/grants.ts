import { Command } from 'commander';
import { askGrant, giveGrant, listGrants, revokeGrant } from '../api/reading.ts';
import type { Answer } from '../api/route.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { explainCommand } from './grants-explain.ts';
import { facts, table, time } from './output.ts';

function checkedHours(hours: number): number {
  if (hours > 0) return hours;
  throw new CommandError(EXIT.usage, 'bad-hours', '--hours takes a number above 0.');
}

const ask = (): Command =>
  new Command('ask')
    .description('ask to read for a purpose, for some hours; a steward gives it, and nobody to themselves')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure')
    .requiredOption('--hours <n>', 'how long', Number)
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice grants ask --purpose quality-review --hours 4')
    .action(async ({ purpose, hours }: { purpose: string; hours: number }, command: Command) => {
      const { api, output } = contextOf(command);
      const { request } = await api.call(askGrant, { body: { purpose, hours: checkedHours(hours) } });
      output.result(request, () =>
        [
          facts({ reader: request.reader, purpose, hours, 'stands until': time(request.expires) }),
          '',
          inOneLine(`A steward gives it: sluice grants give ${request.reader} --purpose ${purpose} --hours ${hours}`),
        ].join('\n'),
      );
    });

const give = (): Command =>
  new Command('give')
    .description('let somebody who asked for it read for a purpose, for some hours (stewards; never to yourself)')
    .argument('<reader>', 'user id (sub) of who asked, as "sluice grants list" shows it')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure')
    .requiredOption('--hours <n>', 'how long; never longer than was asked for', Number)
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice grants give 0d9f... --purpose quality-review --hours 4')
    .action(async (reader: string, { purpose, hours }: { purpose: string; hours: number }, command: Command) => {
      const { api, output } = contextOf(command);
      if (reader.includes('@')) {
        const message = `${reader} is an address: a grant is given to the id of who asked for it, which "sluice grants list" shows.`;
        throw new CommandError(EXIT.usage, 'bad-reader', message);
      }
      const { grant } = await api.call(giveGrant, {
        body: { reader, purpose, hours: checkedHours(hours) },
      });
      output.result(grant, () => facts({ grant: grant.grant, purpose: grant.purpose, until: time(grant.expires) }));
    });

const revoke = (): Command =>
  new Command('revoke')
    .description('take a grant back: who gave it, stewards, or its reader; no read begins on it afterwards')
    .argument('<grant>', 'the grant, as "sluice grants list" shows it')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice grants revoke "quality-review#0d9f..."')
    .action(async (grant: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const revoked = await api.call(revokeGrant, { body: { grant } });
      output.result(revoked, () =>
        facts({
          revoked: revoked.grant.grant,
          'would have ended': time(revoked.grant.expires),
          'ledger entry': `${revoked.receipt.chain} ${revoked.receipt.seq}`,
        }),
      );
    });

type Grants = Answer<typeof listGrants>;

const list = (): Command =>
  new Command('list')
    .description('list the grants that you may see, what is asked for, and for what records can be read just now')
    .addHelpText('after', '\nExample:\n  sluice grants list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const grants = await api.call(listGrants);
      output.result(grants, () => [...given(grants), ...asked(grants), ...reaching(grants)].join('\n'));
    });

const given = ({ grants }: Grants): string[] =>
  grants.length === 0
    ? ['No grants that you may see.']
    : [
        table(
          ['GRANT', 'FROM', 'UNTIL', 'GIVEN BY'],
          grants.map((row) => [row.grant, time(row.givenAt), time(row.expires), row.givenBy]),
        ),
      ];

const asked = ({ requests = [] }: Grants): string[] =>
  requests.length === 0
    ? []
    : [
        '',
        'Asked for:',
        table(
          ['READER', 'PURPOSE', 'HOURS', 'ASKED AT', 'BY'],
          requests.map((row) => [row.reader, row.purpose, row.hours, time(row.askedAt), row.email ?? '']),
        ),
      ];

const reaching = ({ reaching: now = [] }: Grants): string[] =>
  now.length === 0
    ? ['', 'Nobody can read the records of others just now.']
    : [
        '',
        'Records of others can be read just now, past their cool-off:',
        table(
          ['PURPOSE', 'BY PEOPLE OF', 'HOW MANY', 'UNTIL'],
          now.map((row) => [row.purpose, row.groups.join(', '), row.readers, time(row.until)]),
        ),
      ];

export const grantsCommand = (): Command =>
  new Command('grants')
    .description('who may read, what for, until when')
    .addCommand(ask())
    .addCommand(give())
    .addCommand(list())
    .addCommand(revoke())
    .addCommand(explainCommand());
