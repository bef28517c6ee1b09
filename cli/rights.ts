import { Command } from 'commander';
import { rightsOf } from '../api/people.ts';
import { outputOf } from './context.ts';
import { loadDisclosure, terminal } from './disclosure-file.ts';
import { table } from './output.ts';

export const rightsCommand = (): Command =>
  new Command('rights')
    .description('what people may do under a disclosure, by group; works on the file, offline')
    .argument('<file>', 'the disclosure, YAML or JSON')
    .addHelpText('after', '\nExample:\n  sluice rights programs/model-capability/disclosure.yaml')
    .action((file: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const disclosure = loadDisclosure(file, output.json, terminal);
      if (!disclosure) return;
      const rights = rightsOf(disclosure);
      output.result({ program: disclosure.program, version: disclosure.version, rights }, () =>
        table(
          ['GROUPS', 'MAY', 'SAID BY'],
          rights.map(({ right, may, groups }) => [groups.join(', '), may, right]),
        ),
      );
    });
