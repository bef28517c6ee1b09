import { Command } from 'commander';
import { type OwnConsent, pauseMe, resumeMe } from '../../api/consent.ts';
import { contextOf } from '../context.ts';
import { dryRunOption } from '../dry-run.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { time } from '../output.ts';

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
const MOST = 44_640;

/** `30m`, `2h`, `1d` as minutes. @throws CommandError `bad-duration` */
export function minutesOf(value: string): number {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(value) ?? [];
  const minutes = count === undefined ? Number.NaN : Number(count) * UNITS[unit!]!;
  if (minutes >= 1 && minutes <= MOST) return minutes;
  throw new CommandError(EXIT.usage, 'bad-duration', '--for takes how long: 30m, 2h, 1d; 31 days at most.');
}

export const pauseMeCommand = (): Command =>
  new Command('pause')
    .description('stop the recording of yourself, on all your devices: without a reason, and nobody is told')
    .addOption(dryRunOption())
    .option('--for <duration>', 'how long: 30m, 2h, 1d (default: until you resume it)')
    .addHelpText(
      'after',
      `
From the moment that this returns nothing of yours is stored, also not what is on its way. No entry is written, and nobody can
see it: to everybody else you go on to consent. Your device says so with its next lease, within a minute or so.

Example:
  sluice me pause --for 30m`,
    )
    .action(async (options: { for?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const minutes = options.for === undefined ? undefined : minutesOf(options.for);
      const own = await api.call(pauseMe, { body: minutes === undefined ? {} : { minutes } });
      output.result(own, () => pausedText(own));
    });

export const resumeMeCommand = (): Command =>
  new Command('resume')
    .description('end a pause of yours: your devices record again')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice me resume')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const own = await api.call(resumeMe);
      output.result(
        own,
        () =>
          'You are recorded again with the next lease of each device: an agent asks by itself within ten minutes, or at once when it is started. What was captured meanwhile is refused.',
      );
    });

export const pausedText = ({ pausedAt, pausedUntil }: Pick<OwnConsent, 'pausedAt' | 'pausedUntil'>): string =>
  `Nothing of yours is recorded, since ${time(pausedAt)}${
    pausedUntil === undefined
      ? '. To go on: sluice me resume'
      : `, until ${time(pausedUntil)}. Sooner: sluice me resume`
  }`;
