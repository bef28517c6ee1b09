import { Command, Option } from 'commander';
import type { Applied } from '../core/restore/apply.ts';
import { inWords } from '../core/restore/commands.ts';
import { type Overview, overview, planOf, type RestorePlan } from '../core/restore/plan.ts';
import { RESTORABLE, TABLE_NAMES, type TableName } from '../core/restore/tables.ts';
import { SluiceError } from '../core/shared/errors.ts';
import { type GlobalOptions, outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { checkedId } from './incident-opened.ts';
import { facts, table as inTable, time } from './output.ts';
import { prefixOf, readOutputs, type StageNames } from './stack-outputs.ts';

interface PlanOptions extends GlobalOptions, StageNames {
  outputs?: string;
  table?: TableName;
  to?: string;
  incident?: string;
}

const plan = (): Command =>
  new Command('plan')
    .description(
      'what can be restored, and for one table how, in which order; reads with AWS credentials, changes nothing',
    )
    .option('--outputs <file>', 'what cdk deploy --outputs-file wrote')
    .option('--program <name>', 'the program')
    .option('--stage <name>', 'the stage')
    .addOption(new Option('--table <name>', 'how this one is restored (default: what can be)').choices(TABLE_NAMES))
    .option('--to <time>', 'the moment, ISO 8601 (default: the last one there is)')
    .option('--incident <id>', 'the incident that holds the gates meanwhile (default: INCIDENT stands for it)')
    .addHelpText(
      'after',
      `
Exit code 1: the table cannot go back to that moment.

Examples:
  sluice restore plan --outputs outputs.json
  sluice restore plan --program model-capability --stage prod --table Subjects --to 2026-11-29T09:00:00Z`,
    )
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<PlanOptions>();
      const [prefix, output, to] = [stageOf(options), outputOf(self), momentOf(options.to)];
      if (to !== undefined && options.table === undefined) {
        throw new CommandError(EXIT.usage, 'usage', '--to goes with --table.');
      }
      const incident = options.incident === undefined ? {} : { incident: checkedId(options.incident) };
      output.progress(`Looking at ${prefix} ...`);
      // Loaded here: no other command waits for the AWS SDK.
      const { lookAt } = await import('./restore.aws.ts');
      const account = await lookAt(prefix, options).catch((cause: unknown) => {
        throw new CommandError(EXIT.failed, 'not-read', `${prefix} could not be looked at (${why(cause)}).`, { cause });
      });
      const { table } = options;
      if (table === undefined) {
        const seen = overview(account, prefix);
        return output.result(seen, () => overviewInWords(seen));
      }
      const made = planOf(account, { prefix, table, ...(to !== undefined && { to }), ...incident }, Date.now());
      const steps = made.steps.map(({ what, commands }) => ({ what, commands: commands.map(inWords) }));
      output.result({ ...made, steps }, () => planInWords(made));
      if (made.cannot !== undefined) process.exitCode = EXIT.failed;
    });

interface CorrectOptions extends GlobalOptions {
  restored: string;
  current?: string;
  incident: string;
  epoch?: number;
  yes?: boolean;
}

const correct = (): Command =>
  new Command('correct')
    .description('take out of a restored copy of a table what must not come back; shows how much unless --yes')
    .argument('<table>', `which table it is a copy of: ${TABLE_NAMES.join(', ')}`, tableOf)
    .requiredOption('--restored <name>', 'the copy of then, which is changed')
    .option('--current <name>', 'the copy of now (default: there is none any more)')
    .requiredOption('--incident <id>', 'the incident that holds the gates meanwhile')
    .option('--epoch <number>', 'of Gate, where it is lost: one above those of all receipts', wholeOf)
    .option('--yes', 'do it')
    .addHelpText(
      'after',
      `
It changes nothing but the copy, which may not be a table of the program. Called again it finds nothing to do.

Example:
  sluice restore correct Subjects --restored sluice-demo-prod-Subjects-then --current sluice-demo-prod-Subjects-now --incident 01K...`,
    )
    .action(async (table: TableName, _: unknown, self: Command) => {
      const options = self.optsWithGlobals<CorrectOptions>();
      const output = outputOf(self);
      const isOfTheProgram = TABLE_NAMES.some((name) => options.restored.endsWith(`-${name}`));
      if (isOfTheProgram || options.restored === options.current) {
        const message = `${options.restored} is not a copy: say the table that "restore-table-..." made.`;
        throw new CommandError(EXIT.usage, 'not-a-copy', message);
      }
      const dryRun = !options.yes;
      // Loaded here: no other command waits for the AWS SDK.
      const { correctTables } = await import('./restore.aws.ts');
      const how = {
        incident: checkedId(options.incident),
        at: Date.now(),
        ...(options.epoch !== undefined && { epoch: options.epoch }),
      };
      const names = { old: options.restored, ...(options.current !== undefined && { now: options.current }) };
      const done = await correctTables({ table, names, how, dryRun }, options, (seen) =>
        output.progress(`${seen} rows seen`),
      ).catch((cause: unknown) => {
        if (cause instanceof SluiceError) throw cause;
        throw new CommandError(EXIT.failed, 'not-corrected', `The copy could not be corrected (${why(cause)}).`, {
          cause,
        });
      });
      output.result({ dryRun, table, ...done }, () => appliedInWords(table, done, dryRun));
    });

