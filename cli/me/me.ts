import { Command } from 'commander';
import { eraseCommand } from '../erase.ts';
import { withdrawCommand } from '../withdraw.ts';
import { devicesCommand } from './devices.ts';
import { exportCommand } from './export.ts';
import { myIncidentsCommand } from './incidents.ts';
import { pauseMeCommand, resumeMeCommand } from './pause.ts';
import { readersCommand } from './readers.ts';
import { recordsCommand } from './records.ts';
import { showCommand } from './show.ts';
import { meStatusCommand } from './status.ts';
import { textCommand } from './text.ts';
import { trimCommand } from './trim.ts';

/** What concerns whoever calls, and nobody else. */
export const meCommand = (): Command =>
  new Command('me')
    .description('what is stored of you, who read it, what concerns you, and what you can do about it')
    .addCommand(meStatusCommand())
    .addCommand(recordsCommand())
    .addCommand(showCommand())
    .addCommand(textCommand())
    .addCommand(readersCommand())
    .addCommand(myIncidentsCommand())
    .addCommand(exportCommand())
    .addCommand(pauseMeCommand())
    .addCommand(resumeMeCommand())
    .addCommand(devicesCommand())
    .addCommand(trimCommand())
    .addCommand(withdrawCommand('sluice me withdraw'))
    .addCommand(eraseCommand('sluice me erase'));
