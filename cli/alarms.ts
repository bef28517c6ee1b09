import { Command } from 'commander';
import { readAlarms } from '../api/alarms.ts';
import type { Answer } from '../api/route.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { time } from './output.ts';

type Alarms = Answer<typeof readAlarms>['alarms'];

export const withDashboard = (text: string, dashboard: string | undefined): string =>
  dashboard === undefined
    ? text
    : `${text}\n\n${inOneLine(`as a picture, for who may log in to the account: ${dashboard}`)}`;

/** Words come from the service, which may be a newer one. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['alarm', 'in alarm'],
  ['ok', 'in order'],
  ['unknown', 'not known: too little was heard'],
]);

export function alarmsText(alarms: Alarms, all: boolean): string {
  if (alarms.length === 0) return 'The program has no alarms: nobody would be told.';
  const shown = all ? alarms : alarms.filter(({ state }) => state !== 'ok');
  const others = alarms.length - shown.length;
  const lines = shown.map(({ alarm, state, since, means, runbook }) =>
    [
      `${alarm}: ${WORDS.get(state) ?? state} since ${time(since)}`,
      `  ${means}`,
      ...(runbook === undefined ? [] : [`  what to do: ${runbook}`]),
    ]
      .map(inOneLine)
      .join('\n'),
  );
  const rest =
    others === 0 ? [] : [`${others} ${others === 1 ? 'alarm is' : 'alarms are'} in order${all ? '' : ': --all'}`];
  return [...lines, ...rest].join('\n\n');
}

export const alarmsCommand = (): Command =>
  new Command('alarms')
    .description('which alarms of the program ring, since when, what that means and what to do')
    .option('--all', 'also those that are in order')
    .addHelpText('after', '\nExample:\n  sluice alarms')
    .action(async (options: { all?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      const { alarms, dashboard } = await api.call(readAlarms);
      output.result({ alarms, dashboard }, () => withDashboard(alarmsText(alarms, options.all === true), dashboard));
    });
