import { Command } from 'commander';
import { myIncidentsCommand } from './incidents.ts';

/** What concerns whoever calls, and nobody else. */
export const meCommand = (): Command =>
  new Command('me').description('what concerns you: yours alone').addCommand(myIncidentsCommand());
