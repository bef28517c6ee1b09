import { Command } from 'commander';
import { readParticipation } from '../api/participation.ts';
import type { Answer } from '../api/route.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { table } from './output.ts';

type Participation = Answer<typeof readParticipation>;

/** Each by what they chose last. */
const WORDS = {
  enrolled: 'enrolled, not agreed yet',
  consented: 'agreed',
  withdrew: 'withdrew',
  erased: 'erased',
} as const satisfies Partial<Record<keyof Participation, string>>;

export function participationText({ day, smallestGroup, ...told }: Participation): string {
  if (day === undefined) return 'Not counted yet: the schedule counts once a day.';
  const rows = Object.entries(WORDS).map(([name, words]) => {
    const people = told[name as keyof typeof WORDS];
    return [words, people === undefined ? `fewer than ${smallestGroup}` : `${people} or some more`];
  });
  return [
    table(['WHAT PEOPLE CHOSE LAST', 'PEOPLE'], rows),
    '',
    `Counted on ${inOneLine(day)} (UTC), once a day, and rounded down to whole groups of ${smallestGroup}. Who it is, nobody is told.`,
  ].join('\n');
}

export const participationCommand = (): Command =>
  new Command('participation')
    .description('about how many are enrolled, have agreed, withdrew, are erased: once a day, never who')
    .addHelpText('after', '\nExample:\n  sluice participation')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const told = await api.call(readParticipation);
      output.result(told, () => participationText(told));
    });
