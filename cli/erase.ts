import { Command } from 'commander';
import { erase, status as ownStatus } from '../api/consent.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { facts, time } from './output.ts';

/** docs/data-model.md, `Subjects` and `Ledger`. */
const STAYS = [
  'What stays, for nobody to open: sealed bytes, for a day. What stays to be read: your pseudonym, with the days of',
  'enrolment, consent and erasure in its row and with who read what of it in the ledger; the ids of your devices and which of their frames',
  'came, so that an old frame cannot come back. Should you enrol again, it is under the same pseudonym. Why they read, in their',
  'own words, is deleted with you; for 35 days a copy is in the recovery window of the ledger, which nobody reads.',
];

/** @param path under which it stands: the same command in two places */
export const eraseCommand = (path = 'sluice erase'): Command =>
  new Command('erase')
    .description('erase everything stored of you, by deleting your key; shows what would happen unless --yes')
    .option('--yes', 'do it')
    .addOption(dryRunOption())
    .addHelpText('after', `\nExample:\n  ${path}          # dry run\n  ${path} --yes`)
    .action(async (options: { yes?: boolean; dryRun?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      if (!options.yes || options.dryRun) {
        const status = await api.call(ownStatus);
        output.result({ dryRun: true, ...status }, () =>
          [
            'This would delete your key: every segment of yours, in every table, bucket, copy and backup, becomes unreadable',
            'for everybody, you included. It cannot be undone. Your consent ends with it.',
            '',
            ...STAYS,
            '',
            `To do it: ${path} --yes`,
          ].join('\n'),
        );
        return;
      }
      const erasure = await api.call(erase);
      output.result(erasure, () =>
        [
          facts({
            erased: time(erasure.erasedAt),
            'final by': time(erasure.finalBy),
            'no trace by': erasure.rowsGoneBy === undefined ? undefined : time(erasure.rowsGoneBy),
          }),
          '',
          'Nobody is shown any more what there was. Until the date of final erasure the wrapped key can still be in a recovery copy of',
          'the key table, and sealed frames that were on their way can still be in the stream; until the last date a recovery copy of',
          'the index can still say when you worked and how much, which nothing lists. "sluice me status" tells both until then.',
          '',
          ...STAYS,
        ].join('\n'),
      );
    });
