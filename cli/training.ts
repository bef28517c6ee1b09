import { Command } from 'commander';
import { concernedTrainings, declareTraining, listTrainings, showDepartures } from '../api/export.ts';
import type { Answer } from '../api/route.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table, time } from './output.ts';

type Run = Answer<typeof listTrainings>['runs'][number];

const declare = (): Command =>
  new Command('declare')
    .description('declare that a model was trained with a data set of yours')
    .requiredOption('--export <id>', 'the data set')
    .requiredOption('--model <name>', 'name of the model')
    .requiredOption('--run <id>', 'the run, as you call it')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice training declare --export 01KAV... --model clicker-2 --run exp-17')
    .action(async (body: { export: string; model: string; run: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const { run, model, export: id } = body;
      const declared = await api.call(declareTraining, { body: { run, model, export: id } });
      output.result(declared, () =>
        facts({
          run: declared.run.run,
          model: declared.run.model,
          people: declared.run.people,
          'ledger entry': declared.receipt && `${declared.receipt.chain} ${declared.receipt.seq}`,
        }),
      );
    });

const runsTable = (runs: readonly Run[]): string =>
  table(
    ['RUN', 'MODEL', 'EXPORT', 'DISCLOSURE', 'PEOPLE', 'GONE SINCE', 'DECLARED'],
    runs.map((one) => [one.run, one.model, one.export, one.disclosure, one.people, one.gone, time(one.at)]),
  );

const list = (): Command =>
  new Command('list')
    .description('which run used which data set, and how many of its people have gone since')
    .addHelpText('after', '\nExample:\n  sluice training list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const listed = await api.call(listTrainings);
      output.result(listed, () => (listed.runs.length === 0 ? 'No runs.' : runsTable(listed.runs)));
    });

const concerned = (): Command =>
  new Command('concerned')
    .description('which data sets and runs hold you, or somebody else; or of whose people some have gone')
    .argument('<who>', '"me", a pseudonym (with the right to see grants), or "withdrawals"')
    .addHelpText('after', '\nExamples:\n  sluice training concerned me\n  sluice training concerned withdrawals')
    .action(async (who: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      if (who === 'withdrawals') {
        const gone = await api.call(showDepartures);
        output.result(gone, () => departuresText(gone));
        return;
      }
      const found = await api.call(concernedTrainings, { params: { subject: who } });
      output.result(found, () => concernedText(found));
    });

function departuresText({ exports, runs }: Answer<typeof showDepartures>): string {
  if (exports.length === 0 && runs.length === 0) return 'Nobody who is in a data set or a run has gone.';
  return [
    ...(exports.length === 0
      ? []
      : [
          'Data sets to fetch anew, and copies to delete:',
          table(
            ['EXPORT', 'READER', 'PEOPLE', 'GONE', 'COPIES'],
            exports.map((one) => [one.export, one.reader, one.people, one.gone, one.copies?.join(' ') ?? '']),
          ),
        ]),
    ...(runs.length === 0 ? [] : ['Runs that used what is gone:', runsTable(runs)]),
  ].join('\n');
}

function concernedText({ exports, runs }: Answer<typeof concernedTrainings>): string {
  if (exports.length === 0 && runs.length === 0) return 'No data set and no training run.';
  return [
    ...(exports.length === 0
      ? []
      : [
          'Data sets:',
          table(
            ['EXPORT', 'STATE', 'ASKED', 'OPENS UNTIL'],
            exports.map((one) => [one.export, one.state, time(one.asked), time(one.expires)]),
          ),
        ]),
    ...(runs.length === 0
      ? []
      : [
          'Models that were trained:',
          table(
            ['MODEL', 'RUN', 'EXPORT', 'FOR', 'DECLARED'],
            runs.map((one) => [one.model, one.run, one.export, one.purpose, time(one.at)]),
          ),
        ]),
  ].join('\n');
}

const card = (): Command =>
  new Command('card')
    .description('the part of a model card that says whose data a model was trained with')
    .argument('<model>', 'name of the model, as it was declared')
    .addHelpText('after', '\nExample:\n  sluice training card clicker-2')
    .action(async (model: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const { runs } = await api.call(listTrainings);
      const own = runs.filter((one) => one.model === model);
      if (own.length === 0) throw new CommandError(EXIT.failed, 'not-found', `No run of ${model} is declared.`);
      output.result({ runs: own }, () => cardText(model, own));
    });

/** Of a table in Markdown. */
const cell = (value: string | number): string => inOneLine(String(value)).replaceAll('|', '\\|');

/** Markdown. */
export const cardText = (model: string, runs: readonly Run[]): string =>
  [
    '## Training data',
    '',
    `${inOneLine(model)} was trained with events of volunteers, by their consent. Since then some have withdrawn, were erased, or took a part back; what was learned stays learned.`,
    '',
    '| run | data set | purpose | disclosure | events | people | gone since |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...runs.map(
      (one) =>
        `| ${[one.run, one.export, one.purpose, one.disclosure, one.rows, one.people, one.gone].map(cell).join(' | ')} |`,
    ),
  ].join('\n');

export const trainingCommand = (): Command =>
  new Command('training')
    .description('what was trained with which data set, and with whose data')
    .addCommand(declare())
    .addCommand(list())
    .addCommand(concerned())
    .addCommand(card());
