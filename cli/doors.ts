import { Command } from 'commander';
import { doorRows } from '../core/disclosure/doors-page.ts';
import { outputOf } from './context.ts';
import { loadDisclosure, terminal } from './disclosure-file.ts';
import { table } from './output.ts';

export const doorsCommand = (): Command =>
  new Command('doors')
    .description(
      'what happens, under a disclosure, when a door at AWS is moved outside a deploy; works on the file, offline',
    )
    .argument('<file>', 'the disclosure, YAML or JSON')
    .addHelpText('after', '\nExample:\n  sluice doors programs/model-capability/disclosure.yaml')
    .action((file: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const disclosure = loadDisclosure(file, output.json, terminal);
      if (!disclosure) return;
      const doors = doorRows(disclosure.guard);
      output.result({ program: disclosure.program, version: disclosure.version, doors }, () =>
        table(
          ['DOOR', 'WHEN IT MOVES', 'WHAT COULD BE DONE THROUGH IT'],
          doors.map(({ door, answer, means }) => [door, answer, means]),
        ),
      );
    });