function stageOf({ outputs, program, stage }: PlanOptions): string {
  const names = { ...(program !== undefined && { program }), ...(stage !== undefined && { stage }) };
  if (outputs !== undefined) return prefixOf(readOutputs(outputs, [], names).name);
  if (program === undefined || stage === undefined) {
    throw new CommandError(EXIT.usage, 'no-target', 'Say which stage: --outputs FILE, or --program and --stage.');
  }
  return prefixOf(`${program}-${stage}`);
}

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  // Without a zone it would be another moment on each machine.
  if (Number.isNaN(ms) || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) {
    throw new CommandError(
      EXIT.usage,
      'bad-time',
      `--to ${text}: an ISO 8601 time with its zone is needed, as 2026-11-29T09:00:00Z.`,
    );
  }
  return ms;
}

function tableOf(text: string): TableName {
  const found = TABLE_NAMES.find((name) => name === text);
  if (found) return found;
  throw new CommandError(EXIT.usage, 'usage', `${text} is no table of a program: ${TABLE_NAMES.join(', ')}.`);
}

function wholeOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CommandError(EXIT.usage, 'usage', `--epoch ${text}: a whole number is needed.`);
}

const why = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown');

const overviewInWords = ({ tables, buckets, keys }: Overview): string =>
  [
    inTable(
      ['table', 'can go back to'],
      tables.map(({ table, says }) => [table, says]),
    ),
    ...(buckets.length > 0
      ? [
          '',
          inTable(
            ['bucket', 'what'],
            buckets.map(({ name, says }) => [name, says]),
          ),
        ]
      : []),
    ...(keys.length > 0
      ? [
          '',
          inTable(
            ['key', 'what'],
            keys.map(({ id, says }) => [id, says]),
          ),
        ]
      : []),
    '',
    'How one table is restored: sluice restore plan --table NAME --to TIME',
  ].join('\n');

function planInWords({ name, to, cannot, bringsBack, steps, before }: RestorePlan): string {
  if (cannot !== undefined) return cannot;
  return [
    `${name}, as it was ${to === undefined ? 'at the last moment there is' : `at ${time(to)}`}`,
    '',
    'It would bring back:',
    ...bringsBack.map((one) => `  - ${one}`),
    ...steps.flatMap(({ what, commands }, at) => [
      '',
      `${at + 1}. ${what}`,
      '',
      ...commands.map((one) => `  ${inWords(one)}`),
    ]),
    '',
    'Before the gates open again:',
    ...before.map((one) => `  - ${one}`),
    '',
    'Nothing was changed.',
  ].join('\n');
}

const appliedInWords = (table: TableName, { seen, ...counts }: Applied, dryRun: boolean): string =>
  [
    `${dryRun ? 'It would be so' : 'It is so'}: ${RESTORABLE[table].corrected}.`,
    '',
    facts({ seen: String(seen), ...Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, String(n)])) }),
    ...(dryRun ? ['', 'To do it: the same with --yes'] : []),
  ].join('\n');

export const restoreCommand = (): Command =>
  new Command('restore')
    .description('coming back from a backup, so that nothing that was narrowed since comes back wider')
    .addCommand(plan())
    .addCommand(correct());
