import { Command } from 'commander';
import { collectCommand } from './collect.ts';

export function exposureCommand(): Command {
  const command = new Command('exposure').description('who can reach data in the clear, from an inventory of accounts');
  command.addCommand(collectCommand());
  return command;
}
